// SPDX-License-Identifier: GPL-3.0-or-later
// What is signed as a penalty: one value has one text, and it is judged by the packs that it names.
#include "model/workflow/penalty_check.h"

#include <QTest>

using namespace model;

class TestPenaltyCheck : public QObject {
    Q_OBJECT

    static PenaltyValue valueOf(const char* article, std::vector<std::string> packs, const char* fine) {
        PenaltyValue value;
        value.facts.violations = {law::ArticleId(article)};
        value.facts.packs = std::move(packs);
        value.proposal.fine = law::parseAnyMoney(fine).value();
        return value;
    }
    static std::string verdict(const PenaltyValue& value) {
        const auto range = recomputePenalty(value);
        return range ? range->law : "refused: " + range.error().cite + " " + range.error().where;
    }

private slots:
    // As it was signed before there were packs, to the byte.
    void theFirstFormStays() {
        const std::string text =
            R"({"facts":{"violations":["ecl34"],"illegalTurnover":null,"illegalGains":null,"kilograms":null,"actEnd":null,)"
            R"("serious":false,"grounds":[]},"proposal":{"kind":"normal","fine":"500000.00","confiscation":null}})";
        const auto value = parsePenaltyValue(text);
        QVERIFY(value.has_value());
        QCOMPARE(renderPenaltyValue(*value), text);
        QCOMPARE(verdict(*value), std::string("ecl-2020"));
    }

    void everyMemberComesBack() {
        auto value = valueOf("reg39", {"ecl-2020", "reg-2024"}, "600000");
        value.facts.declarations = {{law::parseMoney("1").value(), true, "一"},
                                    {law::parseMoney("2").value(), false, ""}};
        value.facts.goodsValue = law::parseMoney("3").value();
        value.facts.transactionValue = law::parseAnyMoney("USD 4").value();
        value.facts.actStart = parseDate("2025-01-01");
        value.facts.actEnd = parseDate("2025-02-01");
        value.facts.discovered = parseDate("2025-03-01");
        value.facts.discovery = "inspection";
        value.facts.extreme = true;
        const auto text = renderPenaltyValue(value);
        const auto again = parsePenaltyValue(text);
        QVERIFY2(again.has_value(), text.c_str());
        QVERIFY(*again == value);
        QCOMPARE(renderPenaltyValue(*again), text);
        QCOMPARE(verdict(value), std::string("reg-2024"));
    }

    void theNamedPacksJudge() {
        QCOMPARE(verdict(valueOf("reg43", {"reg-2024"}, "500000")), std::string("reg-2024"));
        QCOMPARE(verdict(valueOf("reg43", {"reg-2024"}, "500000.01")), std::string("refused: REG 43 fine"));
        QCOMPARE(verdict(valueOf("reg43", {}, "500000")), std::string("refused:  violations"));
        QCOMPARE(verdict(valueOf("reg43", {"reg-2099"}, "500000")), std::string("refused:  packs"));
        QCOMPARE(verdict(valueOf("reg43", {"reg-2024", "reg-2024"}, "500000")), std::string("refused:  packs"));
        QCOMPARE(verdict(valueOf("reg39", {"reg-2024"}, "500000")), std::string("refused: REG 39 packs"));
    }

    void whatIsForComparisonPunishesNobody() {
        auto value = valueOf("bis-ne", {"bis-2024"}, "USD 5");
        value.facts.transactionValue = law::parseAnyMoney("USD 5").value();
        QCOMPARE(verdict(value), std::string("refused: BIS 766-1 facts"));
    }
};

QTEST_APPLESS_MAIN(TestPenaltyCheck)
#include "test_penalty_check.moc"
