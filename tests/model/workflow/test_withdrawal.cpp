// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/fold.h"
#include "tests/model/workflow/world.h"

#include <QtTest>

using namespace model;

/// What the procedure makes of a step that was taken back: it counts as not taken, and who took it as having acted.
class TestWithdrawal : public QObject {
    Q_OBJECT

    /// Gives the last step an event of its own and takes it back, as the fold does.
    static void takeBack(World& world) {
        auto& step = world.state.steps.back();
        step.place.event.bytes.fill(0x77);
        const CaseBody body = EventWithdrawn{step.place.event};
        EventHeader header;
        header.author = step.place.by;
        header.kind = EventWithdrawn::kKind;
        header.clear = writeBody(body).clear;
        apply(world.state, makeEvent(header, {}), body, {++world.state.head.seq, {}, world.now, true});
    }

    static std::vector<std::string> runs(World& world) {
        std::vector<std::string> out;
        for (const auto& one : deadlines(world.definition, world.state, &world.calendar, world.now)) {
            out.push_back(one.id + " " + std::string(deadlineStatusName(one.status)) + " " +
                          (one.due ? formatDate(*one.due) : "-") + (one.ended ? " ended" : ""));
        }
        return out;
    }

private slots:
    void stageDeadlinesAndPeopleAreAsBefore() {
        World world = shippedWorld();
        lead(world, "decided");
        const auto before = runs(world);
        const auto people = world.state.assignments.size();
        QVERIFY(world.take("ivan", "record_service", {{"service_date", "2026-03-03"}, {"service_manner", "direct"}}));
        QVERIFY(runs(world) != before); // the period of service ended, that of payment began
        takeBack(world);
        QCOMPARE(runs(world), before);
        QCOMPARE(world.state.stage, std::string("decided"));
        QCOMPARE(world.state.assignments.size(), people);
        // It may be taken once more, though it may only be taken once.
        QVERIFY(world.take("ivan", "record_service", {{"service_date", "2026-03-04"}, {"service_manner", "direct"}}));
    }

    void whatWasTakenBackIsNotDone() {
        World world = shippedWorld();
        lead(world, "verification");
        QVERIFY(world.take("olga", "verify", {{"findings", "x"}}));
        const Form form{{"filing_reason", "r"}, {"jurisdiction", "j"}};
        QVERIFY(world.ask("olga", "propose_filing", form));
        takeBack(world);
        const auto refused = world.ask("olga", "propose_filing", form);
        QVERIFY(!refused && refused.error().what.en.contains("not done"));
    }

    void whoTookItBackHasActed() {
        World world = shippedWorld();
        world.add("both", {Role::officer, Role::supervisor});
        lead(world, "verification");
        QVERIFY(world.take("olga", "verify", {{"findings", "x"}}));
        const Form form{{"filing_reason", "r"}, {"jurisdiction", "j"}};
        QVERIFY(world.take("both", "propose_filing", form));
        takeBack(world);
        QVERIFY(world.take("olga", "propose_filing", form));
        const auto refused = world.ask("both", "approve_filing");
        QVERIFY(!refused); // four eyes: they had formed the proposal once
        QVERIFY(world.ask("sara", "approve_filing"));
    }
};

QTEST_GUILESS_MAIN(TestWithdrawal)
#include "test_withdrawal.moc"
