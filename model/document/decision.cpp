// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/decision.h"

#include "model/document/pages.h"
#include "model/document/penalty_words.h"
#include "model/document/words.h"

#include <algorithm>
#include <format>

namespace model::document {
namespace {

enum class Sort { penalty, noPenalty };

/// Writes one language of the decision as paragraphs. The Chinese text keeps to the sizes of official documents (16
/// point for the text, GB/T 9704); annexes and the reading copy are smaller.
class Writer {
public:
    Writer(Sort sort, const DecisionContent& content, Language language, std::vector<Paragraph>& out)
        : m_sort(sort), m_content(content), m_language(language), m_out(out) {}

    void write();

private:
    [[nodiscard]] bool chinese() const { return m_language == Language::zh; }
    [[nodiscard]] Style text() const {
        return chinese() ? Style{.size = 16, .pitch = 29, .firstIndent = 32}
                         : Style{.size = 11, .pitch = 17, .before = 4};
    }
    [[nodiscard]] Style small() const {
        return chinese() ? Style{.size = 12, .pitch = 19, .firstIndent = 24}
                         : Style{.size = 10, .pitch = 15, .before = 3};
    }
    void add(const std::string& words, Style style, int outline = 0, bool newPage = false) {
        m_out.push_back({oneLine(words), style, newPage, outline});
    }
    void say(const Text& words, Style style) { add(words.in(m_language), style); }
    void heading(const Text& words);
    void annex(const Text& words);
    /// What people wrote: every paragraph of it, in the language at hand or, with a remark, in Chinese.
    void quote(const Text& words, Style style);
    /// One short text inside a sentence.
    [[nodiscard]] Text inside(const Text& words) const { return {words.en.empty() ? words.zh : words.en, words.zh}; }
    [[nodiscard]] Text article(const law::Citation& source) const {
        return {inside(source.article).en, officialArticle(source.article.zh)};
    }
    [[nodiscard]] Text date() const;

    void title();
    void party();
    void factsAndEvidence();
    void reasons();
    void decision();
    void noDecision();
    void performance();
    void remedies();
    void signature();
    void evidenceAnnex();
    void derivationAnnex();
    void recordAnnex();
    [[nodiscard]] std::vector<Text> penalties() const;

    Sort m_sort;
    const DecisionContent& m_content;
    Language m_language;
    std::vector<Paragraph>& m_out;
    unsigned m_heading = 0;
    unsigned m_annex = 0;
};

Text documentName(Sort sort) {
    return sort == Sort::penalty ? Text{"Decision on an administrative penalty", "行政处罚决定书"}
                                 : Text{"Decision of no administrative penalty", "不予行政处罚决定书"};
}

bool owes(const std::optional<law::Money>& amount) { return amount && amount->fen() > 0; }

Text Writer::date() const {
    const Date day = *m_content.date;
    const auto in = [&](Language language) {
        return longDate(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                        static_cast<unsigned>(day.day()), language);
    };
    return {in(Language::en), in(Language::zh)};
}

void Writer::heading(const Text& words) {
    ++m_heading;
    Style style = text();
    style.bold = true;
    style.keepWithNext = true;
    style.align = Align::left;
    if (!chinese()) style.before = 10;
    add(chinese() ? std::format("{}、{}", chineseNumber(m_heading), words.zh)
                  : std::format("{}. {}", m_heading, words.en),
        style, 2);
}

void Writer::annex(const Text& words) {
    ++m_annex;
    Style style = text();
    style.bold = true;
    style.keepWithNext = true;
    style.align = Align::left;
    style.firstIndent = 0;
    style.before = chinese() ? 24 : 16;
    if (chinese()) style.size = 14;
    add(chinese() ? std::format("附件{}　{}", chineseNumber(m_annex), words.zh)
                  : std::format("Annex {}. {}", m_annex, words.en),
        style, 2, chinese() && m_annex == 1);
}

void Writer::quote(const Text& words, Style style) {
    const bool original = !chinese() && oneLine(words.en).empty();
    // Signed words are shown as they are; a translation would be a statement of its own that nobody signed.
    const std::string& shown = original ? words.zh : words.in(m_language);
    if (original || (!chinese() && words.en == words.zh))
        add("(In the words of the record:)", {.size = 9, .pitch = 14, .before = 4, .keepWithNext = true, .grey = true});
    for (const auto& one : paragraphsOf(shown)) add(one, style);
}

void Writer::title() {
    if (!chinese()) {
        add("Reading copy in English",
            {.size = 10, .pitch = 16, .align = Align::centre, .keepWithNext = true, .grey = true}, 1, true);
        add("The decision is the Chinese text before it; this copy has no legal force of its own.",
            {.size = 10, .pitch = 16, .align = Align::centre, .keepWithNext = true, .grey = true});
    }
    const double big = chinese() ? 22 : 16;
    const double less = chinese() ? 18 : 13;
    say(inside(m_content.authority),
        {.size = less, .pitch = less * 1.7, .bold = true, .align = Align::centre, .before = 12, .keepWithNext = true});
    const Style name{.size = big, .pitch = big * 1.8, .bold = true, .align = Align::centre, .keepWithNext = true};
    add(documentName(m_sort).in(m_language), name, chinese() ? 1 : 0);
    const double size = text().size;
    add(m_content.number, {.size = size, .pitch = size * 2, .align = Align::centre, .keepWithNext = true});
}

void Writer::party() {
    Style line = text();
    line.firstIndent = 0;
    line.align = Align::left;
    if (!chinese()) line.before = 0;
    const auto field = [&](const Text& label, const std::string& value) {
        if (!oneLine(value).empty()) say(put(label, value), line);
    };
    line.before = chinese() ? 8 : 6;
    field({"Party: {0}", "当事人：{0}"}, m_content.partyName);
    line.before = 0;
    field({"Unified social credit code or identity number: {0}", "统一社会信用代码（身份证件号码）：{0}"},
          m_content.partyIdentifier);
    field({"Legal representative or person in charge: {0}", "法定代表人（负责人）：{0}"},
          m_content.partyRepresentative);
    field({"Address: {0}", "地址：{0}"}, m_content.partyAddress);
    field({"Case: {0}", "案件编号：{0}"}, m_content.caseReference);
    Style opening = text();
    opening.before = chinese() ? 8 : 6;
    say({"This authority investigated the party for a suspected violation. The investigation is concluded.",
         "本机关对当事人涉嫌违法一案进行了调查，现已调查终结。"},
        opening);
}

void Writer::factsAndEvidence() {
    heading({"Facts found", "查明的事实"});
    quote(m_content.facts, text());
    heading({"Evidence", "证据"});
    Style lead = text();
    lead.keepWithNext = true;
    say({"The facts above are proved by the following evidence. Its sizes and digests are in Annex 1.",
         "上述事实有下列证据证明，各项证据的大小和摘要值见附件一："},
        lead);
    unsigned number = 0;
    for (const auto& one : m_content.evidence) {
        say(put({"{0}. {1} ({2})", "{0}．{1}（{2}）"}, ++number, oneLine(one.name), inside(one.category)), text());
    }
}

void Writer::reasons() {
    const bool defended = !oneLine(m_content.defence.zh).empty();
    if (defended) {
        heading({"Statement and defence of the party", "当事人的陈述、申辩"});
        quote(m_content.defence, text());
    }
    heading({"Reasons and legal basis", "理由和法律依据"});
    quote(m_content.reasons, text());
    if (!m_content.basis.empty()) {
        Text list;
        for (const auto& one : m_content.basis) {
            list.en += (list.en.empty() ? "" : "; ") + article(one).en;
            list.zh += (list.zh.empty() ? "" : "、") + article(one).zh;
        }
        say(put({"This decision is based on: {0}.", "本决定的法律依据为：{0}。"}, list), text());
    }
    if (m_content.grounds.empty()) return;
    heading(m_sort == Sort::penalty ? Text{"Mitigating grounds", "从轻、减轻处罚的情节"}
                                    : Text{"Grounds for imposing no penalty", "不予行政处罚的情节"});
    unsigned number = 0;
    for (const auto& one : m_content.grounds) {
        say(put({"{0}. {1} ({2}).", "{0}．{1}（{2}）。"}, ++number, withoutStop(inside(one.summary)),
                article(one.source)),
            text());
        quote(one.reason, text());
    }
}

std::vector<Text> Writer::penalties() const {
    auto out = penaltyWords(m_content.measures, m_content.fine, m_content.confiscation);
    for (const auto& one : m_content.otherMeasures) out.push_back({oneLine(inside(one).en), oneLine(one.zh)});
    return out;
}

void Writer::decision() {
    heading({"Decision", "处罚决定"});
    Style lead = text();
    lead.keepWithNext = true;
    say({"This authority decides to impose on the party:", "综上，本机关决定对当事人作出如下行政处罚："}, lead);
    unsigned number = 0;
    for (const auto& one : penalties()) {
        Style style = text();
        style.bold = true;
        say(put({"{0}. {1}", "{0}．{1}。"}, ++number, one), style);
    }
    if (owes(m_content.fine))
        say({"How the range of the fine was computed is in Annex 2.", "罚款幅度的计算过程见附件二。"}, text());
}

void Writer::noDecision() {
    heading({"Decision", "决定"});
    Style style = text();
    style.bold = true;
    say({"This authority decides to impose no administrative penalty on the party.",
         "综上，本机关决定对当事人不予行政处罚。"},
        style);
    if (oneLine(m_content.education.zh).empty()) return;
    Style lead = text();
    lead.keepWithNext = true;
    say({"Education of the party:", "对当事人的教育："}, lead);
    quote(m_content.education, text());
}

void Writer::performance() {
    heading({"How and by when to perform", "履行方式和期限"});
    const bool fine = owes(m_content.fine);
    const bool gains = owes(m_content.confiscation);
    if (fine || gains) {
        const Text what = fine && gains ? Text{"the fine and the confiscated gains", "罚款和没收的违法所得"}
                          : fine        ? Text{"the fine", "罚款"}
                                        : Text{"the confiscated gains", "没收的违法所得"};
        say(put({"The party pays {0} within 15 days of receiving this decision, at {1} into the account {2}, or "
                 "through the electronic "
                 "payment system (Administrative Penalty Law, Article 67). This authority and its officers take no "
                 "money.",
                 "当事人应当自收到本决定书之日起十五日内，到{1}或者通过电子支付系统缴纳{0}，缴款账户：{2}"
                 "（《中华人民共和国行政处罚法》第六十七条）。"
                 "本机关及其执法人员不自行收缴。"},
                what, inside(m_content.bank), m_content.account),
            text());
    }
    if (fine) {
        say({"If the fine is not paid in time, this authority may add 3 % of it for each day; what is added does not "
             "exceed the fine itself "
             "(Administrative Penalty Law, Article 72, paragraph 1, item 1). A party in real economic difficulty may "
             "apply to pay later or in "
             "parts (Article 66).",
             "到期不缴纳罚款的，本机关可以每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额（《中华人民"
             "共和国行政处罚法》第七十二条第一款第一项）。"
             "确有经济困难，需要延期或者分期缴纳罚款的，可以向本机关提出申请（第六十六条）。"},
            text());
    }
    const auto& measures = m_content.measures;
    if (measures.stopOrder || measures.suspendBusiness || measures.revokeLicence || measures.revokeQualification ||
        measures.warning || !m_content.otherMeasures.empty()) {
        say(fine || gains ? Text{"The rest of this decision takes effect when it is served.",
                                 "本决定的其他内容自送达之日起执行。"}
                          : Text{"This decision takes effect when it is served.", "本决定自送达之日起执行。"},
            text());
    }
}

void Writer::remedies() {
    heading({"Remedies", "救济途径和期限"});
    // The last paragraph goes with the signature: a page that bears a seal and no text could be put behind other pages.
    Style last = text();
    last.keepWithNext = true;
    say(put({"A party that does not accept this decision may apply to {0} for administrative reconsideration within 60 "
             "days of receiving it "
             "(Administrative Reconsideration Law, Article 20), or bring a suit before {1} within 6 months of "
             "receiving it (Administrative "
             "Litigation Law, Article 46).",
             "当事人如不服本决定，可以自收到本决定书之日起六十日内向{0}"
             "申请行政复议（《中华人民共和国行政复议法》第二十条），"
             "也可以自收到本决定书之日起六个月内依法向{1}提起行政诉讼（《中华人民共和国行政诉讼法》第四十六条）。"},
            inside(m_content.reviewBody), inside(m_content.court)),
        m_sort == Sort::noPenalty ? last : text());
    if (m_sort == Sort::noPenalty) return;
    say(owes(m_content.fine) ? Text{"Neither suspends performance, unless the law provides otherwise; but for the time "
                                    "of the reconsideration or the suit nothing is "
                                    "added to the fine (Administrative Penalty Law, Article 73).",
                                    "申请行政复议或者提起行政诉讼的，行政处罚不停止执行，法律另有规定的除外；加处罚款的"
                                    "数额在行政复议或者行政诉讼期间不予计算"
                                    "（《中华人民共和国行政处罚法》第七十三条）。"}
                             : Text{"Neither suspends performance, unless the law provides otherwise (Administrative "
                                    "Penalty Law, Article 73).",
                                    "申请行政复议或者提起行政诉讼的，行政处罚不停止执行，法律另有规定的除外（《中华人民"
                                    "共和国行政处罚法》第七十三条）。"},
        last);
}

void Writer::signature() {
    Style right = text();
    right.align = Align::right;
    right.firstIndent = 0;
    right.keepWithNext = true;
    right.before = chinese() ? 58 : 24; // two lines free, so that the seal stands clear of the text
    say(inside(m_content.authority), right);
    right.before = 0;
    Style seal = right;
    seal.grey = true;
    say({"(place of the seal)", "（加盖印章）"}, seal);
    say(date(), right);
    right.keepWithNext = false;
    right.before = chinese() ? 14 : 8;
    say(put({"Issued by: {0} ({1})", "签发人：{0}（{1}）"}, m_content.signer, inside(m_content.signerRole)), right);
}

void Writer::evidenceAnnex() {
    annex({"List of evidence", "证据清单"});
    unsigned number = 0;
    for (const auto& one : m_content.evidence) {
        Style name = small();
        name.firstIndent = 0;
        name.before = 6;
        name.keepWithNext = true;
        name.align = Align::left;
        say(put({"{0}. {1} — {2}, {3} bytes", "{0}．{1}　{2}　{3}字节"}, ++number, oneLine(one.name),
                inside(one.category), grouped(one.size)),
            name);
        add("SHA-256: " + one.sha256.hex(), {.size = 9.5, .pitch = 15, .align = Align::left, .indent = 18});
    }
}

void Writer::derivationAnnex() {
    if (m_content.derivation.empty()) return;
    annex({"How the range of the fine was computed", "罚款幅度的计算"});
    unsigned number = 0;
    for (const auto& step : m_content.derivation) {
        Style head = small();
        head.firstIndent = 0;
        head.bold = true;
        head.before = 8;
        head.keepWithNext = true;
        head.align = Align::left;
        say(put({"{0}. {1}", "{0}．{1}"}, ++number, article(step.source)), head);
        const auto part = [&](const Text& label, const Text& words, bool keep) {
            if (oneLine(inside(words).zh).empty()) return;
            Style style = small();
            style.firstIndent = 0;
            style.indent = 18;
            style.before = 0;
            style.keepWithNext = keep;
            say(put(label, inside(words)), style);
        };
        part({"Input: {0}", "事实：{0}"}, step.input, true);
        part({"Rule: {0}", "规则：{0}"}, step.rule, true);
        part({"Result: {0}", "结果：{0}"}, step.result, false);
    }
}

void Writer::recordAnnex() {
    annex({"Where the record is", "记录核验信息"});
    Style style = small();
    style.keepWithNext = true;
    say({"This document was made from a signed record. Whoever holds the record can check it with the values below, "
         "and make "
         "this document again from it, byte for byte.",
         "本文书由已签名的案件记录生成。持有该记录者可用下列数值核对，并可由该记录重新生成逐字节相同的文书。"},
        style);
    Style line{.size = 9.5, .pitch = 15, .align = Align::left, .before = 4, .keepWithNext = true};
    say(put({"Case: {0}", "案件编号：{0}"}, m_content.caseReference), line);
    say(put({"Signed event: {0}", "已签名事件：{0}"}, m_content.signedEvent.hex()), line);
    line.keepWithNext = false;
    say(put({"Fingerprint of the office: {0}", "机关指纹：{0}"}, m_content.officeFingerprint.hex()), line);
}

void Writer::write() {
    title();
    party();
    factsAndEvidence();
    reasons();
    if (m_sort == Sort::penalty) {
        decision();
        performance();
    } else {
        noDecision();
    }
    remedies();
    signature();
    evidenceAnnex();
    derivationAnnex();
    recordAnnex();
}

Result<crypto::Bytes> render(Sort sort, const DecisionContent& content, DocumentLanguage language) {
    Typescript script;
    script.title = documentName(sort).zh + " " + oneLine(content.number);
    script.author = oneLine(content.authority.zh);
    script.subject = oneLine(content.caseReference);
    script.date = *content.date;
    script.footer = std::format("{}　事件 {}", oneLine(content.caseReference), content.signedEvent.hex());
    Writer(sort, content, Language::zh, script.paragraphs).write();
    if (language == DocumentLanguage::both) Writer(sort, content, Language::en, script.paragraphs).write();
    return typeset(script);
}

} // namespace

Result<crypto::Bytes> renderDecision(const DecisionContent& content, DocumentLanguage language) {
    TRY(checkDecision(content));
    return render(Sort::penalty, content, language);
}

Result<crypto::Bytes> renderNoPenalty(const DecisionContent& content, DocumentLanguage language) {
    TRY(checkNoPenalty(content));
    return render(Sort::noPenalty, content, language);
}

} // namespace model::document
