// SPDX-License-Identifier: GPL-3.0-or-later
// The Word document as another program reads it, and texts that try to break it.
#include "model/document/docx.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace model;
using namespace model::document;

class TestDocx : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    /// What python-docx reads, or an object with the member "failed".
    QJsonObject read(const crypto::Bytes& bytes) {
        // TOUCHSTONE_KEEP names a folder for a person who wants to look at the document.
        QFile file(qEnvironmentVariable("TOUCHSTONE_KEEP", m_folder.path()) + "/document.docx");
        if (!file.open(QIODevice::WriteOnly)) return {{"failed", file.errorString()}};
        file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()));
        file.close();
        QProcess python;
        python.start("python3", {SCRIPTS_DIR "/read_docx.py", file.fileName()});
        if (!python.waitForFinished(120'000) || python.exitCode() != 0)
            return {{"failed", QString::fromUtf8(python.readAllStandardError())}};
        return QJsonDocument::fromJson(python.readAllStandardOutput()).object();
    }
    QJsonObject read(const Typescript& script) {
        const auto made = docx(script);
        return made ? read(*made) : QJsonObject{{"failed", QString::fromStdString(made.error().what.en)}};
    }
    static Typescript script(std::vector<Paragraph> paragraphs) {
        Typescript out{.title = "行政处罚决定书", .author = "机关", .subject = "2026-1", .footer = "页脚"};
        out.date = Date{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{4}};
        out.paragraphs = std::move(paragraphs);
        return out;
    }
    static QJsonObject paragraph(const QJsonObject& document, int number) {
        return document["paragraphs"].toArray()[number].toObject();
    }
    QString readText(const std::string& text) {
        const QJsonObject seen = read(script({{.text = text}}));
        return seen.contains("failed") ? seen["failed"].toString() : paragraph(seen, 0)["text"].toString();
    }

private slots:
    void everyParagraphLooksAsOnThePage() {
        const std::vector<Paragraph> all = {
            {.text = "行政处罚决定书", .style = {.size = 22, .pitch = 40, .bold = true, .align = Align::centre}},
            {.text = "商安管罚字〔2026〕1号", .style = {.align = Align::centre, .before = 3}},
            {.text = "一、事实", .style = {.bold = true, .align = Align::left, .keepWithNext = true}, .outline = 1},
            {.text = "（一）货物", .style = {.align = Align::left, .keepWithNext = true}, .outline = 2},
            {.text = "正文。", .style = {.firstIndent = 32}},
            {.text = "不同的正文。",
             .style = {.size = 10.5, .pitch = 15, .bold = true, .firstIndent = -20, .indent = 20}},
            {.text = "附件", .style = {.align = Align::left, .grey = true}, .newPage = true},
            {.text = "2026年3月4日", .style = {.align = Align::right, .before = 12.5}},
            {.text = "末段", .style = {.firstIndent = 32}},
        };
        const QStringList styles = {"Title",     "Subtitle",   "Heading 1", "Heading 2", "Body Text",
                                    "Body Text", "No Spacing", "Signature", "Body Text"};
        const QJsonObject seen = read(script(all));
        QVERIFY2(!seen.contains("failed"), qPrintable(seen["failed"].toString()));
        QCOMPARE(seen["paragraphs"].toArray().size(), static_cast<qsizetype>(all.size()));
        const char* const aligned[] = {"JUSTIFY", "LEFT", "CENTER", "RIGHT"};
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Style& style = all[i].style;
            const QJsonObject one = paragraph(seen, static_cast<int>(i));
            const QJsonObject expected{{"text", QString::fromStdString(all[i].text)},
                                       {"style", styles[static_cast<qsizetype>(i)]},
                                       {"align", aligned[static_cast<int>(style.align)]},
                                       {"keep", style.keepWithNext},
                                       {"newPage", all[i].newPage},
                                       {"before", style.before},
                                       {"pitch", style.pitch},
                                       {"indent", style.indent},
                                       {"first", style.firstIndent},
                                       {"size", style.size},
                                       {"bold", style.bold},
                                       {"colour", style.grey ? "595959" : "000000"}};
            QVERIFY2(one == expected, QJsonDocument(one).toJson() + QJsonDocument(expected).toJson());
        }
    }

    void theDocumentSaysWhatItIs() {
        const QJsonObject seen = read(script({{.text = "正文"}}));
        QVERIFY2(!seen.contains("failed"), qPrintable(seen["failed"].toString()));
        QCOMPARE(seen["page"].toArray(), (QJsonArray{210, 297, 37, 26, 35, 28})); // A4, GB/T 9704
        QCOMPARE(seen["footer"].toArray(), (QJsonArray{"页脚", "— 1 / 1 —"}));
        QCOMPARE(seen["font"].toString(), QString("Noto Serif CJK SC"));
        QCOMPARE(seen["language"].toString(), QString("zh-CN"));
        QCOMPARE(seen["title"].toString(), QString("行政处罚决定书"));
        QCOMPARE(seen["author"].toString(), QString("机关"));
        QCOMPARE(seen["subject"].toString(), QString("2026-1"));
        QCOMPARE(seen["status"].toString(), QString("Draft"));
        // Midnight in China.
        QVERIFY2(seen["created"].toString().startsWith("2026-03-03T16:00:00"), qPrintable(seen["created"].toString()));
        QCOMPARE(seen["modified"], seen["created"]);
        QCOMPARE(seen["times"].toArray(), QJsonArray{"1980-01-01"});
        QCOMPARE(seen["first"].toString(), QString("[Content_Types].xml"));
    }

    void sameBytesEveryTime() {
        const Typescript one = script({{.text = "正文"}, {.text = "标题", .outline = 1}});
        const auto first = docx(one);
        qputenv("TZ", "America/New_York"); // the place must not enter either
        QTest::qWait(2100);                // ZIP counts in steps of two seconds
        const auto second = docx(one);
        qunsetenv("TZ");
        QVERIFY(first && second);
        QVERIFY(*first == *second);
    }

    void hostileTextIsTextOnly_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& text, const QString& expected) {
            QTest::newRow(name) << text << expected;
        };
        row("markup", "</w:t></w:r></w:p><w:p>&amp;&#1;]]>\"'", "</w:t></w:r></w:p><w:p>&amp;&#1;]]>\"'");
        row("entities", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;");
        QByteArray controls = "a";
        for (char c = 0; c < 0x20; ++c) controls += c;
        // Six of them end a line or are blank: those that are between words become one space each.
        row("controls", controls + "b\x7F", "a b");
        row("turned", "a\u202Ecod.exe\u2066b", "acod.exeb");
        row("no characters",
            "a\xEF\xBF\xBE\xEF\xBF\xBF"
            "b",
            "ab");
        row("another plane", "𠮷😀", "𠮷😀");
        row("surrogate", "a\xED\xA0\x80z", QString("a") + QString(3, QChar(0xFFFD)) + "z");
        row("cut short", "a\xE4\xB8", QString("a") + QString(2, QChar(0xFFFD)));
        row("too long a form",
            "a\xC0\xAF"
            "b",
            QString("a") + QString(2, QChar(0xFFFD)) + "b");
        row("spaces", "a  b", "a  b");
        row("nothing", "", "");
    }
    void hostileTextIsTextOnly() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        QCOMPARE(readText(text.toStdString()), expected);
        Typescript everywhere = script({{.text = "正文"}});
        everywhere.title = everywhere.author = everywhere.subject = everywhere.footer = text.toStdString();
        const QJsonObject seen = read(everywhere);
        QVERIFY2(!seen.contains("failed"), qPrintable(seen["failed"].toString()));
        for (const char* member : {"title", "author", "subject"})
            QCOMPARE(seen[QLatin1String(member)].toString(), expected);
        QCOMPARE(seen["footer"].toArray()[0].toString(), expected);
        QCOMPARE(seen["paragraphs"].toArray().size(), 1);
    }

    void aVeryLongText() {
        QString text;
        while (text.toUtf8().size() < (4 << 20)) text += QString("货物<&>未经许可出口。").repeated(5000);
        QVERIFY(readText(text.toStdString()) == text);
    }

    void nothingToSayIsADocumentToo() {
        const QJsonObject seen = read(script({}));
        QVERIFY2(!seen.contains("failed"), qPrintable(seen["failed"].toString()));
        QVERIFY(seen["paragraphs"].toArray().isEmpty());
        QCOMPARE(seen["footer"].toArray()[0].toString(), QString("页脚"));
    }

    void withoutADateIsRefused() {
        Typescript undated = script({{.text = "正文"}});
        undated.date = {};
        const auto made = docx(undated);
        QVERIFY(!made);
        QCOMPARE(made.error().code, Code::usage);
    }
};

QTEST_APPLESS_MAIN(TestDocx)
#include "test_docx.moc"
