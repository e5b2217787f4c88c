// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/csv_reader.h"

#include <QTest>

#include <sstream>

using namespace model::intake;

namespace {

// Records as "[line|cell|cell]" or "[line!]" for a broken one.
std::string records(const std::string& text, std::size_t limit = 1000) {
    std::istringstream stream(text);
    CsvReader reader(stream, limit);
    std::string out;
    while (const auto record = reader.next()) {
        out += "[" + std::to_string(record->line);
        if (record->problem) out += "!";
        for (const auto& cell : record->cells) out += "|" + cell;
        out += "]";
    }
    return out;
}

} // namespace

class TestLines : public QObject {
    Q_OBJECT

private slots:
    void csv_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, std::string_view text, const char* expected) {
            QTest::newRow(name) << QByteArray(text.data(), static_cast<qsizetype>(text.size())) << QByteArray(expected);
        };
        row("nothing", "", "");
        row("LF", "a,b\nc,d\n", "[1|a|b][2|c|d]");
        row("CRLF, last line open", "a,b\r\nc,d", "[1|a|b][2|c|d]");
        row("byte-order mark",
            "\xEF\xBB\xBF"
            "a,b\n",
            "[1|a|b]");
        row("byte-order mark before a quote", "\xEF\xBB\xBF\"a\",b\n", "[1|a|b]");
        row("empty cells", ",\n,,\n", "[1||][2|||]");
        row("empty lines are no records", "a\n\n\r\nb\n", "[1|a][4|b]");
        row("quotes", "\"a,b\",\"c\"\"d\",\"\"\n", "[1|a,b|c\"d|]");
        row("line end in quotes", "\"a\r\nb\",c\nd,e\n", "[1|a\nb|c][3|d|e]");
        row("empty line in quotes", "\"a\n\nb\"\nc\n", "[1|a\n\nb][4|c]");
        row("quote inside a plain cell", "a\"b,c\nd,e\n", "[1!][2|d|e]");
        row("text behind a closing quote", "\"a\"b,c\nd,e\n", "[1!][2|d|e]");
        row("quote never closed", "\"a,b\nc,d\ne,f\n", "[1!][2|c|d][3|e|f]");
        row("quote closed by the next quoted row", "x,\"open\n1,\"two\",3\n4,5\n", "[1!][2|1|two|3][3|4|5]");
        row("bad byte", "a,\xff\nc,d\n", "[1!][2|c|d]");
        row("bad byte inside quotes spoils its record only", "\"a\n\xff\nb\",c\nd,e\n", "[1!][4|d|e]");
        row("zero byte is a byte", std::string_view("a\0b\n", 4), "[1|a]"); // shown up to the zero
    }
    void csv() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const auto actual = records(text.toStdString());
        if (QByteArray(QTest::currentDataTag()).startsWith("zero")) {
            QCOMPARE(actual, std::string("[1|a\0b]", 7));
        } else {
            QCOMPARE(QByteArray::fromStdString(actual), expected);
        }
    }

    void limits() {
        const std::string fits(10, 'x');
        const std::string over(11, 'x');
        QCOMPARE(records(fits + "\n" + over + "\nb\n", 10), "[1|" + fits + "][2!][3|b]");
        QCOMPARE(records("a\n" + over, 10), std::string("[1|a][2!]"));
        // A record over many lines counts as a whole; its lines are then read on their own.
        QCOMPARE(records("\"aaaa\nbbbb\ncccc\ndddd\n", 10), std::string("[1!][2|bbbb][3|cccc][4|dddd]"));
        // A line that is too long inside an open quote is named as well.
        QCOMPARE(records("\"a\n" + over + "\nb\n", 10), std::string("[1!][2!][3|b]"));
        // An unclosed quote before very many short lines costs one pass more, not one for each line.
        std::string many = "\"open\n";
        for (int i = 0; i < 200'000; ++i) many += "a\n";
        QVERIFY(records(many, 1 << 20).starts_with("[1!][2|a][3|a]"));
    }

    void utf8() {
        const auto bad = [](std::string_view text) { return firstBadUtf8(text).value_or(999); };
        QCOMPARE(bad("plain"), std::size_t{999});
        QCOMPARE(bad("举报 é 𠀀 end of it"), std::size_t{999});
        QCOMPARE(bad("12345678\x80"), std::size_t{8});
        QCOMPARE(bad("\xC0\x80"), std::size_t{0});         // overlong zero
        QCOMPARE(bad("\xE0\x9F\xBF"), std::size_t{0});     // overlong
        QCOMPARE(bad("a\xED\xA0\x80"), std::size_t{1});    // surrogate
        QCOMPARE(bad("\xF4\x90\x80\x80"), std::size_t{0}); // above U+10FFFF
        QCOMPARE(bad("\xF0\x8F\xBF\xBF"), std::size_t{0});
        QCOMPARE(bad("\xE4\xB8"), std::size_t{0}); // cut off
        QCOMPARE(bad("\xE4\xB8\x41"), std::size_t{0});
        QCOMPARE(bad("\xF5\x80\x80\x80"), std::size_t{0});
        QCOMPARE(bad("\xEF\xBF\xBF\xF4\x8F\xBF\xBF\xED\x9F\xBF\xC2\x80"), std::size_t{999});
    }
};

QTEST_APPLESS_MAIN(TestLines)
#include "test_lines.moc"
