// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/fake_values.h"

#include <map>

namespace fake {

inline model::Date daysFrom(model::Date day, int days) {
    return model::Date{std::chrono::sys_days(day) + std::chrono::days(days)};
}

/// What is due in the office of values: three days ago, today, in two days and in forty; of the first row's case and of
/// the second's by turns. The first two are of cases that the person is on.
inline std::vector<model::DuePeriod> duePeriods(const model::DueQuery& query) {
    const auto today = model::chinaDate(model::systemClock()->now());
    struct Made {
        int days;
        const char* cite;
    };
    constexpr Made kMade[] = {{-3, "APL 60"}, {0, ""}, {2, "APL 61"}, {40, "APL 67"}};
    const bool mine = !query.filter.conditions.empty();
    std::vector<model::DuePeriod> out;
    for (std::int64_t i = 0; i < std::ssize(kMade); ++i) {
        const auto& made = kMade[i];
        model::DuePeriod one;
        one.id = caseOf(i % 2 + 1);
        one.reference = referenceOf(i % 2 + 1);
        one.title = std::string(kCanary) + " title";
        one.running = {"p" + std::to_string(i), {"Period", "期限"}, made.cite, daysFrom(today, made.days), {},
                       made.days < 40};
        const auto due = std::chrono::sys_days(one.running.due);
        if (query.first && due < std::chrono::sys_days(*query.first)) continue;
        if (query.last && due > std::chrono::sys_days(*query.last)) continue;
        if (!mine || i < 2) out.push_back(std::move(one));
    }
    return out;
}

/// Three decided cases of every article, fined at 40, 45 and 50 % of the range.
inline std::vector<model::Precedent> precedentsOf(const model::law::ArticleId& governing, model::CaseId but) {
    std::vector<model::Precedent> out;
    for (std::int64_t i = 0; i < 3; ++i) {
        model::Precedent one;
        one.id = caseOf(100 + i);
        if (one.id == but) continue;
        one.reference = referenceOf(100 + i);
        one.title = "Decided before";
        one.decided = model::Instant(std::chrono::milliseconds(1'770'000'000'000 + i));
        one.penalty.governing = governing;
        one.penalty.fineFen = 100'000'00 + i;
        one.penalty.place = static_cast<int>(400 + 50 * i);
        out.push_back(std::move(one));
    }
    return out;
}

inline std::vector<std::pair<model::Date, std::uint64_t>> dueDays(const std::vector<model::DuePeriod>& periods) {
    std::map<std::chrono::sys_days, std::uint64_t> counts;
    for (const auto& one : periods) ++counts[std::chrono::sys_days(one.running.due)];
    std::vector<std::pair<model::Date, std::uint64_t>> out;
    for (const auto& [day, count] : counts) out.emplace_back(model::Date{day}, count);
    return out;
}

} // namespace fake
