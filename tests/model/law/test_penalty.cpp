// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty.h"

#include <QTest>

#include <random>

using namespace model;
using namespace model::law;

namespace {

Money yuan(const char* text) { return parseMoney(text).value(); }

std::string formatRange(const PenaltyRange& range) {
    return formatMoney(range.fineMin) + "-" + formatMoney(range.fineMax);
}

} // namespace

class TestPenalty : public QObject {
    Q_OBJECT

    PenaltyBook m_law;

    PenaltyRange compute(const ArticleId& violation, const char* turnover, bool serious = false) {
        PenaltyFacts facts{.violations = {violation}, .serious = serious};
        if (*turnover) facts.illegalTurnover = yuan(turnover);
        return computePenalty(m_law, facts).value();
    }

private slots:
    void initTestCase() { m_law = PenaltyBook::shipped().value(); }

    // Each article without a turnover, and one fen around its threshold.
    void thresholds_data() {
        QTest::addColumn<QString>("violation");
        QTest::addColumn<QString>("turnover");
        QTest::addColumn<QString>("range");
        const auto rows = [](const ArticleId& violation, const char* flat,
                             std::initializer_list<std::pair<const char*, const char*>> above, const char* below) {
            const auto& name = violation.str();
            const auto row = [&](const std::string& turnover, const char* range) {
                QTest::newRow((name + " " + turnover).c_str())
                    << QString::fromStdString(violation.str()) << QString::fromStdString(turnover) << QString(range);
            };
            row("", flat);
            row("0", flat);
            row("0.01", flat);
            row(below, flat);
            for (const auto& [turnover, range] : above) row(turnover, range);
        };
        rows(ArticleId("ecl33"), "500,000.00-5,000,000.00",
             {{"500000", "2,500,000.00-5,000,000.00"}, {"500000.01", "2,500,000.05-5,000,000.10"}}, "499999.99");
        rows(ArticleId("ecl34"), "500,000.00-5,000,000.00",
             {{"500000", "2,500,000.00-5,000,000.00"}, {"500000.01", "2,500,000.05-5,000,000.10"}}, "499999.99");
        rows(ArticleId("ecl35p1"), "200,000.00-2,000,000.00",
             {{"200000", "1,000,000.00-2,000,000.00"}, {"200000.01", "1,000,000.05-2,000,000.10"}}, "199999.99");
        rows(ArticleId("ecl35p2"), "50,000.00-500,000.00",
             {{"50000", "250,000.00-500,000.00"}, {"50000.01", "250,000.05-500,000.10"}}, "49999.99");
        rows(ArticleId("ecl36"), "100,000.00-500,000.00",
             {{"100000", "300,000.00-500,000.00"}, {"100000.01", "300,000.03-500,000.05"}}, "99999.99");
        rows(ArticleId("ecl37"), "500,000.00-5,000,000.00",
             {{"500000", "5,000,000.00-10,000,000.00"}, {"500000.01", "5,000,000.10-10,000,000.20"}}, "499999.99");
        rows(ArticleId("ecl38"), "100,000.00-300,000.00",
             {{"500000", "100,000.00-300,000.00"}, {"9000000", "100,000.00-300,000.00"}}, "100000");
    }
    void thresholds() {
        QFETCH(QString, violation);
        QFETCH(QString, turnover);
        QFETCH(QString, range);
        QCOMPARE(QString::fromStdString(formatRange(compute(ArticleId(violation.toStdString()), turnover.toLatin1()))),
                 range);
    }

    // Turnovers of published decisions and what Article 34 gives for them.
    void publishedTurnovers_data() {
        QTest::addColumn<QString>("turnover");
        QTest::addColumn<QString>("range");
        QTest::addColumn<bool>("criminal");
        const auto row = [](const char* name, const char* turnover, const char* range, bool criminal) {
            QTest::newRow(name) << QString(turnover) << QString(range) << criminal;
        };
        const char* flat = "500,000.00-5,000,000.00";
        row("Mengla, two declarations added", "510650.53", "2,553,252.65-5,106,505.30", true);
        row("Beilun, bismuth", "784700", "3,923,500.00-7,847,000.00", true);
        row("Yangshan, one model of sixteen", "66143.2", flat, false);
        row("Meishan, two specifications of seventeen", "3348.25", flat, false);
        row("Vietnam magnets", "208488.06", flat, true);
        row("Pingtan", "7336", flat, false);
        row("Yinzhou", "79500", flat, false);
        row("Capital airport", "395900", flat, true);
        row("drone kit", "2038285.45", "10,191,427.25-20,382,854.50", true);
        row("smallest parcel", "26", flat, false);
        row("Shanghai court", "146000000", "730,000,000.00-1,460,000,000.00", true);
    }
    void publishedTurnovers() {
        QFETCH(QString, turnover);
        QFETCH(QString, range);
        QFETCH(bool, criminal);
        const auto result = compute(ArticleId("ecl34"), turnover.toLatin1());
        QCOMPARE(QString::fromStdString(formatRange(result)), range);
        QCOMPARE(result.criminalNotice, criminal);
    }

    void menglaCrossesOnlyWhenAdded() {
        const auto first = yuan("254136.51");
        const auto second = yuan("256514.02");
        const auto sum = add(first, second).value();
        QCOMPARE(formatMoney(sum), std::string("510,650.53"));
        QVERIFY(!compute(ArticleId("ecl34"), "254136.51").articles[0].byTurnover);
        QVERIFY(!compute(ArticleId("ecl34"), "256514.02").articles[0].byTurnover);
        QVERIFY(compute(ArticleId("ecl34"), "510650.53").articles[0].byTurnover);
    }

    void measures() {
        const auto measuresOf = [&](const ArticleId& violation, bool serious) {
            return compute(violation, "1000", serious).measures;
        };
        using M = Measures;
        const M ordered{.warning = true, .stopOrder = true, .confiscateGains = true};
        QVERIFY(measuresOf(ArticleId("ecl33"), true) == ordered);
        QVERIFY(measuresOf(ArticleId("ecl36"), true) == ordered);
        QVERIFY(measuresOf(ArticleId("ecl37"), false) == ordered);
        QVERIFY(measuresOf(ArticleId("ecl34"), false) == (M{.stopOrder = true, .confiscateGains = true}));
        QVERIFY(measuresOf(ArticleId("ecl34"), true) ==
                (M{.stopOrder = true, .confiscateGains = true, .suspendBusiness = true, .revokeQualification = true}));
        QVERIFY(measuresOf(ArticleId("ecl35p1"), true) == (M{.confiscateGains = true, .revokeLicence = true}));
        QVERIFY(measuresOf(ArticleId("ecl35p2"), true) == (M{.confiscateGains = true}));
        QVERIFY(measuresOf(ArticleId("ecl38"), false) == (M{.warning = true}));
        QVERIFY(measuresOf(ArticleId("ecl38"), true) ==
                (M{.warning = true, .suspendBusiness = true, .revokeQualification = true}));
    }

    void gainsAreConfiscatedWhereOrdered() {
        PenaltyFacts facts{.violations = {ArticleId("ecl34")}, .illegalGains = yuan("339500")}; // the Wuxi case
        QCOMPARE(computePenalty(m_law, facts)->confiscation, std::optional(yuan("339500")));
        facts.violations = {ArticleId("ecl38")};
        QVERIFY(!computePenalty(m_law, facts)->confiscation);
        facts.violations = {ArticleId("ecl38"), ArticleId("ecl36")};
        QCOMPARE(computePenalty(m_law, facts)->confiscation, std::optional(yuan("339500")));
        facts = {.violations = {ArticleId("ecl34")}, .illegalGains = Money{}};
        QVERIFY(!computePenalty(m_law, facts)->confiscation);
    }

    void higherFineAppliesToOneAct() {
        PenaltyFacts facts{.violations = {ArticleId("ecl36"), ArticleId("ecl34")}, .illegalTurnover = yuan("400000")};
        auto range = computePenalty(m_law, facts).value();
        QCOMPARE(range.governing, ArticleId("ecl34")); // 5,000,000 against 5 x 400,000 = 2,000,000
        QCOMPARE(formatRange(range), std::string("500,000.00-5,000,000.00"));
        QCOMPARE(range.articles.size(), std::size_t{2});
        QCOMPARE(range.derivation[2].source.cite, std::string("APL 29"));
        QVERIFY(range.derivation[2].result.en.contains("higher lower bound")); // 3 x 400,000 is above 500,000
        QVERIFY(range.measures.warning);                                       // of Article 36, joined

        facts.violations = {ArticleId("ecl34"), ArticleId("ecl37")};
        facts.illegalTurnover = yuan("500000");
        range = computePenalty(m_law, facts).value();
        QCOMPARE(range.governing, ArticleId("ecl37"));
        QCOMPARE(formatRange(range), std::string("5,000,000.00-10,000,000.00"));

        // Equal ranges: the earlier article, whatever the order they were named in.
        facts = {.violations = {ArticleId("ecl34"), ArticleId("ecl33")}};
        QCOMPARE(computePenalty(m_law, facts)->governing, ArticleId("ecl33"));
    }

    void criminalThresholdNeedsAPerson() {
        QVERIFY(!compute(ArticleId("ecl34"), "199999.99").criminalNotice);
        QVERIFY(compute(ArticleId("ecl34"), "200000").criminalNotice);
        PenaltyFacts facts{.violations = {ArticleId("ecl34")}, .kilograms = 19'999};
        QVERIFY(!computePenalty(m_law, facts)->criminalNotice);
        facts.kilograms = 20'000;
        const auto range = computePenalty(m_law, facts).value();
        QVERIFY(range.criminalNotice);
        QCOMPARE(range.derivation.back().source.cite, std::string("SMG 11(6)"));
        QVERIFY(range.derivation.back().result.en.contains("a person must examine"));
    }

    void refusesBadFacts() {
        const auto refused = [&](const PenaltyFacts& facts, Code code, const char* where, const char* cite = "") {
            const auto result = computePenalty(m_law, facts);
            return !result && result.error().code == code && result.error().where == where &&
                   result.error().cite == cite && !result.error().cure.zh.empty();
        };
        const auto good = [] { return PenaltyFacts{.violations = {ArticleId("ecl34")}}; };
        QVERIFY(computePenalty(m_law, good()).has_value());
        QVERIFY(refused({}, Code::malformed, "violations"));
        QVERIFY(refused({.violations = {ArticleId("ecl34"), ArticleId("ecl34")}}, Code::malformed, "violations"));
        auto facts = good();
        facts.illegalTurnover = Money::fromFen(-1);
        QVERIFY(refused(facts, Code::malformed, "illegalTurnover"));
        facts = good();
        facts.illegalGains = Money::fromFen(-1);
        QVERIFY(refused(facts, Code::malformed, "illegalGains"));
        facts = good();
        facts.kilograms = -1;
        QVERIFY(refused(facts, Code::malformed, "kilograms"));
        facts = good();
        facts.grounds = {{"apl99", "x"}};
        QVERIFY(refused(facts, Code::malformed, "grounds"));
        facts.grounds = {{"apl32-1", " \n"}};
        QVERIFY(refused(facts, Code::malformed, "grounds", "APL 32(1)"));
        facts = good();
        facts.actEnd = parseDate("2020-11-30");
        QVERIFY(refused(facts, Code::refused, "actEnd", "APL 37"));
        facts.actEnd = parseDate("2020-12-01");
        QVERIFY(computePenalty(m_law, facts).has_value());
        facts = good();
        facts.illegalTurnover = Money::fromFen(std::numeric_limits<std::int64_t>::max() / 9);
        QCOMPARE(computePenalty(m_law, facts).error().code, Code::tooLarge);
    }

    void sameFactsGiveTheSameBytes() {
        const PenaltyFacts facts{.violations = {ArticleId("ecl34")},
                                 .illegalTurnover = yuan("510650.53"),
                                 .serious = true,
                                 .grounds = {{"apl32-1", "货物已全部退回"}}};
        const auto once = computePenalty(m_law, facts).value();
        const auto again = computePenalty(*PenaltyBook::shipped(), parseFacts(renderFacts(facts)).value()).value();
        QVERIFY(once == again);
        QCOMPARE(renderJson(once), renderJson(again));
        for (const auto language : {Language::en, Language::zh})
            QCOMPARE(renderText(once, language), renderText(again, language));
        for (const auto& step : once.derivation) {
            for (const auto* text : {&step.source.article, &step.input, &step.rule, &step.result}) {
                QVERIFY2(!text->en.empty() && !text->zh.empty(), step.source.cite.c_str());
            }
        }
    }

    // The bytes themselves: they are signed, so a change of wording must be a decision and not an accident.
    void rendersInWords() {
        const auto range = compute(ArticleId("ecl34"), "510650.53");
        const auto zh = renderText(range, Language::zh);
        QVERIFY2(
            zh.starts_with(
                "1. 《出口管制法》第34条\n"
                "   事实：未经许可、超出许可范围出口管制物项，或者出口禁止出口的管制物项。违法经营额：510,650.53元\n"
                "   "
                "规则：违法经营额在50万元以上的，处其5倍以上10倍以下罚款；没有或者不足50万元的，处50万元以上500万元以下"
                "罚款。各数额均含本数。情节严重的，可责令停业整顿，直至吊销出口经营资格。\n"
                "   结果：510,650.53元达到500,000.00元以上：5倍至10倍，即2,553,252.65元至5,106,505.30元\n"),
            zh.c_str());
        QVERIFY(zh.ends_with("罚款幅度：2,553,252.65元至5,106,505.30元（《出口管制法》第34条）\n"));
        const auto en = renderText(compute(ArticleId("ecl36"), ""), Language::en);
        QVERIFY2(en.contains("Result: There is no turnover: CNY 100,000.00 to CNY 500,000.00\n"), en.c_str());
        const auto json = renderJson(range);
        QVERIFY(
            json.starts_with(R"({"law":"ecl-2020","facts":{"violations":["ecl34"],"illegalTurnover":"510650.53",)"));
        QVERIFY(json.contains(R"("fineMin":"2553252.65","fineMax":"5106505.30")"));
    }

    void factsAreReadStrictly_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char* json, const char* place) {
            QTest::newRow(json) << QByteArray(json) << QByteArray(place);
        };
        row(R"({"violations":["ecl99"]})", "/violations/0");
        row(R"({"violations":"ecl34"})", "/violations");
        row(R"({})", "/");
        row(R"({"violations":[],"turnover":"5"})", "/turnover");
        row(R"({"violations":[],"illegalTurnover":5.5})", "/illegalTurnover");
        row(R"({"violations":[],"illegalGains":"-5"})", "/illegalGains");
        row(R"({"violations":[],"serious":"yes"})", "/serious");
        row(R"({"violations":[],"actEnd":"2025"})", "/actEnd");
        row(R"({"violations":[],"kilograms":-1})", "/kilograms");
        row(R"({"violations":[],"grounds":[{"ground":"apl32-1"}]})", "/grounds/0");
        row(R"({"violations":[])", "line 1, column 16");
    }
    void factsAreReadStrictly() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, place);
        const auto facts = parseFacts(json.toStdString());
        QVERIFY(!facts);
        QCOMPARE(QByteArray::fromStdString(facts.error().front().where), place);
    }

    // For every turnover: bounds are ordered, the range only jumps at a threshold, and more turnover never gives less.
    void rangesAreOrdered() {
        std::mt19937_64 random(34);
        for (const char* name : {"ecl33", "ecl34", "ecl35p1", "ecl35p2", "ecl36", "ecl37", "ecl38"}) {
            const ArticleId violation(name);
            Money last;
            PenaltyRange before = compute(violation, "0");
            for (int i = 0; i < 2000; ++i) {
                last = Money::fromFen(last.fen() + static_cast<std::int64_t>(random() % 100'000));
                const auto range = computePenalty(m_law, {.violations = {violation}, .illegalTurnover = last}).value();
                QVERIFY(range.fineMin <= range.fineMax && range.fineMin.fen() > 0);
                QVERIFY(range.fineMin >= before.fineMin && range.fineMax >= before.fineMax);
                before = range;
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestPenalty)
#include "test_penalty.moc"
