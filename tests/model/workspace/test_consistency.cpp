// SPDX-License-Identifier: GPL-3.0-or-later
// A penalty beside what the office has decided in like cases.
#include "model/workspace/consistency.h"
#include "tests/support/filed_case.h"

#include <QTest>

using namespace model;

class TestConsistency : public QObject {
    Q_OBJECT

    /// ECL 34 for a turnover of 600,000 yuan: 3,000,000 to 6,000,000.
    static PenaltyValue penalty(const char* fine, std::string deviation = {}) {
        PenaltyValue value;
        value.facts.violations = {law::ArticleId("ecl34")};
        value.facts.illegalTurnover = must(law::parseMoney("600000"));
        value.proposal.fine = must(law::parseMoney(fine));
        value.deviation = std::move(deviation);
        return value;
    }
    static Result<Receipt> propose(TestOffice& office, CaseId id, const PenaltyValue& value) {
        return office.as("investigator-1")
            ->takeStep(id, "propose", {{"facts_found", "f"}, {"reasons", "r"}, {"penalty", renderPenaltyValue(value)}});
    }
    static CaseId decided(TestOffice& office, const std::string& title, const char* fine, std::string deviation = {}) {
        const auto id = investigatedCase(office, title);
        must(propose(office, id, penalty(fine, std::move(deviation))));
        must(office.as("supervisor")->takeStep(id, "approve", {{"opinion", "o"}}));
        office.clock().advance(std::chrono::hours(1));
        return id;
    }

private slots:
    void aReasonIsAskedForOutsideOfTheBand() {
        TestOffice office;
        // Two are too few to ask.
        const auto first = decided(office, "First", "3600000");   // 20 %
        const auto second = decided(office, "Second", "4200000"); // 40 %
        const auto third = decided(office, "Third", "3900000");   // 30 %
        const auto id = investigatedCase(office, "Now");
        const auto refused = propose(office, id, penalty("4300000"));
        QVERIFY(!refused && refused.error().code == Code::refused && refused.error().where == "penalty");
        QVERIFY(refused.error().what.en.contains("20 % of the range to at 40 %"));
        const auto supervisor = office.as("supervisor");
        for (const auto one : {first, second, third})
            QVERIFY(refused.error().what.en.contains(must(supervisor->state(one)).reference));
        QVERIFY(refused.error().cure.en.contains("not of law"));
        QCOMPARE(must(supervisor->state(id)).stage, std::string("investigation"));

        const auto compared = must(office.as("auditor")->comparedTo(id, penalty("4300000")));
        QVERIFY(compared.consistency.standing == law::Consistency::Standing::unknown); // who reads none of them
        const auto seen = must(supervisor->comparedTo(id, penalty("4300000")));
        QVERIFY(seen.consistency.standing == law::Consistency::Standing::above && seen.nearest.size() == 3);
        QVERIFY(seen.nearest[0].id == third); // as near: the newest first
    }

    void theReasonIsSignedAndShownToTheApprover() {
        TestOffice office;
        for (const auto* title : {"First", "Second", "Third"}) decided(office, title, "3600000");
        const auto id = investigatedCase(office, "Now");
        must(propose(office, id, penalty("4300000", "Repeated after a warning.")));
        auto supervisor = office.as("supervisor");
        const auto written = must(supervisor->state(id)).lastStep("propose")->form.at("penalty");
        QCOMPARE(must(parsePenaltyValue(written)).deviation, std::string("Repeated after a warning."));
        must(supervisor->takeStep(id, "approve", {{"opinion", "o"}}));
        QCOMPARE(must(supervisor->state(id)).lastStep("approve")->form.at("penalty"), written);
        // It is a precedent itself now, and the band is wider.
        const auto next = investigatedCase(office, "Next");
        must(propose(office, next, penalty("4300000")));
        // An approval that was withdrawn is none.
        must(supervisor->takeStep(id, "withdraw_approval", {{"reason", "r"}}));
        const auto again = investigatedCase(office, "Again");
        QVERIFY(!propose(office, again, penalty("4300000")));
        must(supervisor->rebuild({}, {}));
        QVERIFY(must(supervisor->comparedTo(again, penalty("4300000"))).nearest.size() == 3);
        QVERIFY(must(supervisor->verify(false, {}, {})).findings.empty());
    }

    void whatIsWrittenReadsBack() {
        const auto value = penalty("4300000", "Why \"so\" 因");
        QVERIFY(must(parsePenaltyValue(renderPenaltyValue(value))) == value);
        const auto plain = renderPenaltyValue(penalty("4300000"));
        QVERIFY(!plain.contains("deviation"));
        QVERIFY(!parsePenaltyValue(plain.substr(0, plain.size() - 1) + ",\"deviation\":\"\"}"));
        QVERIFY(!parsePenaltyValue(plain.substr(0, plain.size() - 1) + ",\"deviation\":3}"));
    }
};

QTEST_GUILESS_MAIN(TestConsistency)
#include "test_consistency.moc"
