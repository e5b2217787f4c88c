// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/search_tokenizer.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>
#include <random>

using namespace model;

namespace {

std::string utf8(char32_t c) {
    std::string text;
    SearchFolder::append(text, c);
    return text;
}

} // namespace

class TestSearchText : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    SearchFolder m_folder;
    std::optional<Database> m_database;

    int find(const std::string& userText) {
        const std::string query = ftsQuery(m_folder, userText);
        if (query.empty()) return -1;
        const auto count = m_database->value<int>("SELECT count(*) FROM search WHERE search MATCH ?1", query);
        if (!count) qWarning("%s: %s", query.c_str(), count.error().what.en.c_str());
        return count ? *count : -2;
    }

private slots:
    void initTestCase() {
        auto db =
            Database::open(m_dir.path().toStdString() + "/search.db", crypto::Secret(Bytes(32, 1)), OpenMode::create);
        QVERIFY(db);
        m_database = std::move(*db);
        QVERIFY(registerSearchTokenizer(*m_database));
        QVERIFY(m_database->execute(searchTableSql("search", {"title", "body"})));
        int row = 0;
        for (const char* text : {"某公司未经许可出口锑矿及稀土制品", "深圳海关查获銻礦一批", "⾏政处罚决定书",
                                 "Antimony ore, ABC-123 型", "锑", "稀土ABC有限公司", "矿锑", "曾国藩 zengguofan",
                                 "Ｆｕｌｌｗｉｄｔｈ ２０２４", "Straße Zürich ﬁne İstanbul"}) {
            QVERIFY(m_database->run("INSERT INTO search(rowid, title, body) VALUES(?1, ?2, '')", ++row, text));
        }
    }

    void folds_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("folded");
        QTest::newRow("ASCII") << "ABC xyz 09 \"'" << "abc xyz 09 \"'";
        QTest::newRow("full width") << "ＡＢＣ１２３％　ｘ" << "abc123% x";
        QTest::newRow("half width kana") << "ｶﾅ" << "カナ";
        QTest::newRow("traditional") << "銻礦處罰決定書" << "锑矿处罚决定书";
        QTest::newRow("Kangxi radicals") << "⾏政⽤⽔" << "行政用水";
        QTest::newRow("CJK radicals supplement") << "⻋⻅⻢⻑" << "车见马长";
        QTest::newRow("compatibility ideograph") << QString(QChar(0xF9DA)) << "栗";
        QTest::newRow("accents") << "Zürich Čapek Łódź Ærø" << "zurich capek lodz aero";
        QTest::newRow("combining accent") << QString::fromUtf8("e\xCC\x81") << "e";
        QTest::newRow("sharp s, ligature, dotted I") << "Straße ﬁne İ" << "strasse fine i";
        QTest::newRow("variation selector") << QString::fromUtf8("葛\xF3\xA0\x84\x80") << "葛";
        QTest::newRow("zero width") << QString::fromUtf8("a\xE2\x80\x8B"
                                                         "b\xC2\xAD"
                                                         "c")
                                    << "abc";
        QTest::newRow("Hangul") << "한국" << "한국";
        QTest::newRow("circled, squared") << "①㎏" << "1kg";
        QTest::newRow("beyond the BMP") << "𠮷" << "𠮷";
    }
    void folds() {
        QFETCH(QString, text);
        QFETCH(QString, folded);
        QCOMPARE(QString::fromStdString(m_folder.fold(text.toStdString())), folded);
    }

    void foldingTwiceChangesNothing() {
        for (char32_t c = 0; c < 0x110000; ++c) {
            if (c >= 0xD800 && c < 0xE000) continue;
            const std::string once = m_folder.fold(utf8(c));
            if (m_folder.fold(once) != once) qWarning("U+%04X", static_cast<unsigned>(c));
            QCOMPARE(m_folder.fold(once), once);
        }
    }

    /// The table of simplified forms against the transliterator that it was made from. A few may differ when ICU moves
    /// on.
    void simplifiesAsIcuDoes() {
        UErrorCode error = U_ZERO_ERROR;
        const std::unique_ptr<icu::Transliterator> simplify(
            icu::Transliterator::createInstance(icu::UnicodeString("Hant-Hans"), UTRANS_FORWARD, error));
        QVERIFY(simplify);
        int different = 0;
        for (UChar32 c = 0x4E00; c < 0xA000; ++c) {
            icu::UnicodeString text(c);
            simplify->transliterate(text);
            simplify->transliterate(text);
            std::string expected;
            text.toUTF8String(expected);
            if (m_folder.fold(utf8(static_cast<char32_t>(c))) != expected) ++different;
        }
        QVERIFY2(different <= 20, qPrintable(QString::number(different)));
    }

    void badBytesAreSafe() {
        QCOMPARE(m_folder.fold("a\xFF\xC3"), std::string("a\xEF\xBF\xBD\xEF\xBF\xBD"));
        QCOMPARE(m_folder.fold(std::string("a\0B", 3)), std::string("a\0b", 3));
        QCOMPARE(m_folder.fold("\xED\xA0\x80"), m_folder.fold("\xFF\xFF\xFF")); // a surrogate
        std::mt19937 random(20261122);
        for (int i = 0; i < 2000; ++i) {
            std::string text(random() % 60, '\0');
            for (char& c : text) c = static_cast<char>(random() % 4 == 0 ? random() : 0xE4 + random() % 6);
            const std::string once = m_folder.fold(text);
            QCOMPARE(m_folder.fold(once), once);
            QVERIFY(find(text) >= -1);
            QVERIFY(m_database->run("INSERT INTO search(rowid, title, body) VALUES(1000, ?1, '')", text));
            QVERIFY(m_database->run("DELETE FROM search WHERE rowid=1000"));
        }
    }

    void finds_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("rows");
        QTest::newRow("two characters inside a run, both scripts") << "锑矿" << 2;
        QTest::newRow("traditional query") << "銻礦" << 2;
        QTest::newRow("one character anywhere") << "锑" << 4;
        QTest::newRow("one character at the end of a run") << "品" << 1;
        QTest::newRow("order counts") << "矿锑" << 1;
        QTest::newRow("longer phrase") << "稀土制品" << 1;
        QTest::newRow("not side by side") << "锑稀" << 0;
        QTest::newRow("two terms") << "出口 稀土" << 1;
        QTest::newRow("two terms, one missing") << "出口 处罚" << 0;
        QTest::newRow("radical in the text") << "行政" << 1;
        QTest::newRow("radical in the query") << "⾏政处罚" << 1;
        QTest::newRow("ideographs then letters") << "稀土ABC" << 1;
        QTest::newRow("letters then ideographs") << "abc有限" << 1;
        QTest::newRow("letters then one ideograph") << "abc有" << 1;
        QTest::newRow("beginning of a word") << "antim" << 1;
        QTest::newRow("closed by a space") << "antim " << 0;
        QTest::newRow("punctuation inside") << "abc-123" << 1;
        QTest::newRow("punctuation only") << "-- ,。" << -1;
        QTest::newRow("nothing") << "  " << -1;
        QTest::newRow("full width in the text") << "fullwidth 2024" << 1;
        QTest::newRow("full width in the query") << "ＡＮＴＩＭＯＮＹ　ＯＲＥ" << 1;
        QTest::newRow("folded letters") << "strasse zurich FINE istanbul" << 1;
        QTest::newRow("pinyin in the text") << "zengg" << 1;
        for (const char* hostile :
             {"\"", "'", "a\"b", "\"锑矿", "锑矿\" OR \"", "NEAR(锑矿 稀土)", "锑矿 OR 处罚", "锑矿 NOT 公司",
              "title:锑", "^锑", "锑*", "-锑", "(", "){}[]", "a + b", "\\", "%_", ";DROP TABLE search"}) {
            QTest::newRow(hostile) << QString::fromUtf8(hostile) << -9;
        }
    }
    void finds() {
        QFETCH(QString, query);
        QFETCH(int, rows);
        const int found = find(query.toStdString());
        if (rows == -9) QVERIFY(found >= -1); // no syntax error
        else QCOMPARE(found, rows);
    }

    void operatorsAreWords() {
        QCOMPARE(find("锑矿 OR 处罚"), 0);
        QCOMPARE(find("锑矿 NOT 公司"), 0);
        QCOMPARE(find("锑*"), 4);
        QCOMPARE(find(std::string("锑\0矿", 7)), find("锑 矿"));
    }

    void hugeInputIsBounded() {
        std::string run;
        while (run.size() < 1024 * 1024) run += "锑";
        QVERIFY(ftsQuery(m_folder, run).size() < 2000);
        QVERIFY(find(run) == 0);
        QVERIFY(find(std::string(1024 * 1024, 'a')) == 0);
        QVERIFY(find(std::string(1024 * 1024, '"')) == -1);
        QVERIFY(m_database->run("INSERT INTO search(rowid, title, body) VALUES(2000, ?1, ?2)", run,
                                std::string(1024 * 1024, 'a')));
        QCOMPARE(find(std::string(1024 * 1024, 'a')), 1);
        QVERIFY(m_database->run("DELETE FROM search WHERE rowid=2000"));
        QCOMPARE(find("锑锑"), 0);
    }

    void pinyin_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("full");
        QTest::addColumn<QString>("initials");
        QTest::newRow("three characters") << "曾国藩" << "zengguofan" << "zgf";
        QTest::newRow("double surname") << "尉迟恭" << "yuchigong" << "ycg";
        QTest::newRow("surname reading") << "单雄信" << "shanxiongxin" << "sxx";
        QTest::newRow("traditional") << "曾國藩" << "zengguofan" << "zgf";
        QTest::newRow("letters") << "ABC公司 7" << "abcgongsi7" << "ags7";
        QTest::newRow("ü") << "吕布" << "lubu" << "lb";
        QTest::newRow("nothing") << "、。" << "" << "";
    }
    void pinyin() {
        QFETCH(QString, name);
        const PinyinKeys keys = m_folder.pinyin(name.toStdString());
        QTEST(QString::fromStdString(keys.full), "full");
        QTEST(QString::fromStdString(keys.initials), "initials");
        QVERIFY(m_folder.pinyin(std::string(100000, 'a')).full.size() == 256);
        QCOMPARE(m_folder.pinyin("查找操作").full, std::string("zhazhaocaozuo")); // somebody called Zha
        QCOMPARE(m_folder.pinyin("查找操作", Reading::words).full, std::string("chazhaocaozuo"));
    }

    void tableIsUselessWithoutTheTokenizerButStaysWhole() {
        const std::string path = m_dir.path().toStdString() + "/other.db";
        {
            auto db = Database::open(path, crypto::Secret(Bytes(32, 1)), OpenMode::create);
            QVERIFY(registerSearchTokenizer(*db));
            QVERIFY(db->execute(searchTableSql("search", {"text"})));
            QVERIFY(db->run("INSERT INTO search(rowid, text) VALUES(7, '锑矿')"));
        }
        auto db = Database::open(path, crypto::Secret(Bytes(32, 1)), OpenMode::readWrite);
        QVERIFY(!db->run("INSERT INTO search(rowid, text) VALUES(8, '锑矿')"));
        QVERIFY(registerSearchTokenizer(*db));
        QCOMPARE(*db->value<int>("SELECT rowid FROM search WHERE search MATCH '\"锑矿\"'"), 7);
    }
};

QTEST_APPLESS_MAIN(TestSearchText)
#include "test_search_text.moc"
