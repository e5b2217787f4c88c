// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/course.h"

#include "model/workflow/penalty_check.h"
#include "model/workflow/queues.h"

#include <QTest>

using namespace model;
using law::Money;
using std::chrono::hours;

namespace {

const Instant kStart = *parseInstant("2026-03-02T00:00:00Z");

/// A case that takes steps, a day each.
struct Walk {
    Walk() : definition(parseDefinition(shippedDefinition()).value()) {
        state.stage = definition.initialStage().id;
        state.opened.time = kStart;
    }
    void take(const std::string& step, Form form = {}) {
        day += 1;
        const auto* defined = definition.step(step);
        StepTaken taken{step, state.stage, targetOf(*defined, state.stage), {}, {}, {}, std::move(form), true};
        taken.place.time = kStart + hours{24 * day};
        state.stage = taken.to;
        state.steps.push_back(std::move(taken));
    }
    [[nodiscard]] Course course() const { return courseOf(state, definition); }
    void toProposed() {
        for (const char* step :
             {"accept", "verify", "propose_filing", "approve_filing", "begin_investigation", "propose"})
            take(step);
    }

    Definition definition;
    CaseState state;
    int day = 0;
};

Form penalty(std::int64_t yuan, law::ProposalKind kind = law::ProposalKind::normal) {
    PenaltyValue value;
    value.facts.violations = {law::ArticleId("ecl34")};
    value.facts.illegalTurnover = Money::fromFen(100'000'000); // a million yuan: five to ten million
    value.proposal.kind = kind;
    value.proposal.fine = Money::fromFen(yuan * 100);
    return {{"penalty", renderPenaltyValue(value)}};
}

} // namespace

class TestCourse : public QObject {
    Q_OBJECT

private slots:
    void staysAreThoseOfTheStagesLeft() {
        Walk walk;
        QVERIFY(walk.course().stays.empty() && walk.course().closed == Instant{});
        walk.take("accept");
        walk.take("verify"); // stays in its stage
        walk.take("propose_filing");
        walk.take("return_filing"); // a second time in verification: it has not left it
        auto course = walk.course();
        QVERIFY(course.stays == (std::vector<Stay>{{"received", hours{24}}, {"filing_approval", hours{24}}}));
        walk.take("propose_no_filing");
        walk.take("approve_no_filing");
        course = walk.course();
        QVERIFY(course.stays == (std::vector<Stay>{{"received", hours{24}},
                                                   {"verification", hours{72}},
                                                   {"filing_approval", hours{24}},
                                                   {"no_filing_approval", hours{24}}}));
        QVERIFY(course.closed == kStart + hours{24 * 6});
        QVERIFY(course.decided == Instant{} && course.fine.empty());
    }

    void anApprovalStandsUntilItIsTakenBack() {
        Walk walk;
        walk.toProposed();
        QVERIFY(walk.course().decided == Instant{});
        walk.take("approve", penalty(6'000'000));
        QVERIFY(walk.course().decided == kStart + hours{24 * 7});
        QCOMPARE(walk.course().fine, std::string("lower"));
        QCOMPARE(walk.course().fineFen, 600'000'000);
        walk.take("withdraw_approval");
        QVERIFY(walk.course().decided == Instant{} && walk.course().fine.empty());
        QCOMPARE(walk.course().fineFen, 0);
        walk.take("propose");
        walk.take("approve", penalty(9'999'999));
        walk.take("issue_decision");
        walk.take("close");
        QVERIFY(walk.course().decided == kStart + hours{24 * 10});
        QCOMPARE(walk.course().fine, std::string("upper"));
        QVERIFY(walk.course().closed == kStart + hours{24 * 12});
    }

    void finesThatAreNone() {
        Walk walk;
        walk.toProposed();
        walk.take("approve", penalty(0, law::ProposalKind::none));
        QCOMPARE(walk.course().fine, std::string("none"));
        walk.state.steps.back().form = {}; // what an auditor holds of it
        QCOMPARE(walk.course().fine, std::string("unreadable"));
        QVERIFY(walk.course().decided != Instant{});
    }

    void placesInARange() {
        const auto place = [](std::int64_t fine, std::int64_t least, std::int64_t most) {
            return finePlaceOf(Money::fromFen(fine), Money::fromFen(least), Money::fromFen(most));
        };
        QCOMPARE(place(4, 5, 10), std::string_view("below"));
        QCOMPARE(place(11, 5, 10), std::string_view("above"));
        QCOMPARE(place(0, 0, 9), std::string_view("lower"));
        QCOMPARE(place(3, 0, 9), std::string_view("lower"));
        QCOMPARE(place(4, 0, 9), std::string_view("middle"));
        QCOMPARE(place(6, 0, 9), std::string_view("upper"));
        QCOMPARE(place(9, 0, 9), std::string_view("upper"));
        QCOMPARE(place(5, 5, 5), std::string_view("middle"));
        constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
        QCOMPARE(place(kMost, 0, kMost), std::string_view("upper"));
    }

    void queues() {
        const Walk walk;
        const auto decides = stagesLedBy(walk.definition, Role::supervisor, false);
        QVERIFY(std::ranges::contains(decides, "proposed") && std::ranges::contains(decides, "filing_approval"));
        QVERIFY(!std::ranges::contains(decides, "received"));
    }
};

QTEST_GUILESS_MAIN(TestCourse)
#include "test_course.moc"
