// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/cbor.h"
#include "model/document/decision.h"
#include "model/document/words.h"

#include <algorithm>

namespace model::document {
namespace {

constexpr std::size_t kMostText = std::size_t{4} << 20;

/// Collects what is missing, so that a person sees all of it at once.
class Missing {
public:
    void unless(bool present, std::string_view field, const Text& name) {
        if (present) return;
        m_names.en += (m_names.en.empty() ? "" : ", ") + name.en;
        m_names.zh += (m_names.zh.empty() ? "" : "、") + name.zh;
        m_fields += (m_fields.empty() ? "" : ", ") + std::string(field);
    }
    Result<void> result(const Text& pattern, std::string cite) const {
        if (m_fields.empty()) return {};
        return fail(Code::refused, put(pattern, m_names),
                    {"State what is missing; the document is made from the signed record.",
                     "请补全所缺内容；文书由已签名的记录生成。"},
                    m_fields, std::move(cite));
    }

private:
    Text m_names;
    std::string m_fields;
};

bool said(const Text& text) { return !oneLine(text.zh).empty(); }
bool said(const std::string& text) { return !oneLine(text).empty(); }
bool positive(const std::optional<law::Money>& amount) { return amount && amount->fen() > 0; }
bool some(const law::Measures& measures) {
    return measures.warning || measures.stopOrder || measures.revokeLicence || measures.suspendBusiness ||
           measures.revokeQualification;
}

/// Every text with the field it stands in.
template <typename Visit>
void eachText(const DecisionContent& content, const Visit& visit) {
    const auto both = [&](const Text& text, std::string_view field) {
        visit(text.en, field);
        visit(text.zh, field);
    };
    both(content.authority, "authority");
    visit(content.number, "number");
    visit(content.signer, "signer");
    both(content.signerRole, "signerRole");
    visit(content.partyName, "partyName");
    visit(content.partyAddress, "partyAddress");
    visit(content.partyIdentifier, "partyIdentifier");
    visit(content.partyRepresentative, "partyRepresentative");
    both(content.facts, "facts");
    for (const auto& one : content.evidence) {
        visit(one.name, "evidence");
        both(one.category, "evidence");
    }
    both(content.reasons, "reasons");
    both(content.defence, "defence");
    for (const auto& one : content.basis) both(one.article, "basis");
    for (const auto& one : content.grounds) {
        both(one.source.article, "grounds");
        both(one.summary, "grounds");
        both(one.reason, "grounds");
    }
    for (const auto& step : content.derivation) {
        for (const auto* text : {&step.source.article, &step.input, &step.rule, &step.result})
            both(*text, "derivation");
    }
    for (const auto& one : content.otherMeasures) both(one, "otherMeasures");
    both(content.education, "education");
    both(content.bank, "bank");
    visit(content.account, "account");
    both(content.reviewBody, "reviewBody");
    both(content.court, "court");
    visit(content.caseReference, "caseReference");
}

Result<void> checkTexts(const DecisionContent& content) {
    std::size_t total = 0;
    std::string bad;
    eachText(content, [&](const std::string& text, std::string_view field) {
        total += text.size();
        if (bad.empty() && !isUtf8(text)) bad = field;
    });
    if (!bad.empty()) {
        return fail(Code::malformed,
                    {"A text of the decision is not valid UTF-8.", "决定书中的文字不是有效的UTF-8编码。"},
                    {"Enter the text again.", "请重新输入该项文字。"}, bad);
    }
    if (total > kMostText) {
        return fail(Code::tooLarge, {"The texts of the decision are over 4 MiB.", "决定书的文字超过4 MiB。"},
                    {"Move the details into evidence.", "请将详细内容作为证据附入。"});
    }
    return {};
}

/// APL 59, paragraph 1, for both documents: items 1, 2, 5 and 6.
void commonItems(const DecisionContent& content, Missing& missing) {
    missing.unless(said(content.partyName), "partyName",
                   {"name of the party (item 1)", "当事人的姓名或者名称（第一项）"});
    missing.unless(said(content.partyAddress), "partyAddress",
                   {"address of the party (item 1)", "当事人的地址（第一项）"});
    missing.unless(said(content.facts), "facts", {"facts found (item 2)", "违法事实（第二项）"});
    const bool named = std::ranges::all_of(
        content.evidence, [](const EvidenceLine& one) { return said(one.name) && said(one.category); });
    missing.unless(!content.evidence.empty() && named, "evidence", {"evidence (item 2)", "证据（第二项）"});
    missing.unless(said(content.reviewBody), "reviewBody",
                   {"body for reconsideration (item 5)", "申请行政复议的途径（第五项）"});
    missing.unless(said(content.court), "court", {"court for a suit (item 5)", "提起行政诉讼的途径（第五项）"});
    missing.unless(said(content.authority), "authority", {"name of the authority (item 6)", "行政机关名称（第六项）"});
    missing.unless(content.date && content.date->ok(), "date",
                   {"date of the decision (item 6)", "作出决定的日期（第六项）"});
}

Result<void> checkRecord(const DecisionContent& content) {
    Missing missing;
    missing.unless(said(content.number), "number", {"number of the decision", "决定书文号"});
    missing.unless(said(content.signer), "signer", {"person who issued it", "签发人"});
    missing.unless(said(content.signerRole), "signerRole", {"role of the person who issued it", "签发人职务"});
    missing.unless(said(content.caseReference), "caseReference", {"case reference", "案件编号"});
    missing.unless(content.signedEvent != crypto::Digest{}, "signedEvent",
                   {"id of the signed event", "已签名事件的摘要"});
    missing.unless(content.officeFingerprint != crypto::Digest{}, "officeFingerprint",
                   {"fingerprint of the office", "机关指纹"});
    return missing.result(
        {"The document lacks what leads back to the record: {0}.", "文书缺少可追溯至记录的内容：{0}。"}, {});
}

const Text kLacks = {"The decision lacks what the law asks it to state: {0}.", "决定书缺少法定记载事项：{0}。"};

} // namespace

Result<void> checkDecision(const DecisionContent& content) {
    TRY(checkTexts(content));
    Missing missing;
    commonItems(content, missing);
    const bool pays = positive(content.fine) || positive(content.confiscation);
    missing.unless(pays || some(content.measures) || !content.otherMeasures.empty(), "fine",
                   {"kind of the penalty (item 3)", "行政处罚的种类（第三项）"});
    missing.unless(!content.basis.empty(), "basis", {"legal basis (item 3)", "行政处罚的依据（第三项）"});
    missing.unless(!positive(content.fine) || !content.derivation.empty(), "derivation",
                   {"derivation of the fine (item 3)", "罚款幅度的计算（第三项）"});
    missing.unless(!pays || said(content.bank), "bank", {"bank to pay at (item 4)", "缴款银行（第四项）"});
    missing.unless(!pays || said(content.account), "account", {"account to pay into (item 4)", "缴款账户（第四项）"});
    TRY(missing.result(kLacks, "APL 59"));
    return checkRecord(content);
}

Result<void> checkNoPenalty(const DecisionContent& content) {
    TRY(checkTexts(content));
    if (positive(content.fine) || positive(content.confiscation) || some(content.measures) ||
        !content.otherMeasures.empty()) {
        return fail(Code::refused, {"A decision of no penalty imposes none.", "不予行政处罚决定书不得包含行政处罚。"},
                    {"Issue a penalty decision, or leave the penalty out.", "请作出行政处罚决定，或者去除处罚内容。"},
                    "fine", "APL 57");
    }
    Missing missing;
    commonItems(content, missing);
    missing.unless(!content.grounds.empty(), "grounds",
                   {"ground for no penalty (item 3)", "不予行政处罚的依据（第三项）"});
    TRY(missing.result(kLacks, "APL 59"));
    const bool educates = std::ranges::any_of(
        content.grounds, [](const GroundStated& one) { return one.source.cite.starts_with("APL 33"); });
    if (educates && !said(content.education)) {
        Missing education;
        education.unless(false, "education", {"education of the party", "对当事人的教育"});
        return education.result(kLacks, "APL 33");
    }
    return checkRecord(content);
}

} // namespace model::document
