// SPDX-License-Identifier: GPL-3.0-or-later
// One command over several cases on the command line: named or by a filter, what each gave, and what stands in the way.
#include "tests/app/ctl_runner.h"
#include "tests/support/office.h"

#include <QJsonArray>
#include <QTest>

class TestCtlBulk : public QObject {
    Q_OBJECT

    TestOffice m_office;
    Ctl m_ctl;
    QStringList m_references;

    CtlResult bulk(const QStringList& arguments) { return m_ctl.json(QStringList{"bulk"} + arguments); }
    int inStage(const QString& stage) { return m_ctl.json({"case", "list", "stage:" + stage}).data()["total"].toInt(); }

private slots:
    void initTestCase() {
        auto officer = m_office.as("officer");
        for (int i = 0; i < 60; ++i) {
            model::intake::Report report;
            report.title = model::same("Report " + std::to_string(i));
            report.narrativeEn = "Goods without a licence, " + std::to_string(i) + ".";
            report.mineral = i < 20 ? "antimony" : "gallium";
            const auto id = must(officer->receiveReport(report));
            m_references << QString::fromStdString(must(officer->state(id)).reference);
        }
        m_ctl.office = QString::fromStdString(m_office.folder().string());
        m_ctl.person = "officer";
        m_ctl.passphrase = "officer";
    }

    void whatIsMeantIsListedFirst() {
        const auto run = bulk({"do", "accept", "--filter", "mineral:antimony", "--dry-run"});
        QVERIFY2(run.exit == 0, (run.out + run.err).constData());
        QCOMPARE(run.data()["total"].toInt(), 20);
        QCOMPARE(run.data()["cases"].toArray().size(), 20);
        QVERIFY(m_references.contains(run.data()["cases"].toArray()[0].toObject()["reference"].toString()));
        QCOMPARE(inStage("received"), 60); // nothing was done
        const auto words = m_ctl.words({"bulk", "do", "accept", "--filter", "矿产：锑", "--dry-run"});
        QCOMPARE(words.exit, 0);
        QCOMPARE(words.out.count('\n'), 20);
    }

    void severalByTheirNumbers() {
        const auto run = bulk({"do", "accept", m_references[0], m_references[1], m_references[1]});
        QVERIFY2(run.exit == 0, (run.out + run.err).constData());
        QCOMPARE(run.data()["done"].toInt(), 2); // named twice, done once
        const auto item = run.data()["items"].toArray()[0].toObject();
        QCOMPARE(item["reference"].toString(), m_references[0]);
        QVERIFY(item["done"].toBool() && item["error"].isNull());
        QCOMPARE(item["receipt"].toObject()["events"].toArray().size(), 1);
        QCOMPARE(item["receipt"].toObject()["sealed"].toInt(), 1);
        QCOMPARE(inStage("verification"), 2);
    }

    void whatSomeRefuseIsSaidOfEach() {
        const auto run = bulk({"do", "accept", "--filter", "mineral:antimony"});
        QCOMPARE(run.exit, 5);
        QCOMPARE(run.errorCode(), QString("partial"));
        QCOMPARE(run.data()["done"].toInt(), 18);
        QCOMPARE(run.data()["refused"].toInt(), 2);
        int refused = 0;
        for (const auto& one : run.data()["items"].toArray()) {
            const auto item = one.toObject();
            if (item["done"].toBool()) continue;
            ++refused;
            QVERIFY(item["receipt"].isNull());
            QCOMPARE(item["error"].toObject()["code"].toString(), QString("refused"));
            QVERIFY(!item["error"].toObject()["what"].toObject()["zh"].toString().isEmpty());
        }
        QCOMPARE(refused, 2);
        // All refused: the reason itself, and its code.
        const auto none = bulk({"do", "accept", m_references[0], m_references[1]});
        QCOMPARE(none.exit, 7);
        // In words, the cases that were not done with their reasons, and the sum.
        const auto words = m_ctl.words({"bulk", "do", "accept", m_references[0], m_references[30]});
        QCOMPARE(words.exit, 5);
        QVERIFY(words.out.contains(m_references[0].toUtf8()) && !words.out.contains(m_references[30].toUtf8()));
        QVERIFY(words.out.contains("1 done, 1 refused, 0 left"));
    }

    void manyNeedTheirNumber() {
        const auto run = bulk({"note", "For all", "--filter", "is:open"});
        QCOMPARE(run.exit, 7);
        QVERIFY(run.error()["what"].toObject()["en"].toString().contains("60 cases are meant"));
        QCOMPARE(bulk({"note", "For all", "--filter", "is:open", "--count", "59"}).exit, 7);
        QCOMPARE(bulk({"note", "For all", "--filter", "is:open", "--count", "6o"}).exit, 2);
        QVERIFY(m_ctl.json({"case", "show", m_references[5]}).data()["case"].toObject()["notes"].toArray().isEmpty());
        const auto done = bulk({"note", "For all", "--filter", "is:open", "--count", "60"});
        QVERIFY2(done.exit == 0, done.out.constData());
        QCOMPARE(done.data()["done"].toInt(), 60);
        QCOMPARE(m_ctl.json({"case", "show", m_references[5]}).data()["case"].toObject()["notes"].toArray().size(), 1);
    }

    void assignsAndReleases() {
        const auto assigned = bulk({"assign", "investigator-1", "investigator", "--filter", "stage:verification"});
        QVERIFY2(assigned.exit == 0, (assigned.out + assigned.err).constData());
        QCOMPARE(assigned.data()["done"].toInt(), 21);
        const auto listed = m_ctl.json({"case", "list", "assigned:investigator-1"});
        QVERIFY2(listed.exit == 0, listed.out.constData());
        QCOMPARE(listed.data()["total"].toInt(), 21);
        const auto released = bulk({"release", "investigator-1", "investigator", m_references[0], m_references[1]});
        QCOMPARE(released.exit, 0);
        QCOMPARE(m_ctl.json({"case", "list", "assigned:investigator-1"}).data()["total"].toInt(), 19);
    }

    void whatDecidesOneCaseIsNotDoneToSeveral() {
        for (const char* step : {"reject", "approve_filing", "propose", "issue_decision"}) {
            const auto run = bulk({"do", step, "--set", "reason=none", m_references[40], m_references[41]});
            QCOMPARE(run.exit, 7);
            QCOMPARE(run.error()["where"].toString(), QString(step));
            QVERIFY(!run.error()["cure"].toObject()["zh"].toString().isEmpty());
        }
        QCOMPARE(inStage("not_accepted"), 0);
    }

    void whatIsWrongIsSaidBeforeAnythingIsDone() {
        QCOMPARE(bulk({"note", "x"}).exit, 2);                                               // of no case
        QCOMPARE(bulk({"note", "x", m_references[0], "--filter", "is:open"}).exit, 2);       // of two kinds
        QCOMPARE(bulk({"note", "x", "--filter", "due<"}).exit, 2);                           // no filter
        QVERIFY(bulk({"note", "x", m_references[0], "2026-0000-0000"}).exit != 0);           // one is none
        QVERIFY(bulk({"assign", "nobody-here", "investigator", m_references[0]}).exit != 0); // no person
        QCOMPARE(m_ctl.json({"case", "show", m_references[0]}).data()["case"].toObject()["notes"].toArray().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCtlBulk)
#include "test_ctl_bulk.moc"
