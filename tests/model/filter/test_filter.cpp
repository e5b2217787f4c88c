// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/complete.h"
#include "model/filter/fields.h"
#include "model/filter/parse.h"
#include "model/filter/print.h"
#include "model/filter/saved.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace model;

namespace {

FilterVocabulary office() {
    FilterVocabulary words;
    words.values[FilterField::stage] = {{"received", {"Report received", "举报登记"}, {}, "jubaodengji", "jbdj"},
                                        {"investigation", {"Investigation", "调查取证"}, {}, "diaochaquzheng", "dcqz"}};
    words.values[FilterField::mineral] = {{"dysprosium", {"dysprosium", "镝"}, {}, "di", "d"},
                                          {"antimony", {"antimony", "锑"}, {}, "ti", "t"}};
    words.values[FilterField::assigned] = {{std::string(32, 'a'), same("李 伟"), {}, "liwei", "lw"},
                                           {std::string(32, 'b'), same("Zhao"), {}, "zhao", "z"},
                                           {std::string(32, 'c'), same("Zhao"), {}, "zhao", "z"}};
    return words;
}

CaseFilter read(std::string_view line) {
    const auto parsed = parseFilter(line, office());
    if (!parsed) qFatal("%s: %s", std::string(line).c_str(), parsed.error().what.en.c_str());
    return parsed->filter;
}

Condition condition(FilterField field, std::vector<std::string> values, Comparison comparison = Comparison::is,
                    bool negated = false) {
    return {field, comparison, negated, std::move(values)};
}

std::vector<std::string> inserts(std::string_view line, std::size_t cursor, Language language = Language::en) {
    std::vector<std::string> out;
    for (const auto& offer : completeFilter(line, cursor, office()).offers) out.push_back(offer.insert.in(language));
    return out;
}

} // namespace

class TestFilter : public QObject {
    Q_OBJECT

private slots:
    void readsConditions() {
        using F = FilterField;
        QCOMPARE(read("").conditions.size(), 0u);
        QVERIFY(read("锑矿 转口") == (CaseFilter{{condition(F::words, {"锑矿"}), condition(F::words, {"转口"})}}));
        QVERIFY(read("\"end user: unknown\"") == CaseFilter{{condition(F::words, {"end user: unknown"})}});
        QVERIFY(read("stage:received,investigation -mineral:antimony") ==
                (CaseFilter{{condition(F::stage, {"received", "investigation"}),
                             condition(F::mineral, {"antimony"}, Comparison::is, true)}}));
        QVERIFY(read("due<7d due>=2026-03 opened:2026 evidence>0") ==
                (CaseFilter{{condition(F::due, {"7d"}, Comparison::less),
                             condition(F::due, {"2026-03"}, Comparison::atLeast), condition(F::opened, {"2026"}),
                             condition(F::evidence, {"0"}, Comparison::more)}}));
        QVERIFY(read("assigned:me,nobody,\"李 伟\"") ==
                CaseFilter{{condition(F::assigned, {"me", "nobody", std::string(32, 'a')})}});
        QVERIFY(read("-锑矿") == CaseFilter{{condition(F::words, {"锑矿"}, Comparison::is, true)}});
        QVERIFY(read("A<B x>_<y -") == (CaseFilter{{condition(F::words, {"A<B"}), condition(F::words, {"x>_<y"}),
                                                    condition(F::words, {"-"})}}));
        const auto sorted = read("is:open sort:-due");
        QVERIFY(sorted.order == CaseOrder::due && sorted.descending && sorted.conditions.size() == 1);
        QVERIFY(!read("sort:due").descending);
        QVERIFY(read("mineral:wolframite") == CaseFilter{{condition(F::mineral, {"wolframite"})}}); // others exist
    }

    /// Both languages, and punctuation as a Chinese keyboard writes it.
    void readsChinese() {
        QVERIFY(read("阶段：调查取证、举报登记　矿产:镝") == read("stage:investigation,received mineral:dysprosium"));
        QVERIFY(read("期限＜7天 －状态：已结 承办：我") == read("due<7d -is:closed assigned:me"));
        QVERIFY(read("“锑矿 转口” 排序：－期限") == read("\"锑矿 转口\" sort:-due"));
    }

    void namesTheFault_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("length");
        QTest::newRow("field") << "锑 foo:bar" << 2 << 3;
        QTest::newRow("negated field") << "-foo:bar" << 1 << 3;
        QTest::newRow("stage") << "stage:received,gone" << 15 << 4;
        QTest::newRow("flag") << "is:unseen" << 3 << 6;
        QTest::newRow("no value") << "stage:" << 6 << 1;
        QTest::newRow("no second value") << "stage:received," << 15 << 1;
        QTest::newRow("open quotation") << "锑 \"end user" << 2 << 9;
        QTest::newRow("order") << "sort:size" << 0 << 9;
        QTest::newRow("no order") << "sort:" << 0 << 5;
        QTest::newRow("less stage") << "stage<received" << 0 << 14;
        QTest::newRow("two compared") << "due<7d,8d" << 0 << 9;
        QTest::newRow("age without comparison") << "opened:7d" << 7 << 2;
        QTest::newRow("no such day") << "due<2026-02-30" << 4 << 10;
        QTest::newRow("no such month") << "due<2026-13" << 4 << 7;
        QTest::newRow("number") << "evidence>many" << 9 << 4;
        QTest::newRow("nobody of this name") << "assigned:Wang" << 9 << 4;
        QTest::newRow("two of this name") << "assigned:Zhao" << 9 << 4;
        QTest::newRow("none with comparison") << "due<none" << 4 << 4;
    }
    void namesTheFault() {
        QFETCH(QString, line);
        QFETCH(int, at);
        QFETCH(int, length);
        const auto parsed = parseFilter(line.toStdString(), office());
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().at, static_cast<std::size_t>(at));
        QCOMPARE(parsed.error().length, static_cast<std::size_t>(length));
        QVERIFY(!parsed.error().what.en.empty() && !parsed.error().what.zh.empty());
    }

    void isBounded() {
        QVERIFY(parseFilter(std::string(kLongestFilter, 'x')));
        const auto longer = parseFilter(std::string(kLongestFilter + 1, 'x'));
        QVERIFY(!longer);
        QCOMPARE(longer.error().at, kLongestFilter);
        QVERIFY(!parseFilter("\xff"));
    }

    void spansFollowTheLine() {
        const auto parsed = parseFilter("  -阶段：received  锑 sort:due", office());
        QVERIFY(parsed.has_value());
        QVERIFY(parsed->spans == (std::vector<FilterSpan>{{2, 12}, {16, 1}}));
        QVERIFY(parsed->sort == (FilterSpan{18, 8}));
    }

    /// What is printed reads as what was printed, for any filter that can be read.
    void printsWhatItReads() {
        const auto seed = qEnvironmentVariableIsSet("TOUCHSTONE_SEED")
                              ? qEnvironmentVariable("TOUCHSTONE_SEED").toUInt()
                              : std::random_device{}();
        qInfo("TOUCHSTONE_SEED=%u", seed);
        std::mt19937 random(seed);
        const std::vector<std::string> pieces = {
            "stage:", "阶段：",   "received", "调查取证", ",",         "、", " ",        "　",   "-", "\"",
            "“",      "mineral:", "镝",       "due<",     "due:none",  "7d", "2026-03",  "锑矿", "x", "is:",
            "open",   "逾期",     "sort:",    "-due",     "assigned:", "me", "opened>=", "<",    ":", "="};
        int reads = 0;
        for (int i = 0; i < 20'000; ++i) {
            std::string line;
            for (auto n = random() % 8; n > 0; --n) line += pieces[random() % pieces.size()];
            const auto parsed = parseFilter(line, office());
            if (!parsed) {
                QVERIFY2(parsed.error().length > 0, line.c_str());
                continue;
            }
            ++reads;
            const std::string printed = printFilter(parsed->filter);
            const auto again = parseFilter(printed, office());
            QVERIFY2(again.has_value(), (line + " -> " + printed).c_str());
            QVERIFY2(again->filter == parsed->filter, (line + " -> " + printed).c_str());
            for (const auto language : {Language::en, Language::zh}) {
                const std::string spoken = printFilter(parsed->filter, language, office());
                const auto heard = parseFilter(spoken, office());
                QVERIFY2(heard && heard->filter == parsed->filter, (line + " -> " + spoken).c_str());
            }
            QCOMPARE(parsed->spans.size(), parsed->filter.conditions.size());
        }
        QVERIFY(reads > 1'000);
    }

    void saysWhatItShows() {
        const auto words = [](std::string_view line) {
            return conditionWords(read(line).conditions.front(), office());
        };
        QCOMPARE(words("mineral:dysprosium,antimony").zh, std::string("矿产：镝、锑"));
        QCOMPARE(words("-stage:received").en, std::string("not stage: Report received"));
        QCOMPARE(words("due<7d").zh, std::string("期限 < 7天"));
        QCOMPARE(words("is:overdue").zh, std::string("逾期"));
        QCOMPARE(words("assigned:nobody").en, std::string("assigned: nobody"));
    }

    void speaksTheLanguage() {
        const auto filter = read("-stage:received,investigation due<7d is:mine assigned:\"李 伟\" 锑 sort:-due");
        QCOMPARE(printFilter(filter, Language::zh, office()),
                 std::string("-阶段:举报登记,调查取证 期限<7天 状态:我的 承办:\"李 伟\" 锑 排序:-期限"));
        QCOMPARE(printFilter(filter, Language::en, office()),
                 std::string("-stage:received,investigation due<7d is:mine assigned:\"李 伟\" 锑 sort:-due"));
        const auto zhao = read("assigned:" + std::string(32, 'b')); // the name is another's too
        QCOMPARE(printFilter(zhao, Language::zh, office()), "承办:" + std::string(32, 'b'));
    }

    void completes() {
        QCOMPARE(inserts("min", 3), std::vector<std::string>{"mineral:"});
        QCOMPARE(inserts("矿", 1, Language::zh), std::vector<std::string>{"矿产:"});
        QCOMPARE(inserts("du", 2), std::vector<std::string>{"due<"});
        QCOMPARE(inserts("", 0).size(), 0u);
        // Values: by their beginning, their title in either language, pinyin and its initials.
        QCOMPARE(inserts("stage:", 6).size(), 2u);
        for (const char* typed : {"inv", "调查", "diaocha", "dcqz"}) {
            const std::string line = std::string("stage:") + typed;
            QCOMPARE(inserts(line, static_cast<std::size_t>(QString::fromUtf8(line.c_str()).size())),
                     std::vector<std::string>{"investigation"});
        }
        QCOMPARE(inserts("阶段：dcqz", 7, Language::zh), std::vector<std::string>{"调查取证"});
        QCOMPARE(inserts("assigned:li", 11), std::vector<std::string>{"\"李 伟\""});
        QVERIFY(std::ranges::contains(inserts("due<", 4), std::string("7d")));
        QVERIFY(std::ranges::contains(inserts("sort:-d", 7), std::string("due")));
        // The second value, and only what stands around the cursor is replaced.
        const auto second = completeFilter("stage:received,inv 锑", 18, office());
        QCOMPARE(second.place.at, 15u);
        QCOMPARE(second.place.length, 3u);
        QCOMPARE(second.offers.size(), 1u);
        QCOMPARE(inserts("\"min", 4).size(), 0u);
    }

    /// Whatever is offered can be read, in both languages.
    void offersWhatCanBeRead() {
        for (const auto& field : filterFields()) {
            for (const std::string& name : {std::string(field.name), field.title.zh}) {
                for (const char* sign : {":", "<"}) {
                    const std::string line = name + sign;
                    const auto offers = completeFilter(line, 100, office());
                    for (const auto& offer : offers.offers) {
                        for (const auto& insert : {offer.insert.en, offer.insert.zh}) {
                            const auto parsed = parseFilter(line + insert, office());
                            // Two people of one name are named by their ids.
                            QVERIFY2(parsed || insert == "Zhao", (line + insert).c_str());
                        }
                    }
                }
            }
        }
    }

    void keepsFilters() {
        std::vector<SavedFilter> filters;
        QVERIFY(putSaved(filters, {"Due soon", "is:open due<7d"}));
        QVERIFY(putSaved(filters, {"锑", "矿产：锑"}));
        QVERIFY(putSaved(filters, {"Due soon", "due<3d"}));
        QCOMPARE(filters.size(), 2u);
        const auto text = printSaved(filters);
        QCOMPARE(text, std::string("Due soon = due<3d\n锑 = 矿产：锑\n"));
        QVERIFY(parseSaved(text).value() == filters);
        QVERIFY(parseSaved("\n  Old = due>=2026-01 \r\n").value() ==
                (std::vector<SavedFilter>{{"Old", "due>=2026-01"}}));
        QCOMPARE(parseSaved("a = b\nnothing").error().where, std::string("2"));
        QCOMPARE(parseSaved("a = due<").error().where, std::string("1: a:5"));
        for (const auto* name : {"", " x", "a=b", "a\nb"}) QVERIFY(!putSaved(filters, {name, ""}));
        QVERIFY(!putSaved(filters, {std::string(61, 'x'), ""}));
        for (std::size_t i = filters.size(); i < kMostSavedFilters; ++i)
            QVERIFY(putSaved(filters, {std::to_string(i), ""}));
        QCOMPARE(putSaved(filters, {"one more", ""}).error().code, Code::tooLarge);
    }
};

QTEST_APPLESS_MAIN(TestFilter)
#include "test_filter.moc"
