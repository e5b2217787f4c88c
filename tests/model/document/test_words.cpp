// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/words.h"

#include <QTest>

using namespace model;
using namespace model::document;

class TestWords : public QObject {
    Q_OBJECT

private slots:
    void numbers_data() {
        QTest::addColumn<unsigned>("number");
        QTest::addColumn<QString>("words");
        QTest::newRow("0") << 0U << "零";
        QTest::newRow("7") << 7U << "七";
        QTest::newRow("10") << 10U << "十";
        QTest::newRow("15") << 15U << "十五";
        QTest::newRow("34") << 34U << "三十四";
        QTest::newRow("100") << 100U << "一百";
        QTest::newRow("105") << 105U << "一百零五";
        QTest::newRow("110") << 110U << "一百一十";
        QTest::newRow("225") << 225U << "二百二十五";
        QTest::newRow("1001") << 1001U << "一千零一";
    }
    void numbers() {
        QFETCH(unsigned, number);
        QFETCH(QString, words);
        QCOMPARE(QString::fromStdString(chineseNumber(number)), words);
    }
    void articles() {
        QCOMPARE(officialArticle("《出口管制法》第35条第1款"),
                 std::string("《中华人民共和国出口管制法》第三十五条第一款"));
        QCOMPARE(officialArticle("《两用物项出口管制条例》第39条"), std::string("《两用物项出口管制条例》第三十九条"));
        QCOMPARE(officialArticle("第307号"), std::string("第307号"));
        QCOMPARE(officialArticle(""), std::string());
        QCOMPARE(officialArticle("第"), std::string("第"));
    }
    void dates() {
        QCOMPARE(longDate(2026, 3, 4, Language::zh), std::string("2026年3月4日"));
        QCOMPARE(longDate(2026, 12, 31, Language::en), std::string("31 December 2026"));
    }
    void whatPeopleTyped() {
        const std::vector<std::string> expected = {"第一段", "second"};
        QCOMPARE(paragraphsOf("\u3000\u3000第一段 \r\n\r\n\tsecond\u2028"), expected);
        // A right-to-left override would show cod.exe as exe.doc.
        QCOMPARE(oneLine("a\u202Ecod.exe\x1b[1m\u0007"), std::string("acod.exe[1m"));
        QCOMPARE(oneLine("\n \u3000\n"), std::string());
    }
    void wordsPutInStayWhatTheyAre() {
        const Text put2 = put({"{1} of {0}", "{0}的{1}"}, "{1}.pdf", Text{"two", "二"});
        QCOMPARE(put2.en, std::string("two of {1}.pdf"));
        QCOMPARE(put2.zh, std::string("{1}.pdf的二"));
        QCOMPARE(put({"{x} {", "{0"}, 1U).en, std::string("{x} {"));
    }
    void groups() {
        QCOMPARE(grouped(0), std::string("0"));
        QCOMPARE(grouped(999), std::string("999"));
        QCOMPARE(grouped(1'234'567), std::string("1,234,567"));
        QCOMPARE(grouped(UINT64_MAX), std::string("18,446,744,073,709,551,615"));
    }
};

QTEST_APPLESS_MAIN(TestWords)
#include "test_words.moc"
