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
