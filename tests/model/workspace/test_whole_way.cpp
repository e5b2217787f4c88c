// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/office.h"

#include <QFile>

using model::Code;

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
            model::CaseFilter filter;
            filter.words = "锑";
            QVERIFY(!must(list.rows(filter, 50)).empty());
            id = firstCase(*officer);
            must(officer->setFacts(id, {{"party", "A trading company"}, {"party_address", "1 Harbour Road"}}));
            must(officer->takeStep(id, "accept", {}));
            must(officer->takeStep(id, "verify", {{"findings", "The goods left without a licence."}}));
            must(officer->takeStep(id, "propose_filing", {{"filing_reason", "A violation is likely."}, {"jurisdiction", "Ours."}}));
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
            must(investigator->takeStep(id, "propose_no_penalty", {{"facts_found", "Slight and corrected."}, {"ground", "minor"}, {"reasons", "No harm."}}));
        }
        {
            auto supervisor = office.as("supervisor");
            must(supervisor->takeStep(id, "decide_no_penalty", {{"education", "Told to apply for licences."}}));
            const auto view = must(supervisor->view(id));
            QCOMPARE(view.state.stage, std::string("no_penalty"));
            for (const auto& entry : view.log) QVERIFY2(entry.signatureValid, entry.summary.en.c_str());
            const auto report = must(supervisor->verify(true, {}, {}));
            for (const auto& finding : report.findings) qWarning("%s: %s", finding.place.c_str(), finding.what.en.c_str());
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

    void wrongPassphraseChangesNothing() {
        TestOffice office;
        const auto refused = model::Workspace::unlock(office.folder(), office.id("officer"), crypto::asBytes("wrong"), office.with());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::locked);
        office.as("officer");
    }
};

QTEST_GUILESS_MAIN(TestWholeWay)
#include "test_whole_way.moc"
