// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/deadline.h"

#include <QTest>

using namespace model;
using namespace model::law;

namespace {

Date day(const char* text) { return parseDate(text).value(); }

// Ten in the morning in China on this day.
Instant tenOn(const char* text) { return startOfDay(day(text)) + std::chrono::hours(10); }

DeadlineRule rule(int length, DeadlineUnit unit, RollForward roll = RollForward::none) {
    return {.name = {"test", "测试"}, .length = length, .unit = unit, .roll = roll, .cite = "APL 60"};
}

} // namespace

class TestDeadline : public QObject {
    Q_OBJECT

    Calendar m_calendar;

    Deadline compute(const DeadlineRule& with, const char* start, std::vector<Suspension> suspensions = {},
                     std::vector<Extension> extensions = {}) {
        auto result = computeDeadline(with, tenOn(start), suspensions, extensions, m_calendar);
        return result ? *std::move(result) : Deadline{};
    }

private slots:
    void initTestCase() { m_calendar = Calendar::shipped().value(); }

    void lastDays_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("unit");
        QTest::addColumn<bool>("roll");
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("due");
        const auto row = [](const char* name, int length, DeadlineUnit unit, bool roll, const char* start,
                            const char* due) {
            QTest::newRow(name) << length << static_cast<int>(unit) << roll << QString(start) << QString(due);
        };
        using enum DeadlineUnit;
        row("APL 56, 7 days over National Day", 7, workingDays, false, "2025-09-26", "2025-10-13");
        row("APL 63, 5 days over Spring Festival 2026", 5, workingDays, false, "2026-02-12", "2026-02-26");
        row("APL 61, 7 days in a plain week", 7, workingDays, false, "2025-03-03", "2025-03-12");
        row("working days from a day off", 2, workingDays, true, "2025-10-04", "2025-10-10");
        row("90 days end on National Day and stay", 90, calendarDays, false, "2025-07-03", "2025-10-01");
        row("90 days end on National Day and move", 90, calendarDays, true, "2025-07-03", "2025-10-09");
        row("15 days end on a make-up Sunday", 15, calendarDays, true, "2025-01-11", "2025-01-26");
        row("15 days end on a plain Saturday", 15, calendarDays, true, "2025-02-28", "2025-03-17");
        row("a month is clamped in a leap year", 1, months, false, "2024-01-31", "2024-02-29");
        row("a month is clamped", 1, months, false, "2025-01-31", "2025-02-28");
        row("two months are clamped once", 2, months, false, "2025-01-31", "2025-03-31");
        row("6 months end on a make-up Saturday", 6, months, true, "2025-08-31", "2026-02-28");
        row("over the year's end", 3, months, false, "2025-11-15", "2026-02-15");
        row("two years", 2, years, false, "2024-02-29", "2026-02-28");
        row("24 hours", 24, hours, true, "2025-09-30", "2025-10-01");
    }
    void lastDays() {
        QFETCH(int, length);
        QFETCH(int, unit);
        QFETCH(bool, roll);
        QFETCH(QString, start);
        QFETCH(QString, due);
        const auto deadline = compute(
            rule(length, static_cast<DeadlineUnit>(unit), roll ? RollForward::nextWorkingDay : RollForward::none),
            start.toLatin1());
        QVERIFY(deadline.due);
        QCOMPARE(QString::fromStdString(formatDate(*deadline.due)), due);
        QVERIFY(deadline.covered);
        QVERIFY(deadline.lines.size() >= 3);
        for (const auto& line : deadline.lines) QVERIFY(!line.en.empty() && !line.zh.empty());
    }

    void endsAtMidnightInChina() {
        const auto deadline = compute(rule(15, DeadlineUnit::calendarDays), "2025-03-01");
        QCOMPARE(formatUtc(*deadline.missedAt), std::string("2025-03-16T16:00:00.000Z"));
        const auto hours = compute(rule(24, DeadlineUnit::hours), "2025-03-01");
        QCOMPARE(formatUtc(*hours.missedAt), std::string("2025-03-02T02:00:00.000Z"));
        // Late in the evening in UTC it is tomorrow in China already.
        const auto night = computeDeadline(rule(1, DeadlineUnit::calendarDays), *parseInstant("2025-03-01T17:00:00Z"),
                                           {}, {}, m_calendar);
        QCOMPARE(*night->due, day("2025-03-03"));
    }

    void suspendedDaysDoNotCount() {
        const Suspension test{day("2025-03-11"), day("2025-03-20"), {"testing", "检测"}};
        QCOMPARE(*compute(rule(30, DeadlineUnit::calendarDays), "2025-03-01", {test}).due, day("2025-04-10"));
        // Overlapping and touching suspensions count once.
        const Suspension more{day("2025-03-15"), day("2025-03-22"), {"x", "x"}};
        const Suspension next{day("2025-03-23"), day("2025-03-23"), {"x", "x"}};
        QCOMPARE(*compute(rule(30, DeadlineUnit::calendarDays), "2025-03-01", {next, more, test}).due,
                 day("2025-04-13"));
        // Days before the start and after the end change nothing.
        const Suspension before{day("2025-02-01"), day("2025-03-01"), {"x", "x"}};
        QCOMPARE(*compute(rule(30, DeadlineUnit::calendarDays), "2025-03-01", {before}).due, day("2025-03-31"));
        const Suspension after{day("2025-04-01"), std::nullopt, {"x", "x"}};
        QCOMPARE(*compute(rule(30, DeadlineUnit::calendarDays), "2025-03-01", {after}).due, day("2025-03-31"));
        // Working days: only those inside the suspension are lost.
        const Suspension weekend{day("2025-03-07"), day("2025-03-09"), {"x", "x"}};
        QCOMPARE(*compute(rule(7, DeadlineUnit::workingDays), "2025-03-03", {weekend}).due, day("2025-03-13"));
        // A month grows by the suspended days, those that fall into the part that was added included.
        const Suspension late{day("2025-02-10"), day("2025-02-20"), {"x", "x"}};
        QCOMPARE(*compute(rule(1, DeadlineUnit::months), "2025-01-15", {late}).due, day("2025-02-26"));
        // Hours stand still for the whole of the suspended days.
        const Suspension oneDay{day("2025-03-02"), day("2025-03-02"), {"x", "x"}};
        QCOMPARE(formatUtc(*compute(rule(24, DeadlineUnit::hours), "2025-03-01", {oneDay}).missedAt),
                 std::string("2025-03-03T02:00:00.000Z"));
    }

    void openSuspensionHasNoLastDay() {
        for (const auto unit : {DeadlineUnit::hours, DeadlineUnit::workingDays, DeadlineUnit::calendarDays,
                                DeadlineUnit::months, DeadlineUnit::years}) {
            const auto deadline =
                compute(rule(20, unit), "2025-03-03", {{day("2025-03-03"), std::nullopt, {"x", "x"}}});
            QVERIFY(!deadline.due);
            QVERIFY(!deadline.missedAt);
            QVERIFY(!deadline.lines.empty());
        }
    }

    void extensionsFollow() {
        const Extension thirty{30, DeadlineUnit::calendarDays, {"complex", "案情复杂"}, "ACL 25"};
        QCOMPARE(*compute(rule(30, DeadlineUnit::calendarDays), "2025-03-01", {}, {thirty}).due, day("2025-04-30"));
        // Two months, not one clamped month after another.
        const Extension month{1, DeadlineUnit::months, {"x", "x"}, ""};
        QCOMPARE(*compute(rule(1, DeadlineUnit::months), "2025-01-31", {}, {month}).due, day("2025-03-31"));
        const Extension working{5, DeadlineUnit::workingDays, {"x", "x"}, ""};
        QCOMPARE(*compute(rule(30, DeadlineUnit::calendarDays), "2025-09-01", {}, {working}).due, day("2025-10-14"));
    }

    void saysWhatIsNotCovered() {
        const auto deadline = compute(rule(7, DeadlineUnit::workingDays), "2026-12-28");
        QVERIFY(!deadline.covered);
        QVERIFY(deadline.lines[deadline.lines.size() - 2].en.contains("not covered"));
    }

    void saysHowItWasFound() {
        const auto deadline = compute(rule(7, DeadlineUnit::workingDays), "2025-09-26");
        std::string en;
        std::string zh;
        for (const auto& line : deadline.lines) {
            en += line.en + "\n";
            zh += line.zh + "\n";
        }
        QCOMPARE(en, std::string(
                         "test: 7 working days (APL 60).\n"
                         "It begins on 2025-09-26 (Friday), a day that does not count (by analogy with Civil Procedure "
                         "Law 85).\n"
                         "2025-09-28 (Sunday) counts: a working day in place of the days off at National Day and "
                         "Mid-Autumn Festival.\n"
                         "2025-10-01 to 2025-10-08 do not count: National Day and Mid-Autumn Festival.\n"
                         "2025-10-11 (Saturday) counts: a working day in place of the days off at National Day and "
                         "Mid-Autumn Festival.\n"
                         "10 days off on the way are not counted.\n"
                         "Last day: 2025-10-13 (Monday).\n"));
        QVERIFY(zh.contains("届满日：2025-10-13（星期一）。"));
    }

    void refusesBadInput() {
        const auto code = [&](const DeadlineRule& with, std::vector<Suspension> suspensions = {},
                              std::vector<Extension> extensions = {}) {
            const auto result = computeDeadline(with, tenOn("2025-03-01"), suspensions, extensions, m_calendar);
            return result ? Code::failed : result.error().code;
        };
        QCOMPARE(code(rule(0, DeadlineUnit::calendarDays)), Code::malformed);
        QCOMPARE(code(rule(-3, DeadlineUnit::workingDays)), Code::malformed);
        QCOMPARE(code(rule(kMaxDays + 1, DeadlineUnit::calendarDays)), Code::malformed);
        QCOMPARE(code(rule(101, DeadlineUnit::years)), Code::malformed);
        QCOMPARE(code(rule(5, DeadlineUnit::calendarDays), {{day("2025-03-05"), day("2025-03-04"), {}}}),
                 Code::malformed);
        QCOMPARE(code(rule(5, DeadlineUnit::calendarDays), {}, {{0, DeadlineUnit::calendarDays, {}, {}}}),
                 Code::malformed);
    }

    void daysOfTheLaws() {
        for (const int n : {2, 3, 5, 7}) QCOMPARE(unitOfDays("APL", n), DeadlineUnit::workingDays);
        for (const int n : {1, 10, 15, 30, 60, 90}) QCOMPARE(unitOfDays("APL", n), DeadlineUnit::calendarDays);
        QCOMPARE(unitOfDays("ARL", 10), DeadlineUnit::workingDays);
        QCOMPARE(unitOfDays("ARL", 2), DeadlineUnit::calendarDays);
        QCOMPARE(unitOfDays("ACL", 10), DeadlineUnit::workingDays);
        QCOMPARE(unitOfDays("ACL", 11), DeadlineUnit::calendarDays);
        QVERIFY(!unitOfDays("REF", 3));
        for (const auto unit : {DeadlineUnit::hours, DeadlineUnit::workingDays, DeadlineUnit::calendarDays,
                                DeadlineUnit::months, DeadlineUnit::years}) {
            QCOMPARE(deadlineUnitFromName(deadlineUnitName(unit)), unit);
        }
    }
};

QTEST_APPLESS_MAIN(TestDeadline)
#include "test_deadline.moc"
