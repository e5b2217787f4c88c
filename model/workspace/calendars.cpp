// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/calendars.h"

#include "model/workspace/parts.h"

#include <algorithm>
#include <ranges>

namespace model {

namespace {

/// A calendar pack, or the first of its mistakes and how many more there are.
Result<law::Calendar> readCalendar(std::string_view json) {
    auto parsed = law::Calendar::parse(json);
    if (parsed) return *std::move(parsed);
    const auto& errors = parsed.error();
    Error first = errors.empty() ? Error{Code::malformed, {"The calendar is not valid", "日历无效"}} : errors.front();
    if (errors.size() > 1) {
        const auto more = std::to_string(errors.size() - 1);
        first.cure.en += (first.cure.en.empty() ? "" : " ") + ("There are " + more + " more mistakes");
        first.cure.zh += "另有 " + more + " 处错误";
    }
    return std::unexpected(std::move(first));
}

} // namespace

Result<CalendarEffect> Workspace::calendarEffect(std::string_view json, const Progress& progress,
                                                 std::stop_token stop) const {
    Parts& parts = *m_parts;
    TRY_ASSIGN(const auto calendar, readCalendar(json));
    CalendarEffect out;
    out.id = calendar.id();
    for (const auto year : std::views::keys(calendar.years())) out.years.push_back(year);
    std::vector<std::int64_t> rows;
    {
        TRY_ASSIGN(auto query, parts.vault->database().prepare("SELECT DISTINCT n FROM case_period ORDER BY n"));
        for (;;) {
            TRY_ASSIGN(const bool found, query.step());
            if (!found) break;
            rows.push_back(query.get<std::int64_t>(0));
        }
    }
    const Instant now = parts.clock->now();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (stop.stop_requested()) return fail(Code::cancelled, {"Stopped", "已停止"});
        if (progress) progress(i, rows.size());
        TRY_ASSIGN(const auto loaded, loadCase(*parts.vault, rows[i]));
        const auto definition = parts.definitionOf(loaded.state.workflow);
        if (!definition) continue;
        const auto before = deadlines(*definition, loaded.state, parts.calendar(), now);
        for (auto& change : periodChanges(before, deadlines(*definition, loaded.state, &calendar, now)))
            out.moved.push_back({loaded.state.id, loaded.state.reference, std::move(change)});
    }
    std::ranges::stable_sort(out.moved, {}, [](const MovedPeriod& one) { return one.change.before; });
    return out;
}

Result<Receipt> Workspace::adoptCalendar(std::string_view json) {
    TRY(readCalendar(json));
    return m_parts->sayInRegister({CalendarAdopted{std::string(json)}});
}

} // namespace model
