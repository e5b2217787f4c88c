// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/ctl_runner.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

/// What the real program does without an office.
class TestCtlTools : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Ctl m_ctl;

private slots:
    void helpAndVersion() {
        for (const QStringList& line :
             {QStringList{"--help"}, QStringList{"-h"}, QStringList{"help"}, QStringList{"case", "do", "--help"}}) {
            const auto help = m_ctl.words(line);
            QCOMPARE(help.exit, 0);
            QVERIFY(help.out.contains("touchstonectl") && help.err.isEmpty());
        }
        Ctl chinese = m_ctl;
        chinese.language = "zh";
        QVERIFY(chinese.words({"--help"}).out.contains("案件"));
        const auto version = m_ctl.words({"--version"});
        QCOMPARE(version.exit, 0);
        QVERIFY(version.out.contains("Botan 3.") && version.out.contains("SQLCipher 4.") &&
                version.out.contains("holds"));
    }

    void mistakesGoToStderrWithExitTwo() {
        const auto wrong = m_ctl.words({"case", "shwo"});
        QCOMPARE(wrong.exit, 2);
        QVERIFY(wrong.out.isEmpty());
        QVERIFY(wrong.err.contains("Did you mean case show?"));
        const auto asJson = m_ctl.json({"case", "shwo"});
        QCOMPARE(asJson.exit, 2);
        QCOMPARE(asJson.errorCode(), QString("usage"));
        QVERIFY(asJson.error()["cure"].toObject()["zh"].toString().contains("case show"));
    }

    void thePassphraseIsNeverAnArgument() {
        const auto wrong = m_ctl.words({"--passphrase", "correct horse", "verify"});
        QCOMPARE(wrong.exit, 2);
        QVERIFY(wrong.err.contains("--passphrase-fd"));
        QVERIFY(!wrong.err.contains("correct horse"));
    }

    void withoutATerminalNothingIsAsked() {
        const auto noOffice = m_ctl.words({"verify"});
        QCOMPARE(noOffice.exit, 2);
        QVERIFY(noOffice.err.contains("--office"));
        Ctl missing = m_ctl;
        missing.office = m_folder.filePath("not-there");
        QVERIFY(missing.words({"verify"}).exit != 0);
    }

    void selfTestHolds() {
        const auto result = m_ctl.json({"self-test"});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.data()["checks"].toArray().size(), 3);
    }

    void computesPenalties() {
        const auto below =
            m_ctl.json({"penalty", "compute", "--violation", "ecl34", "--turnover", "499,999.99"}).data();
        QCOMPARE(below["range"].toObject()["fineMin"].toString(), QString("500000.00"));
        QCOMPARE(below["range"].toObject()["fineMax"].toString(), QString("5000000.00"));
        // Published: two figures that cross the threshold only when added.
        const auto above = m_ctl.json({"penalty", "compute", "--violation", "ecl34", "--turnover", "510650.53"}).data();
        QCOMPARE(above["range"].toObject()["fineMin"].toString(), QString("2553252.65"));
        QCOMPARE(above["range"].toObject()["fineMax"].toString(), QString("5106505.30"));
        const auto words = m_ctl.words({"penalty", "compute", "--violation", "ecl34", "--turnover", "50万"});
        QCOMPARE(words.exit, 0);
        QVERIFY(words.out.contains("2,500,000.00"));
    }

    void judgesProposals() {
        const QString file = m_folder.filePath("penalty.json");
        const QStringList facts{"penalty", "compute", "--violation", "ecl34", "--gains", "339500"};
        const auto fits = m_ctl.json(
            facts + QStringList{"--propose", "normal", "--fine", "1300000", "--confiscation", "339500", "--out", file});
        QCOMPARE(fits.exit, 0);
        QCOMPARE(QString::fromUtf8(readBytes(file)), fits.data()["penalty"].toString());
        const auto low = m_ctl.json(facts + QStringList{"--propose", "normal", "--fine", "50000"});
        QCOMPARE(low.exit, 7);
        QCOMPARE(low.errorCode(), QString("refused"));
        QVERIFY(!low.error()["cite"].toString().isEmpty());
        QVERIFY(!low.error()["cure"].toObject()["en"].toString().isEmpty());
        QVERIFY(low.data().contains("range"));
        const auto again = m_ctl.json(
            facts + QStringList{"--propose", "normal", "--fine", "1300000", "--confiscation", "339500", "--out", file});
        QCOMPARE(again.exit, 1); // nothing is overwritten
    }

    void penaltiesOfOtherPacks() {
        const auto packs = m_ctl.json({"penalty", "packs"}).data()["packs"].toArray();
        QCOMPARE(packs.size(), 7);
        QVERIFY(m_ctl.words({"penalty", "packs"}).out.contains("not verified: "));
        const auto customs =
            m_ctl.json({"penalty", "compute", "--violation", "cus15i3", "--goods-value", "2038285.45"}).data();
        QCOMPARE(customs["range"].toObject()["fineMin"].toString(), QString("101914.28"));
        QVERIFY(!customs["tree"].toArray().isEmpty());
        const auto added = m_ctl.json({"penalty", "compute", "--violation", "ecl34", "--declaration", "254136.51=first",
                                       "--declaration", "256514.02", "--declaration", "-900000=rest"});
        QCOMPARE(added.data()["range"].toObject()["fineMin"].toString(), QString("2553252.65"));
        const auto dollars =
            m_ctl.json({"penalty", "compute", "--violation", "bis-eg", "--transaction", "USD 187237.01"});
        QCOMPARE(dollars.data()["range"].toObject()["fineMax"].toString(), QString("USD 374474.02"));
        const auto late = m_ctl.json({"penalty", "compute", "--violation", "ecl34", "--act-end", "2022-01-01",
                                      "--discovered", "2024-01-02", "--propose", "normal", "--fine", "500000"});
        QCOMPARE(late.error()["cite"].toString(), QString("APL 36"));
        const auto tree = m_ctl.words({"penalty", "compute", "--violation", "ecl34", "--tree"});
        QVERIFY(tree.out.contains("Not applied because: "));
    }

    void comparesPublishedDecisions() {
        const QString file = QString(RESOURCES_DIR) + "/practice/decisions.csv";
        const auto found = m_ctl.json({"penalty", "compare", file}).data();
        QCOMPARE(found["findings"].toArray().size(), 28);
        QVERIFY(found["problems"].toArray().isEmpty());
        QVERIFY(m_ctl.words({"penalty", "compare", file}).out.contains("3  nothing published explains it\n"));
        const QString broken = m_folder.filePath("broken.csv");
        QFile out(broken);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(
            "id,goods_zh,value_cny,fine_cny,violation_kind,law_articles\na,x,many,1,,\nb,y,1,600000,no licence,ECL34\n");
        out.close();
        const auto mixed = m_ctl.json({"penalty", "compare", broken}).data();
        QCOMPARE(mixed["problems"].toArray().size(), 1);
        QCOMPARE(mixed["problems"].toArray()[0].toObject()["line"].toInt(), 2);
        QCOMPARE(mixed["findings"].toArray()[0].toObject()["finding"].toString(), QString("inRange"));
        QVERIFY(m_ctl.json({"penalty", "compare", m_folder.filePath("none.csv")}).exit != 0);
    }

    void refusesWrongPenaltyInput_data() {
        QTest::addColumn<QStringList>("line");
        QTest::newRow("no violation") << QStringList{};
        QTest::newRow("unknown violation") << QStringList{"--violation", "ecl99"};
        QTest::newRow("no amount") << QStringList{"--violation", "ecl34", "--turnover", "many"};
        QTest::newRow("no day") << QStringList{"--violation", "ecl34", "--act-end", "2025-02-30"};
        QTest::newRow("ground without a reason") << QStringList{"--violation", "ecl34", "--ground", "apl32-1"};
        QTest::newRow("nothing to write") << QStringList{"--violation", "ecl34", "--out", "x"};
    }
    void refusesWrongPenaltyInput() {
        QFETCH(QStringList, line);
        const auto result = m_ctl.json(QStringList{"penalty", "compute"} + line);
        QVERIFY(result.exit == 1 || result.exit == 2);
    }

    void checksTheShippedWorkflow() {
        const auto shipped = m_ctl.json({"workflow", "check"});
        QCOMPARE(shipped.exit, 0);
        QVERIFY(shipped.data()["definition"].toObject()["steps"].toInt() > 10);
        QCOMPARE(m_ctl.json({"workflow", "check", QString(RESOURCES_DIR) + "/workflow/penalty-1.json"}).exit, 0);
        QVERIFY(m_ctl.words({"workflow", "diagram", "--dot"}).out.startsWith("digraph"));
        QVERIFY(m_ctl.words({"workflow", "diagram"}).out.contains("received"));
    }

    void theFirstChangeOfTheGuideIsSound() {
        const QByteArray guide = readBytes(QString(RESOURCES_DIR) + "/../docs/first-change.md");
        const auto start = guide.indexOf("```json\n") + 8;
        const QJsonObject step =
            QJsonDocument::fromJson(guide.mid(start, guide.indexOf("```", start) - start)).object();
        QVERIFY(!step.isEmpty());
        QJsonObject definition =
            QJsonDocument::fromJson(readBytes(QString(RESOURCES_DIR) + "/workflow/penalty-1.json")).object();
        QJsonArray steps = definition["steps"].toArray();
        steps.append(step);
        definition["steps"] = steps;
        const QString file = m_folder.filePath("first-change.json");
        writeBytes(file, QJsonDocument(definition).toJson());
        const auto result = m_ctl.json({"workflow", "check", file});
        QVERIFY2(result.exit == 0, result.out.constData());
    }

    void namesWhatIsWrongInAWorkflow_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("unknown role") << QByteArray(R"("role": "supervisor")") << QByteArray(R"("role": "nobody")");
        QTest::newRow("unknown stage") << QByteArray(R"("to": "closed")") << QByteArray(R"("to": "nowhere")");
        QTest::newRow("dead end") << QByteArray(R"("final": true)") << QByteArray(R"("final": false)");
    }
    void namesWhatIsWrongInAWorkflow() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QByteArray text = readBytes(QString(RESOURCES_DIR) + "/workflow/penalty-1.json");
        QVERIFY(text.contains(from));
        const QString file = m_folder.filePath("broken.json");
        writeBytes(file, text.replace(from, to));
        const auto result = m_ctl.json({"workflow", "check", file});
        QCOMPARE(result.exit, 1);
        QCOMPARE(result.errorCode(), QString("malformed"));
        const auto problems = result.data()["problems"].toArray();
        QVERIFY(!problems.isEmpty());
        QVERIFY(!problems[0].toObject()["path"].toString().isEmpty());
        QCOMPARE(m_ctl.words({"workflow", "diagram", file}).exit, 1);
    }

    void survivesNestedJson() {
        const QString file = m_folder.filePath("deep.json");
        writeBytes(file, QByteArray(500'000, '[') + QByteArray(500'000, ']'));
        QCOMPARE(m_ctl.json({"workflow", "check", file}).exit, 1);
        writeBytes(file, QByteArray(1'000'000, '['));
        QCOMPARE(m_ctl.json({"workflow", "check", file}).exit, 1);
        QCOMPARE(m_ctl.json({"penalty", "compute", "--facts", file}).exit, 1);
        writeBytes(file, QByteArray(2'000'000, ' '));
        QCOMPARE(m_ctl.json({"workflow", "check", file}).errorCode(), QString("too-large"));
    }

    void aFullDiskIsSaid() {
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(QString(PROGRAM_DIR) + "/touchstonectl", {"--lang", "en", "manual"});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("could not be written"));
    }

    void theLanguageFollowsTheEnvironment() {
        for (const auto& [value, chinese] :
             {std::pair{"zh_CN.UTF-8", true}, std::pair{"en_US.UTF-8", false}, std::pair{"C", false}}) {
            QProcess process;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.remove("LC_MESSAGES");
            environment.insert("LC_ALL", value);
            process.setProcessEnvironment(environment);
            process.start(QString(PROGRAM_DIR) + "/touchstonectl", {"--help"});
            QVERIFY(process.waitForFinished());
            QCOMPARE(process.readAllStandardOutput().contains("命令"), chinese);
        }
    }

    void theManualAndScriptsArePrinted() {
        QCOMPARE(m_ctl.words({"manual"}).exit, 0);
        QCOMPARE(m_ctl.json({"completion", "bash"}).exit, 0);
        QCOMPARE(m_ctl.words({"completion", "tcsh"}).exit, 2);
        QCOMPARE(m_ctl.json({"report", "fields"}).exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestCtlTools)
#include "test_ctl_tools.moc"
