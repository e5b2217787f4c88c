// SPDX-License-Identifier: GPL-3.0-or-later
// The pages as a reader of PDF/A sees them. What the rules are is in pdfa.py.
#include "model/document/archival.h"
#include "model/document/pages.h"
#include "tests/model/document/sample_decision.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace model;
using namespace model::document;

class TestArchival : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString save(const QByteArray& bytes) {
        // TOUCHSTONE_KEEP names a folder for a person who wants to look at the pages.
        QFile file(qEnvironmentVariable("TOUCHSTONE_KEEP", m_folder.path()) + "/document.pdf");
        if (!file.open(QIODevice::WriteOnly)) return {};
        file.write(bytes);
        return file.fileName();
    }
    static QByteArray bytes(const crypto::Bytes& from) {
        return {reinterpret_cast<const char*>(from.data()), static_cast<qsizetype>(from.size())};
    }
    static QByteArray run(const QString& program, const QStringList& arguments) {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished(120'000) || process.exitCode() != 0)
            return program.toUtf8() + ": " + process.readAllStandardError();
        return process.readAllStandardOutput();
    }
    QByteArray broken(const QByteArray& pdf) { return run("python3", {SCRIPTS_DIR "/pdfa.py", save(pdf)}); }
    static Typescript script(const std::string& text) {
        Typescript out{.title = "标题 <&> \"1\"", .author = "机关", .subject = "2026-1", .footer = "页脚"};
        out.date = Date{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{4}};
        out.paragraphs = {{.text = "一、标题", .style = {.bold = true}, .outline = 1}, {.text = text}};
        return out;
    }

private slots:
    void aDecisionKeepsToTheRules() {
        const auto pdf = renderDecision(sample::decision(), DocumentLanguage::both);
        QVERIFY(pdf);
        QCOMPARE(broken(bytes(*pdf)), QByteArray());
    }

    void whatBreaksARuleIsSeen_data() {
        QTest::addColumn<QByteArray>("good");
        QTest::addColumn<QByteArray>("bad");
        QTest::addColumn<QByteArray>("rule");
        const auto row = [](const char* good, const char* bad, const char* rule) {
            QTest::newRow(rule) << QByteArray(good) << QByteArray(bad) << QByteArray(rule);
        };
        row("<pdfaid:conformance>U", "<pdfaid:conformance>B", "6.6.4");
        row("&lt;&amp;&gt;", "&lt;&amp;&lt;", "6.6.3 /Title");
        row("<xmp:CreateDate>2026", "<xmp:CreateDate>2025", "6.6.3 /CreationDate");
        row("/GTS_PDFA1", "/GTS_PDFX1", "6.2.3");
        row("/FontFile3", "/FontFileX", "6.2.11.4");
        row("/ToUnicode", "/ToUnicodX", "6.2.11.7.2");
        row("/Lang ", "/Lanx ", "6.7.4");
        row("/Marked true", "/Marked null", "not tagged");
        row("/CA 1", "/CA 0", "transparent paint");
        row("%PDF-1.7", "%PDF-2.0", "6.1.2");
        row("/ID [", "/IX [", "6.1.3");
    }
    void whatBreaksARuleIsSeen() {
        QFETCH(QByteArray, good);
        QFETCH(QByteArray, bad);
        QFETCH(QByteArray, rule);
        const auto pdf = typeset(script("正文"));
        QVERIFY(pdf);
        QByteArray changed = bytes(*pdf);
        QVERIFY2(changed.contains(good), good.constData());
        const QByteArray said = broken(changed.replace(good, bad));
        QVERIFY2(said.contains(rule), said.constData());
    }

    void anyTextKeepsToTheRules_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << "";
        QTest::newRow("ligatures and accents") << "fi ffl é é";
        QTest::newRow("other planes") << "𠮷 😀 👨‍👩‍👧 🏳️‍🌈";
        QTest::newRow("right to left") << "שלום עולם العربية abc";
        QTest::newRow("no font has it") << QString::fromUcs4(U"\uE123 \U000F0000 \U000E0041 \u0378");
        QTest::newRow("no characters") << QString::fromUcs4(U"a\uFFFEb\uFEFFc\u200Bd\u0001e\u202Ef");
        QTest::newRow("markup") << "<b>&amp;]]></b> (\\) 'quote' \"double\"";
    }
    void anyTextKeepsToTheRules() {
        QFETCH(QString, text);
        Typescript everywhere = script(text.toStdString());
        everywhere.title = everywhere.author = everywhere.subject = everywhere.footer = text.toStdString();
        everywhere.paragraphs[0].text += text.toStdString();
        const auto pdf = typeset(everywhere);
        QVERIFY(pdf);
        QCOMPARE(broken(bytes(*pdf)), QByteArray());
    }

    void noTextKeepsToTheRules() {
        Typescript empty = script({});
        empty.paragraphs.clear();
        const auto pdf = typeset(empty);
        QVERIFY(pdf);
        QCOMPARE(broken(bytes(*pdf)), QByteArray());
    }

    void longNamesAreCut() {
        Typescript names = script("正文");
        for (int i = 0; i < 20'000; ++i) names.title += "长A";
        names.author = names.subject = names.paragraphs[0].text = names.title;
        const auto pdf = typeset(names);
        QVERIFY(pdf);
        QCOMPARE(broken(bytes(*pdf)), QByteArray());
        QVERIFY(run("pdfinfo", {save(bytes(*pdf))}).contains("长A长A"));
    }

    void aParagraphOverTwoPagesIsOne() {
        std::string text;
        for (int i = 1; i <= 400; ++i) text += std::to_string(i) + "号货物未经许可擅自出口，";
        const auto pdf = typeset(script(text));
        QVERIFY(pdf);
        QCOMPARE(broken(bytes(*pdf)), QByteArray());
        const QByteArray tree = run("pdfinfo", {"-struct-text", save(bytes(*pdf))});
        QVERIFY2(tree.startsWith("Document\n  H1 (block)\n    \"一、标题\"\n  P (block)\n"), tree.constData());
        QCOMPARE(tree.count("P (block)"), 1);
        QVERIFY(tree.contains("400号") && !tree.contains("页脚"));
    }

    void whatIsNoPdfIsRefused() {
        for (const char* bad : {"", "%PDF-1.7\n%%EOF", "nothing"}) {
            const auto made = archival(crypto::toBytes(crypto::asBytes(bad)), "zh-CN");
            QVERIFY(!made);
            QCOMPARE(made.error().code, Code::failed);
        }
    }
};

QTEST_APPLESS_MAIN(TestArchival)
#include "test_archival.moc"
