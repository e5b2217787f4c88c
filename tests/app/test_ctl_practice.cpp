// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/ctl_runner.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

/// The practice office, as the desk, the pictures and the benchmarks get it.
class TestCtlPractice : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ctl m_ctl;

    static QMap<QString, QString> stages(const QJsonObject& data) {
        QMap<QString, QString> found;
        for (const auto& one : data["cases"].toArray()) {
            found[one.toObject()["source"].toString()] = one.toObject()["stage"].toString();
        }
        return found;
    }

private slots:
    void carriesPublishedCasesOn() {
        m_ctl.office = m_folder.filePath("office");
        const auto made = m_ctl.json({"practice", "make", m_ctl.office});
        QVERIFY2(made.exit == 0, made.out.constData());
        const auto stage = stages(made.data());
        QCOMPARE(stage.size(), 28);
        QCOMPARE(stage["vn-dy-magnet-nopenalty-2025"], QString("no_penalty"));
        QCOMPARE(stage["wuxi-2026-1"], QString("decided"));
        QCOMPARE(stage["yinzhou-smco-express-2026"], QString("decided"));
        QCOMPARE(stage["beilun-2025-574"], QString("approved"));
        QCOMPARE(stage["shanghai-drone-kit-2024"], QString("no_filing"));
        QCOMPARE(stage["na2s-destination-2024"], QString("proposed"));
        QCOMPARE(stage["rongcheng-ge-lens-2026"], QString("investigation"));
        QCOMPARE(stage["meishan-2025-307"], QString("received"));

        const QByteArray readme = readBytes(m_ctl.office + "/README.txt");
        for (const auto& one : made.data()["persons"].toArray()) {
            const QString label = one.toObject()["label"].toString();
            QVERIFY(readme.contains(one.toObject()["passphrase"].toString().toUtf8()));
            const auto verified = m_ctl.as(label).json({"verify", "--evidence"});
            QVERIFY2(verified.exit == 0, verified.out.constData());
        }
        QCOMPARE(m_ctl.as("officer").json({"case", "list"}).data()["total"].toInteger(), 28);
        QCOMPARE(m_ctl.as("officer").json({"case", "list", "stage:received"}).data()["total"].toInteger(), 16);
    }

    void theDecisionSaysWhatWasPublished() {
        const auto found =
            m_ctl.as("supervisor").json({"case", "list", "stage:decided", "石墨"}).data()["cases"].toArray();
        QCOMPARE(found.size(), 1);
        const QString reference = found[0].toObject()["reference"].toString();
        const auto steps =
            m_ctl.as("supervisor").json({"case", "show", reference}).data()["case"].toObject()["steps"].toArray();
        QString penalty;
        for (const auto& one : steps) {
            if (one.toObject()["step"] == "propose") penalty = one.toObject()["form"].toObject()["penalty"].toString();
        }
        QVERIFY(penalty.contains("1300000.00") && penalty.contains("339500.00"));
        QCOMPARE(m_ctl.as("supervisor").json({"decision", "pdf", reference, m_folder.filePath("decision.pdf")}).exit,
                 0);
    }

    /// Every number that is printed is that of the list which its filter gives, and nothing hidden is printed.
    void theNumbersOfTheOffice() {
        const Ctl supervisor = m_ctl.as("supervisor");
        const auto overview = supervisor.json({"overview", "--period", "2020-01-01..2049-12-31"});
        QVERIFY2(overview.exit == 0, overview.out.constData());
        QCOMPARE(overview.data()["tables"].toArray().size(), 10);
        int numbers = 0;
        int hidden = 0;
        for (const auto& value : overview.data()["tables"].toArray()) {
            const QJsonObject table = value.toObject();
            QVERIFY(!table["title"].toObject()["zh"].toString().isEmpty());
            if (table["id"].toString() == "days") continue; // its first number is of days
            for (const auto& row : table["rows"].toArray()) {
                const auto cells = row.toObject()["cells"].toArray();
                for (const auto& one : cells) {
                    const QJsonObject cell = one.toObject();
                    hidden += cell["hidden"].toBool() ? 1 : 0;
                    if (cell["hidden"].toBool()) QVERIFY(cell["number"].isNull() && cell["filter"].isNull());
                    if (cell["filter"].isNull() || (++numbers % 7 != 0 && table["id"].toString() != "now")) continue;
                    const auto list =
                        supervisor.json({"case", "list", "--limit", "1", "--", cell["filter"].toString()});
                    QVERIFY2(list.exit == 0, list.out.constData());
                    QCOMPARE(list.data()["total"].toInteger(), cell["number"].toInteger());
                }
            }
        }
        QVERIFY(numbers > 20 && hidden > 0);
        const auto all = supervisor.json({"overview", "--smallest", "0"});
        QVERIFY(!all.out.contains("\"hidden\":true") && !all.out.contains("\"hidden\": true"));
        const auto some = supervisor.json({"overview", "mineral:graphite"});
        QCOMPARE(some.exit, 0);
        const auto csv = supervisor.words({"overview", "--csv"});
        QVERIFY(csv.out.startsWith("\xEF\xBB\xBFTable,Row,Column,Number,Filter\r\n"));
        for (const QStringList& bad : {QStringList{"overview", "--period", "sometime"},
                                       {"overview", "--smallest", "-1"},
                                       {"overview", "--csv", "--json"}})
            QCOMPARE(supervisor.words(bad).exit, 2);
    }

    void theLogOfTheOffice() {
        const auto all = m_ctl.as("auditor").json({"log"});
        QVERIFY2(all.exit == 0, all.out.constData());
        const auto entries = all.data()["log"].toArray();
        QCOMPARE(entries.size(), all.data()["total"].toInteger());
        QVERIFY(entries.size() > 100);
        QCOMPARE(entries.last().toObject()["kind"].toString(), QString("office.founded"));
        qint64 before = std::numeric_limits<qint64>::max();
        for (const auto& one : entries) {
            const QJsonObject entry = one.toObject();
            QCOMPARE(entry["signature"].toString(), QString("valid"));
            QVERIFY(entry["commit"].toInteger() <= before);
            before = entry["commit"].toInteger();
        }
        const auto total = [&](const QStringList& options) {
            const auto some = m_ctl.as("auditor").json(QStringList{"log"} + options);
            return some.exit == 0 ? some.data()["total"].toInteger() : -1;
        };
        QCOMPARE(total({"--kind", "report.received"}), 28);
        QCOMPARE(total({"--kind", "report.received", "--by", "officer"}), 28);
        QCOMPARE(total({"--kind", "report.received", "--by", "supervisor"}), 0);
        QCOMPARE(total({"--to", "2020-01-01"}), 0);
        QVERIFY(total({"--register"}) > 5);
        const QString reference = entries.first().toObject()["reference"].toString();
        QVERIFY(total({"--case", reference}) > 0);
        QCOMPARE(m_ctl.as("auditor").json({"log", "--limit", "3"}).data()["log"].toArray().size(), 3);
        QVERIFY(m_ctl.as("auditor").words({"log", "--limit", "1"}).out.contains("signed"));
        for (const QStringList& bad : {QStringList{"log", "--from", "yesterday"},
                                       {"log", "--kind", "nonsense"},
                                       {"log", "--register", "--case", reference},
                                       {"log", "--limit", "x"}})
            QCOMPARE(m_ctl.as("auditor").words(bad).exit, 2);
    }

    void refusesAFolderWithSomethingInIt() {
        const auto before = digests(m_ctl.office);
        QCOMPARE(m_ctl.words({"practice", "make", m_ctl.office}).exit, 2);
        QCOMPARE(digests(m_ctl.office), before);
    }

    void sameSeedSameOffice() {
        QJsonObject made[2];
        QJsonArray log[2];
        for (int i = 0; i < 2; ++i) {
            Ctl ctl;
            ctl.office = m_folder.filePath("seeded-" + QString::number(i));
            const auto result = ctl.json({"practice", "make", ctl.office, "--seed", "42", "--cases", "300"});
            QVERIFY2(result.exit == 0, result.out.constData());
            made[i] = result.data();
            made[i].remove("folder");
            log[i] = ctl.as("officer")
                         .json({"case", "log", made[i]["cases"].toArray()[0].toObject()["reference"].toString()})
                         .data()["log"]
                         .toArray();
            QCOMPARE(ctl.as("officer").json({"case", "list", "--limit", "5"}).data()["total"].toInteger(), 328);
        }
        QCOMPARE(made[0], made[1]);
        QCOMPARE(log[0], log[1]); // down to ids of events and digests of links
    }

    void leavesNothingWhenStopped() {
        Ctl ctl;
        ctl.signalAfter = 3000;
        const QString folder = m_folder.filePath("stopped");
        const auto result = ctl.words({"practice", "make", folder, "--cases", "5000000"});
        QCOMPARE(result.exit, 130);
        QVERIFY(!QDir(folder).exists());
        // Nor beside it: the office is built under a hidden name.
        for (const auto& name : QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
            QVERIFY2(!name.startsWith('.'), qPrintable(name));
    }

    void takesTheOtherSuite() {
        Ctl ctl;
        ctl.office = m_folder.filePath("gm");
        const auto made = ctl.json({"practice", "make", ctl.office, "--suite", "gm-1"});
        QVERIFY2(made.exit == 0, made.out.constData());
        QCOMPARE(ctl.json({"office", "info"}).data()["suite"].toString(), QString("gm-1"));
        QCOMPARE(ctl.as("auditor").json({"verify"}).exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestCtlPractice)
#include "test_ctl_practice.moc"
