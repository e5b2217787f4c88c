// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/office.h"

#include "model/filter/parse.h"
#include "model/workflow/penalty_check.h"

#include <QFile>

using model::Code;
using model::Form;

/// One case from the report to its end, by several people at one office, through the face that the programs use.
class TestWholeWay : public QObject {
    Q_OBJECT

    static model::CaseId firstCase(model::Workspace& workspace) {
        auto list = must(workspace.list());
        const auto rows = must(list.rows({}));
        return must(list.page(std::span(rows).first(1))).front().id;
    }

private slots:
    void fromReportToNoPenalty() {
        TestOffice office;
        model::CaseId id;
        {
            auto officer = office.as("officer");
            const auto outcome = must(officer->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {}));
            QCOMPARE(outcome.taken, 28u);
            QCOMPARE(outcome.refused, 0u);
            QCOMPARE(outcome.receipt.sealed, 28u);
            const auto again = must(officer->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {}));
            QCOMPARE(again.taken, 0u);
            QCOMPARE(again.duplicates, 28u);

            auto list = must(officer->list());
            QCOMPARE(must(list.rows({})).size(), 28u);
            QVERIFY(!must(list.rows(model::parseFilter("锑").value().filter, 50)).empty());
            QCOMPARE(must(list.rows(model::parseFilter("sort:due").value().filter)).size(),
                     28u); // those without a deadline are not hidden, they come last
            id = firstCase(*officer);
            must(officer->setFacts(id, {{"party", "A trading company"}, {"party_address", "1 Harbour Road"}}));
            must(officer->takeStep(id, "accept", {}));
            must(officer->takeStep(id, "verify", {{"findings", "The goods left without a licence."}}));
            must(officer->takeStep(id, "propose_filing",
                                   {{"filing_reason", "A violation is likely."}, {"jurisdiction", "Ours."}}));
            const auto refused = officer->takeStep(id, "approve_filing", {});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, Code::refused);
        }
        {
            auto supervisor = office.as("supervisor");
            must(supervisor->takeStep(id, "approve_filing", {}));
            must(supervisor->assign(id, office.id("investigator-1"), "investigator"));
            must(supervisor->assign(id, office.id("investigator-2"), "investigator"));
        }
        {
            auto investigator = office.as("investigator-1");
            QCOMPARE(must(must(investigator->list()).rows({})).size(), 1u);
            must(investigator->takeStep(id, "begin_investigation", {}));
            const auto file = office.scratch() / "contract.txt";
            QFile out(QString::fromStdString(file.string()));
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write("contract 合同");
            out.close();
            const auto taken = must(investigator->addEvidence(id, {file, file}, "documentary", "USB", {}, {}));
            QCOMPARE(taken.size(), 2u);
            QVERIFY(taken[0].item && !taken[0].duplicate);
            QVERIFY(taken[1].duplicate);
            const auto target = office.scratch() / "copy.txt";
            must(investigator->exportEvidence(id, *taken[0].item, target, {}, {}));
            QFile copy(QString::fromStdString(target.string()));
            QVERIFY(copy.open(QIODevice::ReadOnly));
            QCOMPARE(copy.readAll(), QByteArray("contract 合同"));
            must(investigator->takeStep(
                id, "propose_no_penalty",
                {{"facts_found", "Slight and corrected."}, {"ground", "minor"}, {"reasons", "No harm."}}));
        }
        {
            auto supervisor = office.as("supervisor");
            must(supervisor->takeStep(id, "decide_no_penalty", {{"education", "Told to apply for licences."}}));
            const auto view = must(supervisor->view(id));
            QCOMPARE(view.state.stage, std::string("no_penalty"));
            for (const auto& entry : view.log) QVERIFY2(entry.signatureValid, entry.summary.en.c_str());
            const auto report = must(supervisor->verify(true, {}, {}));
            for (const auto& finding : report.findings)
                qWarning("%s: %s", finding.place.c_str(), finding.what.en.c_str());
            QVERIFY(report.findings.empty());
            QVERIFY(report.events > 30);
        }
        {
            auto auditor = office.as("auditor");
            const auto view = must(auditor->view(id));
            QVERIFY(!view.log.empty());
            QVERIFY(view.state.fact("title").empty()); // the log, not the contents
            QVERIFY(must(auditor->verify(false, {}, {})).findings.empty());
        }
        {
            auto other = office.as("investigator-2");
            QCOMPARE(must(other->view(id)).state.fact("party"), std::string("A trading company"));
        }
    }

    void fromReportToSignedDecision() {
        TestOffice office;
        model::CaseId id;
        {
            auto officer = office.as("officer");
            model::intake::Report report;
            report.externalId = "t-1";
            report.goodsZh = "锑锭";
            report.narrativeZh = "未经许可出口锑锭。";
            id = must(officer->receiveReport(report));
            must(officer->setFacts(id, {{"party", "某贸易公司"}, {"party_address", "南宁市"}, {"violation", "ecl34"}}));
            must(officer->takeStep(id, "accept", {}));
            must(officer->takeStep(id, "verify", {{"findings", "属实"}}));
            must(officer->takeStep(id, "propose_filing", {{"filing_reason", "涉嫌违法"}, {"jurisdiction", "本机关"}}));
        }
        {
            auto supervisor = office.as("supervisor");
            must(supervisor->takeStep(id, "approve_filing", {}));
            must(supervisor->assign(id, office.id("investigator-1"), "investigator"));
            must(supervisor->assign(id, office.id("investigator-2"), "investigator"));
        }
        model::PenaltyValue value;
        value.facts.violations = {model::law::ArticleId("ecl34")};
        value.facts.illegalTurnover = must(model::law::parseMoney("510650.53"));
        value.proposal.fine = must(model::law::parseMoney("3000000"));
        {
            auto investigator = office.as("investigator-1");
            must(investigator->takeStep(id, "begin_investigation", {}));
            QFile out(QString::fromStdString((office.scratch() / "报关单.txt").string()));
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write("锑锭 24500 kg");
            out.close();
            QVERIFY(must(investigator->addEvidence(id, {office.scratch() / "报关单.txt"}, "documentary", "", {}, {}))[0]
                        .item);
            auto low = value;
            low.proposal.fine = must(model::law::parseMoney("2553252.64"));
            Form form{{"facts_found", "查明"}, {"reasons", "证据确凿"}, {"penalty", model::renderPenaltyValue(low)}};
            const auto refused = investigator->takeStep(id, "propose", form);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, Code::refused);
            QVERIFY(!refused.error().cite.empty());
            form["penalty"] = model::renderPenaltyValue(value);
            must(investigator->takeStep(id, "propose", form));
            QVERIFY(!investigator->decisionPdf(id));
        }
        {
            auto supervisor = office.as("supervisor");
            must(supervisor->takeStep(id, "approve", {{"opinion", "同意"}}));
            QCOMPARE(must(supervisor->state(id)).lastStep("approve")->form.at("penalty"),
                     model::renderPenaltyValue(value));
            must(supervisor->takeStep(id, "issue_decision",
                                      {{"decision_no", "商罚〔2026〕1号"},
                                       {"decision_date", "2026-03-04"},
                                       {"payment_bank", "银行"},
                                       {"payment_account", "0001"},
                                       {"review_body", "商务部"},
                                       {"litigation_court", "北京市第二中级人民法院"}}));
            const auto pdf = must(supervisor->decisionPdf(id));
            QVERIFY(pdf.size() > 10'000);
            QCOMPARE(must(supervisor->decisionPdf(id)), pdf);
            QVERIFY(must(supervisor->verify(true, {}, {})).findings.empty());
        }
    }

    void whoIsLetInLateGetsItAllInOrder() {
        TestOffice office;
        auto officer = office.as("officer");
        auto investigator = office.as("investigator-1");
        model::intake::Report report;
        report.externalId = "t-3";
        report.narrativeZh = "线索";
        const auto id = must(officer->receiveReport(report));
        must(investigator->exchange()); // the cursor passes the report, which is not for them
        must(officer->takeStep(id, "accept", {}));
        for (int i = 0; i < 40; ++i)
            must(officer->addNote(id, "note " + std::to_string(i))); // more than one page of commits
        must(officer->assign(id, office.id("investigator-1"), "investigator"));
        must(officer->addNote(id, "last"));
        must(investigator->exchange());
        QCOMPARE(must(investigator->state(id)).notes.size(), 41u);
        QVERIFY(must(investigator->verify(false, {}, {})).findings.empty());
    }

    void whoLeavesACaseReadsNothingNew() {
        TestOffice office;
        auto officer = office.as("officer");
        model::intake::Report report;
        report.externalId = "t-2";
        report.narrativeZh = "线索";
        const auto id = must(officer->receiveReport(report));
        must(officer->takeStep(id, "accept", {}));
        must(officer->assign(id, office.id("investigator-1"), "investigator"));
        must(officer->addNote(id, "before"));
        auto leaver = office.as("investigator-1");
        QCOMPARE(must(leaver->state(id)).notes.size(), 1u);
        must(officer->release(id, office.id("investigator-1"), "investigator"));
        must(officer->addNote(id, "after"));
        must(leaver->exchange());
        QCOMPARE(must(leaver->state(id)).notes.size(), 1u);
        const auto state = must(officer->state(id));
        QCOMPARE(state.notes.back().text, std::string("after"));
        QCOMPARE(state.epoch, 2u);
        must(officer->assign(id, office.id("investigator-1"), "investigator"));
        must(leaver->exchange());
        QCOMPARE(must(leaver->state(id)).notes.back().text, std::string("after"));
        QVERIFY(must(leaver->verify(false, {}, {})).findings.empty());
    }

    void wrongPassphraseChangesNothing() {
        TestOffice office;
        const auto refused =
            model::Workspace::unlock(office.folder(), office.id("officer"), crypto::asBytes("wrong"), office.with());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::locked);
        office.as("officer");
    }
};

QTEST_GUILESS_MAIN(TestWholeWay)
#include "test_whole_way.moc"
