// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/office.h"

#include "model/document/docx.h"
#include "model/template/shipped.h"
#include "model/workflow/penalty_check.h"
#include "model/workflow/shipped.h"
#include "model/workspace/case_documents.h"

#include <QFile>
#include <QProcess>

#include <algorithm>

using model::Code;
using model::Form;

namespace {

/// What a program that reads PDF finds in it.
QString textOf(const model::Bytes& pdf) {
    QProcess program;
    program.start(QStringLiteral("pdftotext"),
                  {QStringLiteral("-enc"), QStringLiteral("UTF-8"), QStringLiteral("-"), QStringLiteral("-")});
    if (!program.waitForStarted()) qFatal("pdftotext is missing");
    program.write(reinterpret_cast<const char*>(pdf.data()), static_cast<qint64>(pdf.size()));
    program.closeWriteChannel();
    if (!program.waitForFinished()) qFatal("pdftotext does not end");
    return QString::fromUtf8(program.readAllStandardOutput()).simplified().remove(u' ');
}

std::string refusal(const model::Result<model::Receipt>& result) {
    if (!result) return result.error().what.en;
    return result->refused.empty() ? std::string() : result->refused.front().what.en;
}

} // namespace

/// The documents of a case that runs by the whole procedure, through the face that the programs use.
class TestDocuments : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    model::CaseId m_id;

    /// Takes a step as this person, after making the papers that it signs.
    void take(const std::string& who, const std::string& step, const Form& form = {},
              const std::vector<std::pair<std::string, Form>>& papers = {},
              const std::optional<model::Digest>& on = {}) {
        auto workspace = m_office->as(who);
        for (const auto& [document, fields] : papers) {
            const auto receipt = must(workspace->documents().make(
                m_id, {.document = document, .typed = fieldsOf(document, fields), .on = on}));
            if (!receipt.refused.empty()) qFatal("%s: %s", document.c_str(), receipt.refused.front().what.en.c_str());
        }
        const auto receipt = must(workspace->takeStep(m_id, step, form, on));
        if (!receipt.refused.empty()) qFatal("%s: %s", step.c_str(), receipt.refused.front().what.en.c_str());
        m_office->clock().advance(std::chrono::minutes(7));
    }

    model::CaseState state() { return must(m_office->as("supervisor")->state(m_id)); }
    std::string today() { return model::formatDate(model::chinaDate(m_office->clock().now())); }

    static std::string penalty() {
        model::PenaltyValue value;
        value.facts.violations = {model::law::ArticleId("ecl34")};
        value.facts.illegalTurnover = must(model::law::parseMoney("510650.53"));
        value.proposal.fine = must(model::law::parseMoney("3000000"));
        return model::renderPenaltyValue(value);
    }

    void begin() {
        m_office = std::make_unique<TestOffice>();
        m_office->admit("reviewer", {model::Role::officer});
        {
            auto admin = m_office->as("admin");
            must(admin->adoptWorkflow(model::shippedDefinitions().back().json));
        }
        {
            auto officer = m_office->as("officer");
            must(officer->exchange());
            m_id = must(officer->receiveReport(aReport()));
            must(officer->setFacts(m_id, {{"party", "某贸易公司"},
                                          {"party_address", "南宁市民族大道1号"},
                                          {"goods", "锑锭"},
                                          {"violation", "ecl34"}}));
        }
        take("officer", "accept");
        take("officer", "verify", {{"findings", "经核查属实"}});
        take("officer", "propose_filing", {{"filing_reason", "涉嫌违法"}, {"jurisdiction", "违法行为发生地"}});
        take("supervisor", "approve_filing");
        auto supervisor = m_office->as("supervisor");
        must(supervisor->assign(m_id, m_office->id("investigator-1"), "investigator"));
        must(supervisor->assign(m_id, m_office->id("investigator-2"), "investigator"));
        must(supervisor->assign(m_id, m_office->id("reviewer"), "legal_reviewer"));
    }

    void investigate() {
        take("investigator-1", "send_filing_notice", {{"notice_date", today()}, {"notice_manner", "direct"}},
             {{"filing_notice", {{"notice_no", "商安立字〔2026〕1号"}}}});
        take("investigator-1", "begin_investigation");
        auto investigator = m_office->as("investigator-1");
        const auto file = m_office->scratch() / "报关单.txt";
        QFile out(QString::fromStdString(file.string()));
        if (!out.open(QIODevice::WriteOnly)) qFatal("no scratch");
        out.write("锑锭 24500 kg");
        out.close();
        must(investigator->addEvidence(m_id, {file}, "documentary", "", {}, {}));
    }

private slots:
    /// A case from the report to the archive: each paper is made before its step, kept, and is what was signed.
    void aWholeCaseWithItsPapers() {
        begin();
        {
            // Without the notice of filing nothing is sent, and the refusal says which article asks for it.
            auto investigator = m_office->as("investigator-1");
            const auto refused =
                investigator->takeStep(m_id, "send_filing_notice",
                                       {{"notice_no", "1"}, {"notice_date", today()}, {"notice_manner", "direct"}});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, Code::refused);
            QCOMPARE(refused.error().cite, std::string("MOF22 6"));
            const auto offers = must(investigator->documents().offers(m_id));
            QVERIFY(!offers.empty());
            QCOMPARE(offers.front().document, std::string("filing_notice"));
            QVERIFY(offers.front().due);
            QVERIFY(!offers.front().whyNot);
        }
        investigate();
        take("investigator-1", "record_questioning", {{"certificates_shown", "yes"}},
             {{"questioning_record",
               {{"asked", "张某"}, {"asked_on", today()}, {"record", "问：货物去向？\n答：已出口。"}}}});
        QCOMPARE(state().lastStep("record_questioning")->form.at("record"),
                 std::string("问：货物去向？\n答：已出口。"));
        take("investigator-1", "verify_evidence", {{"result", "证据查证属实"}});
        take("investigator-1", "propose",
             {{"facts_found", "未经许可出口锑锭"}, {"reasons", "证据确凿"}, {"penalty", penalty()}});
        {
            // The investigator writes the papers that rest on the proposal, the head approves these very ones.
            auto investigator = m_office->as("investigator-1");
            must(investigator->documents().make(m_id, {.document = "final_report", .typed = reportFields()}));
            must(investigator->documents().make(
                m_id,
                {.document = "prior_notice", .typed = fieldsOf("prior_notice", {{"notice_no", "告〔2026〕1号"}})}));
        }
        take("supervisor", "approve_notice", {{"opinion", "同意"}});
        const auto approved = *state().lastStep("approve_notice");
        QCOMPARE(approved.documents.size(), std::size_t(2));
        take("investigator-1", "give_notice",
             {{"rights_told", "yes"}, {"notice_date", today()}, {"notice_manner", "direct"}});
        const auto told = *state().lastStep("give_notice");
        QCOMPARE(told.documents, std::vector{approved.documents.back()});
        QCOMPARE(told.form.at("notice_no"), std::string("告〔2026〕1号"));
        {
            auto workspace = m_office->as("supervisor");
            const auto notice = *state().documentOf(told.documents.front()); // a copy: the state is gone after it
            const auto pdf = must(workspace->documents().read(m_id, notice.id));
            QCOMPARE(crypto::sha256(pdf), notice.sha256);
            const auto text = textOf(pdf);
            for (const char* words : {"行政处罚事先告知书", "某贸易公司", "告〔2026〕1号", "3,000,000.00元",
                                      "叁佰万元整", "陈述", "五个工作日", "未经许可出口锑锭"}) {
                QVERIFY2(text.contains(QString::fromUtf8(words)), words);
            }
        }
        m_office->clock().advance(std::chrono::days(12));
        take("investigator-1", "end_notice");
        take("reviewer", "pass_legal_review", {{"qualified", "yes"}, {"opinion", "程序合法"}},
             {{"legal_review_opinion", fieldsOf("legal_review_opinion", {{"opinion", "程序合法"}})}});
        take("supervisor", "waive_discussion", {{"reason", "案情清楚"}});
        take("supervisor", "approve", {{"opinion", "同意"}});
        const Form decision{{"decision_no", "商罚〔2026〕1号"}, {"decision_date", today()},
                            {"payment_bank", "某银行"},         {"payment_account", "0001"},
                            {"review_body", "商务部"},          {"litigation_court", "北京市第二中级人民法院"}};
        {
            // A decision that lacks what APL 59 asks for is not made; all of it is named.
            auto lacking = decision;
            lacking.erase("review_body");
            lacking.erase("litigation_court");
            const auto refused =
                m_office->as("supervisor")->documents().fill(m_id, {.document = "penalty_decision", .typed = lacking});
            QVERIFY(!refused);
            QVERIFY(QString::fromStdString(refused.error().cite).contains(QStringLiteral("APL 5")) ||
                    refused.error().where == "review_body");
        }
        take("supervisor", "issue_decision", {}, {{"penalty_decision", fieldsOf("penalty_decision", decision)}});
        const auto text = textOf(must(m_office->as("supervisor")->decisionPdf(m_id)));
        for (const char* words : {"行政处罚决定书", "商罚〔2026〕1号", "叁佰万元整", "某银行", "商务部",
                                  "北京市第二中级人民法院", "六十日内", "六个月内", "报关单.txt"}) {
            QVERIFY2(text.contains(QString::fromUtf8(words)), words);
        }
        take("investigator-1", "record_service",
             {{"service_date", today()}, {"service_manner", "direct"}, {"receiver", "张某"}, {"sealed", "yes"}});
        take("investigator-1", "record_performed", {{"performed_on", today()}, {"how", "已缴清"}});
        take("investigator-1", "close", {{"closing_note", "执行完毕"}},
             {{"closing_form", fieldsOf("closing_form", {{"closing_note", "执行完毕"}})}});
        m_office->clock().advance(std::chrono::days(200));
        take("officer", "archive", {{"archive_no", "2026-1"}, {"complete", "yes"}});
        QCOMPARE(state().stage, std::string("closed"));

        auto auditor = m_office->as("auditor");
        QVERIFY(must(auditor->verify(false, {}, {})).findings.empty());
        const auto report = must(m_office->as("supervisor")->verify(true, {}, {}));
        for (const auto& finding : report.findings) qWarning("%s %s", finding.place.c_str(), finding.what.en.c_str());
        QVERIFY(report.findings.empty());
        QCOMPARE(report.items, state().evidence.size() + state().documents.size());
    }

    /// What the form of a step says otherwise than its paper is refused, and what was made can be taken back.
    void paperAndFormAgree() {
        begin();
        auto investigator = m_office->as("investigator-1");
        auto documents = investigator->documents();
        const auto made = must(documents.make(
            m_id, {.document = "filing_notice", .typed = fieldsOf("filing_notice", {{"notice_no", "1号"}})}));
        QVERIFY(made.refused.empty());
        const Form other{{"notice_no", "2号"}, {"notice_date", today()}, {"notice_manner", "direct"}};
        QVERIFY(QString::fromStdString(refusal(investigator->takeStep(m_id, "send_filing_notice", other)))
                    .contains(QStringLiteral("in the document")));
        must(investigator->undo(m_id, made.events.front()));
        QVERIFY(must(investigator->state(m_id)).documents.front().withdrawn);
        QVERIFY(!refusal(investigator->redo(m_id, made.events.front())).empty());
        must(documents.make(m_id,
                            {.document = "filing_notice", .typed = fieldsOf("filing_notice", {{"notice_no", "2号"}})}));
        QVERIFY(refusal(investigator->takeStep(m_id, "send_filing_notice", other)).empty());
        // Who has no part in it makes none.
        QVERIFY(!m_office->as("reviewer")
                     ->documents()
                     .make(m_id,
                           {.document = "filing_notice", .typed = fieldsOf("filing_notice", {{"notice_no", "3号"}})}));
        QVERIFY(!m_office->as("auditor")->documents().fill(
            m_id, {.document = "filing_notice", .typed = fieldsOf("filing_notice", {{"notice_no", "3号"}})}));
    }

    /// Each seizure has papers of its own.
    void papersOfASeizure() {
        begin();
        investigate();
        std::vector<model::Digest> seizures;
        for (const char* items : {"锑锭十吨", "账册一箱"}) {
            take("investigator-1", "request_seal", {{"kind", "seize"}, {"items", items}, {"reason", "防止转移"}});
            seizures.push_back(state().tracks.back().id);
        }
        take("supervisor", "approve_seal", {{"approval_no", "批1"}}, {}, seizures[0]);
        auto investigator = m_office->as("investigator-1");
        const auto offers = must(investigator->documents().offers(m_id, seizures[0]));
        QVERIFY(
            std::ranges::any_of(offers, [](const auto& one) { return one.document == "seizure_decision" && one.due; }));
        QVERIFY(std::ranges::none_of(offers, [](const auto& one) { return one.document == "prior_notice"; }));
        QVERIFY(std::ranges::none_of(must(investigator->documents().offers(m_id)),
                                     [](const auto& one) { return one.document == "seizure_decision"; }));
        const auto form = *model::templateOf({}, "seizure_decision");
        const auto filled = investigator->documents().fill(
            m_id, {.document = "seizure_decision",
                   .typed = fieldsOf("seizure_decision", {{"kind", "seize"}, {"inventory", "锑锭十吨"}}),
                   .on = seizures[0]});
        QVERIFY2(filled.has_value(), filled ? "" : filled.error().what.en.c_str());
        QVERIFY(!model::document::docx(filled->script)->empty());
        QVERIFY(!investigator->documents().fill(m_id,
                                                {.document = "seizure_decision", .typed = {}, .on = model::Digest{}}));
    }

    /// An office's own template is used from its adoption on, and what was made before stays as it was.
    void anOfficeHasItsOwnTemplate() {
        begin();
        auto investigator = m_office->as("investigator-1");
        must(investigator->documents().make(
            m_id, {.document = "filing_notice", .typed = fieldsOf("filing_notice", {{"notice_no", "1号"}})}));
        auto text = must(investigator->documents().templateText("filing_notice"));
        const std::string title = "立案通知书\"}}";
        const auto at = text.find(title);
        QVERIFY(at != std::string::npos);
        text.replace(at, title.size(), "某局立案通知书\"}}");
        QVERIFY(!investigator->documents().adoptTemplate(text)); // no administrator
        auto admin = m_office->as("admin");
        QVERIFY(!admin->documents().adoptTemplate("{}"));
        auto wrong = text;
        wrong.replace(wrong.find("fact.party"), 10, "fact.moons");
        QVERIFY(!admin->documents().adoptTemplate(wrong));
        must(admin->documents().adoptTemplate(text));
        must(investigator->exchange());
        const auto all = investigator->documents().templates();
        QVERIFY(std::ranges::any_of(all, [](const auto& one) { return one.id == "filing_notice" && one.own; }));
        must(investigator->documents().make(
            m_id, {.document = "filing_notice", .typed = fieldsOf("filing_notice", {{"notice_no", "1号"}})}));
        const auto now = must(investigator->state(m_id));
        QVERIFY(now.documents[0].made != now.documents[1].made);
        QVERIFY(!textOf(must(investigator->documents().read(m_id, now.documents[0].id)))
                     .contains(QStringLiteral("某局立案")));
        QVERIFY(textOf(must(investigator->documents().read(m_id, now.documents[1].id)))
                    .contains(QStringLiteral("某局立案")));
        must(admin->documents().dropTemplate("filing_notice"));
        QVERIFY(!admin->documents().dropTemplate("filing_notice"));
        must(investigator->exchange());
        QCOMPARE(must(investigator->documents().templateText("filing_notice")),
                 std::string(model::templateText({}, "filing_notice")));
        QVERIFY(must(admin->verify(true, {}, {})).findings.empty());
    }

    /// A file that was damaged on this machine is not given out as the document.
    void aDamagedFileIsNamed() {
        begin();
        auto investigator = m_office->as("investigator-1");
        must(investigator->documents().make(
            m_id, {.document = "filing_notice", .typed = fieldsOf("filing_notice", {{"notice_no", "1号"}})}));
        const auto one = must(investigator->state(m_id)).documents.front();
        const auto path = m_office->folder() / "evidence" / one.address.hex();
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(200));
        file.write("x");
        file.close();
        QCOMPARE(investigator->documents().read(m_id, one.id).error().code, Code::damaged);
        QVERIFY(!must(investigator->verify(true, {}, {})).findings.empty());
        QVERIFY(file.remove());
        QVERIFY(!investigator->documents().read(m_id, one.id));
    }

private:
    /// Every required field of a template filled with something, but for those given.
    Form fieldsOf(const std::string& document, Form given) {
        const auto form = *model::templateOf({}, document);
        for (const auto& field : form.fields) {
            if (given.contains(field.id) || !field.required) continue;
            using model::FieldType;
            given[field.id] = field.type == FieldType::date     ? today()
                              : field.type == FieldType::money  ? "1000"
                              : field.type == FieldType::flag   ? "yes"
                              : field.type == FieldType::choice ? field.choices.front().value
                              : field.type == FieldType::person ? m_office->id("investigator-1").hex()
                                                                : "某项内容";
        }
        return given;
    }
    Form reportFields() { return fieldsOf("final_report", {}); }
};

QTEST_GUILESS_MAIN(TestDocuments)
#include "test_documents.moc"
