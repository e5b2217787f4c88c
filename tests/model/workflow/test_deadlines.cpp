// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/model/workflow/definitions.h"
#include "tests/model/workflow/world.h"

#include <QTest>

using namespace model;
using std::chrono::days;

namespace {

World fullWorld() {
    World world(*parseDefinition(textOf(TEST_DATA_DIR "/workflow/full-procedure.json")));
    world.add("olga", {Role::officer});
    world.add("ivan", {Role::investigator});
    world.add("irma", {Role::investigator});
    world.add("sara", {Role::supervisor});
    world.open();
    return world;
}

QString due(World& world, const char* id) {
    const Deadline* deadline = world.deadline(id);
    if (!deadline) return "not begun";
    return deadline->due ? QString::fromStdString(formatDate(*deadline->due)) : QString("open");
}
QString status(World& world, const char* id) {
    const Deadline* deadline = world.deadline(id);
    return deadline ? QString::fromUtf8(deadlineStatusName(deadline->status)) : QString("not begun");
}

} // namespace

// The days are those of the holiday calendar: 2026-03-02 is a Monday; 4 to 6 April 2026 are off.
class TestDeadlines : public QObject {
    Q_OBJECT

private slots:
    void aSettingOfTheOfficeSaysSo() {
        World world = fullWorld();
        QCOMPARE(due(world, "verification"), QString("2026-03-23"));
        const Deadline* deadline = world.deadline("verification");
        QVERIFY(deadline->basis == Basis::setting && deadline->cite.empty() && !deadline->lines.empty());
        QCOMPARE(due(world, "decision"), QString("not begun"));
    }
    void stopsInTimeAndLate() {
        World world = fullWorld();
        world.force("sara", "approve_filing");
        QCOMPARE(due(world, "decision"), QString("2026-05-31"));
        QCOMPARE(status(world, "decision"), QString("running"));
        World late = world;
        world.wait(days(90));
        QCOMPARE(status(world, "decision"), QString("running"));
        world.force("sara", "decide");
        QCOMPARE(status(world, "decision"), QString("met"));
        late.wait(days(91));
        QCOMPARE(status(late, "decision"), QString("overdue"));
        late.force("sara", "decide");
        QCOMPARE(status(late, "decision"), QString("met-late"));
    }
    void suspendsResumesAndExtends() {
        World world = fullWorld();
        world.force("ivan", "seal"); // 2 March, 30 calendar days
        QCOMPARE(due(world, "seizure"), QString("2026-04-01"));
        world.wait(days(10));
        world.force("ivan", "begin_testing");
        QCOMPARE(due(world, "seizure"), QString("open"));
        QCOMPARE(status(world, "seizure"), QString("suspended"));
        world.force("ivan", "begin_testing"); // twice is once
        world.wait(days(7));
        world.force("ivan", "end_testing");
        QCOMPARE(due(world, "seizure"), QString("2026-04-08"));
        QCOMPARE(status(world, "seizure"), QString("running"));
        world.force("sara", "extend_seal");
        QCOMPARE(due(world, "seizure"), QString("2026-05-08"));
        world.force("ivan", "begin_testing");
        world.force("ivan", "end_testing"); // on one day: nothing is lost
        QCOMPARE(due(world, "seizure"), QString("2026-05-08"));
        world.force("ivan", "release_seal");
        QCOMPARE(status(world, "seizure"), QString("met"));
        world.wait(days(1));
        world.force("ivan", "seal"); // begins anew, without the extension
        QCOMPARE(due(world, "seizure"), QString("2026-04-19"));
    }
    void whatStopsOrExtendsNothingIsHarmless() {
        World world = fullWorld();
        for (const char* step : {"end_testing", "begin_testing", "extend_seal", "release_seal"})
            world.force("ivan", step);
        QCOMPARE(due(world, "seizure"), QString("not begun"));
    }
    void workingDaysAndTheirDerivation() {
        World world = fullWorld();
        world.wait(days(30)); // 1 April, before the holiday
        world.force("sara", "decide");
        QCOMPARE(due(world, "service"), QString("2026-04-13"));
        QVERIFY(world.deadline("service")->covered);
        QVERIFY(!world.deadline("service")->lines.empty());
        const auto without = deadlines(world.definition, world.state, nullptr, world.now);
        const auto service = std::ranges::find(without, std::string("service"), &Deadline::id);
        QCOMPARE(QString::fromStdString(formatDate(*service->due)), QString("2026-04-10"));
        QVERIFY2(!service->covered, "without a calendar the answer says so");
    }
    void aDayEndsAtMidnightInChina() {
        World world = fullWorld();
        world.force("sara", "approve_filing");
        world.now = *parseInstant("2026-05-31T15:59:59.999Z");
        QCOMPARE(status(world, "decision"), QString("running"));
        world.now = *parseInstant("2026-05-31T16:00:00Z");
        QCOMPARE(status(world, "decision"), QString("overdue"));
    }
};

QTEST_APPLESS_MAIN(TestDeadlines)
#include "test_deadlines.moc"
