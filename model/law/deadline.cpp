// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/deadline.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

namespace model::law {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;

constexpr std::array<std::pair<DeadlineUnit, std::string_view>, 5> kUnitNames = {{
    {DeadlineUnit::hours, "hours"},
    {DeadlineUnit::workingDays, "workingDays"},
    {DeadlineUnit::calendarDays, "calendarDays"},
    {DeadlineUnit::months, "months"},
    {DeadlineUnit::years, "years"},
}};

// Suspended days as separate stretches in order; `last` is empty only in the final one.
struct Stretch {
    sys_days first;
    std::optional<sys_days> last;
};

std::vector<Stretch> merge(std::span<const Suspension> suspensions) {
    std::vector<Stretch> sorted;
    for (const auto& one : suspensions) {
        sorted.push_back({sys_days(one.first), one.last ? std::optional(sys_days(*one.last)) : std::nullopt});
    }
    std::ranges::sort(sorted, {}, &Stretch::first);
    std::vector<Stretch> out;
    for (const auto& one : sorted) {
        if (!out.empty() && !out.back().last) break;
        if (!out.empty() && one.first <= *out.back().last + days(1)) {
            if (!one.last) {
                out.back().last.reset();
            } else {
                out.back().last = std::max(*out.back().last, *one.last);
            }
        } else {
            out.push_back(one);
        }
    }
    return out;
}

std::string dayAndWeekday(Date date, bool chinese) {
    const Text weekday = weekdayName(date);
    return chinese ? std::format("{}（{}）", formatDate(date), weekday.zh)
                   : std::format("{} ({})", formatDate(date), weekday.en);
}

std::string citation(const std::string& cite, bool chinese) {
    if (cite.empty()) return chinese ? "（本单位设定，非法定）" : " (a setting of the office, not law)";
    return chinese ? "（" + cite + "）" : " (" + cite + ")";
}

// Counts one period. The walk is by days, which is exact and, with lengths up to a hundred years, quick enough.
class Count {
public:
    Count(Instant start, std::span<const Suspension> suspensions, const Calendar& calendar)
        : m_calendar(calendar), m_stretches(merge(suspensions)), m_moment(start), m_day(sys_days(chinaDate(start))) {}

    // False when a suspension without an end is reached.
    bool advance(int length, DeadlineUnit unit) {
        switch (unit) {
        case DeadlineUnit::hours: return advanceHours(length);
        case DeadlineUnit::workingDays:
        case DeadlineUnit::calendarDays: return advanceDays(length, unit == DeadlineUnit::workingDays);
        case DeadlineUnit::months: return advanceMonths(length);
        case DeadlineUnit::years: return advanceMonths(length * 12);
        }
        return false;
    }

    Date day() const { return Date(m_day); }
    Instant moment() const { return m_moment; }
    bool covered() const { return m_covered; }
    bool hasSuspensions() const { return !m_stretches.empty(); }
    int daysOff() const { return m_daysOff; }
    int daysSuspended() const { return m_daysSuspended; }
    const std::vector<std::pair<Date, DayKind>>& special() const { return m_specialDays; }

    void roll() {
        const auto rolled = nextWorkingDay(m_calendar, day());
        m_covered = m_covered && rolled.covered;
        moveTo(sys_days(rolled.date));
    }

private:
    enum class At { counted, suspended, forever };

    At at(sys_days day) const {
        for (const auto& one : m_stretches) {
            if (day < one.first) return At::counted;
            if (!one.last) return At::forever;
            if (day <= *one.last) return At::suspended;
        }
        return At::counted;
    }

    void moveTo(sys_days day) {
        m_day = day;
        m_moment = startOfDay(Date(day + days(1)));
    }

    bool advanceDays(int length, bool working) {
        sys_days day = m_day;
        for (int left = length; left > 0;) {
            day += days(1);
            const auto place = at(day);
            if (place == At::forever) return false;
            if (place == At::suspended) {
                ++m_daysSuspended;
                continue;
            }
            if (working) {
                const Date date(day);
                m_covered = m_covered && m_calendar.covers(date);
                const auto kind = m_calendar.kindOf(date);
                if (kind == DayKind::holiday || kind == DayKind::makeUp) m_specialDays.emplace_back(date, kind);
                if (!m_calendar.isWorkingDay(date)) {
                    ++m_daysOff;
                    continue;
                }
            }
            --left;
        }
        moveTo(day);
        return true;
    }

    // The day of the same number, then one day later for each suspended day on the way, those added included.
    bool advanceMonths(int length) {
        using std::chrono::months;
        const Date begin(m_day);
        const auto target = std::chrono::year_month(begin.year(), begin.month()) + months(length);
        Date end(target.year(), target.month(), begin.day());
        if (!end.ok()) end = Date(target / std::chrono::last);
        sys_days last(end);
        for (sys_days day = m_day + days(1); day <= last; day += days(1)) {
            const auto place = at(day);
            if (place == At::forever) return false;
            if (place == At::suspended) {
                ++m_daysSuspended;
                last += days(1);
            }
        }
        moveTo(last);
        return true;
    }

    bool advanceHours(int length) {
        Instant cursor = m_moment;
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(hours(length));
        for (const auto& one : m_stretches) {
            const Instant from = std::max(startOfDay(Date(one.first)), cursor);
            if (one.last && startOfDay(Date(*one.last + days(1))) <= cursor) continue;
            if (cursor + left <= from) break;
            if (!one.last) return false;
            left -= from - cursor;
            cursor = startOfDay(Date(*one.last + days(1)));
            m_daysSuspended += static_cast<int>((*one.last - one.first).count()) + 1;
        }
        m_moment = cursor + left;
        m_day = sys_days(chinaDate(m_moment));
        return true;
    }

    const Calendar& m_calendar;
    std::vector<Stretch> m_stretches;
    Instant m_moment;
    sys_days m_day;
    bool m_covered = true;
    int m_daysOff = 0;
    int m_daysSuspended = 0;
    std::vector<std::pair<Date, DayKind>> m_specialDays;
};

// Days off and make-up days on the way, each run of one holiday in one line.
void describeSpecialDays(const Count& count, const Calendar& calendar, std::vector<Text>& lines) {
    const auto& special = count.special();
    for (std::size_t i = 0; i < special.size();) {
        const auto [first, kind] = special[i];
        const Text name = calendar.nameOf(first);
        Date last = first;
        for (++i; i < special.size() && special[i].second == kind && kind == DayKind::holiday &&
                  calendar.nameOf(special[i].first) == name;
             ++i) {
            last = special[i].first;
        }
        if (kind == DayKind::makeUp) {
            lines.push_back(Text(std::format("{} counts: a working day in place of the days off at {}.",
                                             dayAndWeekday(first, false), name.en),
                                 std::format("{}计入：{}调休上班日。", dayAndWeekday(first, true), name.zh)));
        } else {
            const auto en = first == last ? formatDate(first) : formatDate(first) + " to " + formatDate(last);
            const auto zh = first == last ? formatDate(first) : formatDate(first) + "至" + formatDate(last);
            lines.push_back(
                Text(std::format("{} do not count: {}.", en, name.en), std::format("{}不计入：{}放假。", zh, name.zh)));
        }
    }
}

void describeSuspensions(std::span<const Suspension> suspensions, std::vector<Text>& lines) {
    for (const auto& one : suspensions) {
        const auto until = one.last ? formatDate(*one.last) : std::string();
        lines.push_back(Text(
            one.last ? std::format("Suspended from {} to {}, days that do not count: {}", formatDate(one.first), until,
                                   one.reason.en)
                     : std::format("Suspended from {} until further notice: {}", formatDate(one.first), one.reason.en),
            one.last ? std::format("{}至{}中止，不计入期限：{}", formatDate(one.first), until, one.reason.zh)
                     : std::format("自{}起中止，恢复日期未定：{}", formatDate(one.first), one.reason.zh)));
    }
}

std::optional<Error> checkInput(const DeadlineRule& rule, Instant start, std::span<const Suspension> suspensions,
                                std::span<const Extension> extensions) {
    const auto bad = [](std::string en, std::string zh, std::string where) {
        return Error{.code = Code::malformed,
                     .what = {std::move(en), std::move(zh)},
                     .cure = {"Correct the rule or the dates.", "请更正规则或日期。"},
                     .where = std::move(where),
                     .cite = {}};
    };
    const auto inRange = [](int length) { return length >= 1 && length <= kMaxDays; };
    bool lengths = inRange(rule.length);
    for (const auto& one : extensions) lengths = lengths && inRange(one.length);
    if (!lengths) {
        return bad(std::format("A period is from 1 to {} units long.", kMaxDays),
                   std::format("期限应为 1 至 {} 个单位。", kMaxDays), "length");
    }
    // Months and years of that number would leave the years that dates can have.
    const auto tooMany = [](int length, DeadlineUnit unit) {
        return (unit == DeadlineUnit::months && length > 1200) || (unit == DeadlineUnit::years && length > 100);
    };
    bool tooLong = tooMany(rule.length, rule.unit) || extensions.size() > 100;
    for (const auto& one : extensions) tooLong = tooLong || tooMany(one.length, one.unit);
    if (tooLong) return bad("A period is at most a hundred years.", "期限最长为一百年。", "length");
    const Date begin = chinaDate(start);
    if (begin.year() < std::chrono::year(1900) || begin.year() > std::chrono::year(9999)) {
        return bad("The period begins in no year of this calendar.", "起始日期不在有效年份内。", "start");
    }
    for (const auto& one : suspensions) {
        if (!one.first.ok() || (one.last && (!one.last->ok() || *one.last < one.first))) {
            return bad("A suspension ends before it begins.", "中止的结束日期早于开始日期。", "suspension");
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<DeadlineUnit> deadlineUnitFromName(std::string_view name) {
    for (const auto& [unit, text] : kUnitNames) {
        if (text == name) return unit;
    }
    return std::nullopt;
}

std::string_view deadlineUnitName(DeadlineUnit unit) {
    for (const auto& [known, text] : kUnitNames) {
        if (known == unit) return text;
    }
    return {};
}

Text describePeriod(int length, DeadlineUnit unit) {
    const auto plural = [&](std::string_view word) {
        return std::format("{} {}{}", length, word, length == 1 ? "" : "s");
    };
    switch (unit) {
    case DeadlineUnit::hours: return {plural("hour"), std::format("{}小时", length)};
    case DeadlineUnit::workingDays: return {plural("working day"), std::format("{}个工作日", length)};
    case DeadlineUnit::calendarDays: return {plural("calendar day"), std::format("{}日（自然日）", length)};
    case DeadlineUnit::months: return {plural("month"), std::format("{}个月", length)};
    case DeadlineUnit::years: return {plural("year"), std::format("{}年", length)};
    }
    return {};
}

std::optional<DeadlineUnit> unitOfDays(std::string_view law, int days) {
    const auto among = [days](std::initializer_list<int> list) {
        return std::ranges::find(list, days) != list.end() ? DeadlineUnit::workingDays : DeadlineUnit::calendarDays;
    };
    if (law == "APL") return among({2, 3, 5, 7});
    if (law == "ARL") return among({3, 5, 7, 10});
    if (law == "ACL") return days <= 10 ? DeadlineUnit::workingDays : DeadlineUnit::calendarDays;
    return std::nullopt;
}

Result<Deadline> computeDeadline(const DeadlineRule& rule, Instant start, std::span<const Suspension> suspensions,
                                 std::span<const Extension> extensions, const Calendar& calendar) {
    if (auto error = checkInput(rule, start, suspensions, extensions)) return std::unexpected(std::move(*error));

    Deadline out;
    const Text period = describePeriod(rule.length, rule.unit);
    out.lines.push_back(Text(std::format("{}: {}{}.", rule.name.en, period.en, citation(rule.cite, false)),
                             std::format("{}：{}{}。", rule.name.zh, period.zh, citation(rule.cite, true))));
    const Date begin = chinaDate(start);
    out.lines.push_back(
        rule.unit == DeadlineUnit::hours
            ? Text(std::format("It runs from the moment of the event, on {}.", dayAndWeekday(begin, false)),
                   std::format("自事件发生时起算，当日为{}。", dayAndWeekday(begin, true)))
            : Text(std::format("It begins on {}, a day that does not count (by analogy with Civil Procedure Law 85).",
                               dayAndWeekday(begin, false)),
                   std::format("始于{}，当日不计入（参照民事诉讼法第85条）。", dayAndWeekday(begin, true))));

    // Extensions in the rule's unit make one longer period: a month added to a month may not be clamped twice.
    struct Segment {
        int length;
        DeadlineUnit unit;
    };
    std::vector<Segment> segments = {{rule.length, rule.unit}};
    for (const auto& one : extensions) {
        if (segments.back().unit == one.unit) {
            segments.back().length += one.length;
        } else {
            segments.push_back({one.length, one.unit});
        }
        const Text more = describePeriod(one.length, one.unit);
        out.lines.push_back(Text(std::format("Extended by {}{}: {}", more.en, citation(one.cite, false), one.reason.en),
                                 std::format("延长{}{}：{}", more.zh, citation(one.cite, true), one.reason.zh)));
    }
    describeSuspensions(suspensions, out.lines);

    Count count(start, suspensions, calendar);
    for (const auto& segment : segments) {
        if (!count.advance(segment.length, segment.unit)) {
            out.covered = count.covered();
            out.lines.push_back(Text("The period stands still; it has no last day until the suspension ends.",
                                     "期限中止，恢复前无届满日。"));
            return out;
        }
    }
    describeSpecialDays(count, calendar, out.lines);
    if (count.daysOff() > 0) {
        out.lines.push_back(Text(std::format("{} days off on the way are not counted.", count.daysOff()),
                                 std::format("期间内的{}个休息日不计入。", count.daysOff())));
    }

    const auto lastUnit = segments.back().unit;
    const bool mayRoll = lastUnit != DeadlineUnit::workingDays && lastUnit != DeadlineUnit::hours;
    const Date unrolled = count.day();
    if (mayRoll && rule.roll == RollForward::nextWorkingDay) {
        count.roll();
        if (count.day() != unrolled) {
            out.lines.push_back(Text(
                std::format(
                    "The last day would be {}, a day off; it moves to the next working day (Civil Procedure Law 85).",
                    dayAndWeekday(unrolled, false)),
                std::format("末日原为{}，系休息日，顺延至其后第一个工作日（民事诉讼法第85条）。",
                            dayAndWeekday(unrolled, true))));
        }
    } else if (mayRoll && !calendar.isWorkingDay(unrolled)) {
        out.lines.push_back(
            Text("The last day is a day off and stays: this rule does not move it.", "末日为休息日，本规则不顺延。"));
    }
    out.covered = count.covered();
    if (!out.covered) {
        out.lines.push_back(Text("Some of these days lie outside the calendar's years; they are not covered and were "
                                 "counted as Monday to Friday.",
                                 "部分日期超出日历所载年份，未涵盖，按周一至周五为工作日计算。"));
    }
    out.due = count.day();
    out.missedAt = count.moment();
    out.lines.push_back(Text(std::format("Last day: {}.", dayAndWeekday(*out.due, false)),
                             std::format("届满日：{}。", dayAndWeekday(*out.due, true))));
    return out;
}

} // namespace model::law
