// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/period.h"

#include <algorithm>
#include <array>
#include <format>

namespace model {

namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::years;

constexpr int kMostParts = 60;

constexpr std::array<std::pair<PeriodKind, std::string_view>, 4> kNames = {{{PeriodKind::year, "year"},
                                                                            {PeriodKind::quarter, "quarter"},
                                                                            {PeriodKind::month, "month"},
                                                                            {PeriodKind::weeks, "weeks"}}};

sys_days mondayOf(Date day) {
    const sys_days then(day);
    return then - (std::chrono::weekday(then) - std::chrono::Monday);
}

/// Cuts a period where `next` says that the part of a day ends.
template <typename Next>
std::vector<Period> cut(const Period& period, Next next) {
    std::vector<Period> parts;
    for (sys_days from(period.first); from <= sys_days(period.last) && std::ssize(parts) <= kMostParts;) {
        const sys_days end = next(Date(from)); // the first day of the next part
        parts.push_back({Date(from), Date(std::min(end - days{1}, sys_days(period.last)))});
        from = end;
    }
    return parts;
}

} // namespace

std::string_view periodName(PeriodKind kind) {
    return std::ranges::find(kNames, kind, [](const auto& one) { return one.first; })->second;
}

Period periodOf(PeriodKind kind, Date today) {
    switch (kind) {
    case PeriodKind::year: return {today.year() / 1 / 1, today};
    case PeriodKind::quarter: {
        const auto month = (static_cast<unsigned>(today.month()) - 1) / 3 * 3 + 1;
        return {today.year() / std::chrono::month{month} / 1, today};
    }
    case PeriodKind::month: return {today.year() / today.month() / 1, today};
    case PeriodKind::weeks: break;
    }
    return {Date(mondayOf(today) - days{77}), today};
}

Result<Period> parsePeriod(std::string_view text, Date today) {
    for (const auto& [kind, name] : kNames) {
        if (text == name) return periodOf(kind, today);
    }
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        const auto first = parseDate(text.substr(0, dots));
        const auto last = parseDate(text.substr(dots + 2));
        if (first && last && *first <= *last && last->year() - first->year() < years{kMostParts})
            return Period{*first, *last};
    }
    return fail(
        Code::usage, model::fill({"\"{0}\" is no period", "“{0}”不是期间"}, std::string(text)),
        {"Write year, quarter, month, weeks, or two days such as 2026-01-01..2026-03-31",
         "请写 year（本年）、quarter（本季度）、month（本月）、weeks（最近12周），或 2026-01-01..2026-03-31 这样的两个日期"});
}

std::string formatPeriod(const Period& period) { return formatDate(period.first) + ".." + formatDate(period.last); }

std::vector<Period> partsOf(const Period& period) {
    auto parts = cut(period, [](Date day) { return mondayOf(day) + days{7}; });
    if (std::ssize(parts) <= kMostParts) return parts;
    parts = cut(period, [](Date day) { return sys_days((day.year() / day.month() + months{1}) / 1); });
    if (std::ssize(parts) <= kMostParts) return parts;
    return cut(period, [](Date day) { return sys_days((day.year() + years{1}) / 1 / 1); });
}

std::string partName(const Period& part) {
    const sys_days first(part.first);
    const sys_days last(part.last);
    if (last - first == days{6} && mondayOf(part.first) == first) {
        // The week belongs to the year that has its Thursday (ISO 8601).
        const Date thursday(first + days{3});
        const auto week = (first + days{3} - sys_days(thursday.year() / 1 / 1)) / days{7} + 1;
        return std::format("{:04}-W{:02}", static_cast<int>(thursday.year()), week);
    }
    const Date after(last + days{1});
    if (part.first.day() == std::chrono::day{1} && after.day() == std::chrono::day{1}) {
        if (after == Date((part.first.year() / part.first.month() + months{1}) / 1))
            return std::format("{:04}-{:02}", static_cast<int>(part.first.year()),
                               static_cast<unsigned>(part.first.month()));
        if (part.first.month() == std::chrono::January && after == Date((part.first.year() + years{1}) / 1 / 1))
            return std::to_string(static_cast<int>(part.first.year()));
    }
    return part.first == part.last ? formatDate(part.first) : formatPeriod(part);
}

void addPeriod(CaseFilter& filter, FilterField field, const Period& period) {
    filter.conditions.push_back({field, Comparison::atLeast, false, {formatDate(period.first)}});
    filter.conditions.push_back({field, Comparison::atMost, false, {formatDate(period.last)}});
}

} // namespace model
