// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/calendar.h"

namespace model::law {

// How long periods are counted, and what of it is law:
// - The day (or hour) on which a period begins is not counted: 民事诉讼法 85, 民法典 201. The Administrative Penalty
// Law has
//   no rule of its own, so this is applied by analogy.
// - Periods of 2, 3, 5 and 7 days in the Administrative Penalty Law are working days (行政处罚法 85); of 3, 5, 7 and 10
//   days in the Administrative Reconsideration Law likewise (行政复议法 88); of up to 10 days in the Administrative
//   Compulsion Law likewise (行政强制法 69). Other numbers of days are calendar days by contrast; no text says so.
// - A month or a year ends on the day of the same number, or on the month's last day where there is none (民法典 202).
// - A period of calendar days, months or years whose last day is a day off ends on the next working day (民事诉讼法 85,
//   民法典 203). For the authority's own periods, such as the 90 days of 行政处罚法 60, no text applies it, so it is a
//   setting of each rule (`roll`), off unless the rule turns it on: without it the result is the earlier, safer day.
// - Days are days in China (UTC+8, no daylight saving time); a period ends at 24:00 of its last day (民法典 203).

enum class DeadlineUnit { hours, workingDays, calendarDays, months, years };

enum class RollForward {
    none,           ///< the last day stays where it is
    nextWorkingDay, ///< a last day off moves to the next working day
};

/// A period as data, from a workflow definition or a rule pack.
struct DeadlineRule {
    Text name = {}; ///< "decision", for the derivation
    int length = 0; ///< 1 to kMaxDays (hours likewise)
    DeadlineUnit unit = DeadlineUnit::calendarDays;
    RollForward roll = RollForward::none;
    std::string cite = {}; ///< legal source, or empty where the clock is a setting of the office
    bool operator==(const DeadlineRule&) const = default;
};

/// Days that do not count, first to last, both included. Without a last day the period stands still until further
/// notice.
struct Suspension {
    Date first = {};
    std::optional<Date> last = {};
    Text reason = {};
    bool operator==(const Suspension&) const = default;
};

/// More time, added behind the period: in the rule's own unit it makes one longer period, in another it is counted from
/// the last day of what came before.
struct Extension {
    int length = 0;
    DeadlineUnit unit = DeadlineUnit::calendarDays;
    Text reason = {};
    std::string cite = {};
    bool operator==(const Extension&) const = default;
};

struct Deadline {
    /// The last day, in China. Empty while a suspension without an end holds the period.
    std::optional<Date> due = {};
    /// The first moment at which the deadline is missed: 24:00 of the last day, or the end of the last hour.
    std::optional<Instant> missedAt = {};
    /// False when a day that was looked at lies outside the calendar's years and was counted Monday to Friday.
    bool covered = true;
    /// How the day was found, in reading order.
    std::vector<Text> lines = {};
};

/// Computes a period from the moment of the event that starts it. Pure: the same input gives the same answer.
/// Errors: Code::malformed for a length outside 1 to kMaxDays or a suspension that ends before it begins.
Result<Deadline> computeDeadline(const DeadlineRule& rule, Instant start, std::span<const Suspension> suspensions,
                                 std::span<const Extension> extensions, const Calendar& calendar);

/// Names in data: "hours", "workingDays", "calendarDays", "months", "years".
std::optional<DeadlineUnit> deadlineUnitFromName(std::string_view name);
std::string_view deadlineUnitName(DeadlineUnit unit);
/// "7 working days" / "7个工作日".
Text describePeriod(int length, DeadlineUnit unit);

/// Which unit a number of days has in a law, by its short name: "APL" 行政处罚法, "ARL" 行政复议法, "ACL" 行政强制法.
/// Nothing for another law: the rule must then say it.
std::optional<DeadlineUnit> unitOfDays(std::string_view law, int days);

} // namespace model::law
