// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"

namespace fake {

using namespace ui;

inline CaseId caseOf(std::int64_t row) {
    CaseId id;
    for (std::size_t i = 0; i < 8; ++i) id.bytes[i] = static_cast<std::uint8_t>(row >> (8 * i));
    id.bytes[15] = 1;
    return id;
}

inline std::string referenceOf(std::int64_t row) { return "2026-" + std::to_string(100000 + row); }
/// Every third case was accepted.
inline std::string stageOf(std::int64_t row) { return row % 3 == 0 ? "verification" : "received"; }
/// Numbers of every sort: shown, hidden, in time, of people, of one case.
inline model::Overview overviewOf(const model::OverviewQuery& query, PersonId me, std::uint64_t cases) {
    using model::FilterField;
    const auto figure = [](std::uint64_t number, FilterField field, std::string value) {
        model::Figure out{number, {}};
        out.filter.conditions.push_back({field, model::Comparison::is, false, {std::move(value)}});
        return out;
    };
    model::Overview out;
    out.asked = query;
    out.at = model::Instant(std::chrono::milliseconds(1'770'000'000'000));
    out.open = figure(cases, FilterField::is, "open");
    out.overdue = figure(9, FilterField::is, "overdue");
    out.toDecide = figure(14, FilterField::stage, "proposed");
    out.undecided = figure(cases, FilterField::is, "undecided");
    out.load = {{me, figure(18, FilterField::assigned, me.hex()), figure(3, FilterField::is, "overdue")},
                {std::nullopt, figure(2, FilterField::assigned, "nobody"), figure(0, FilterField::is, "overdue")}};
    out.oldest = {{caseOf(1), "2026-100001", "received", model::Instant{}, 41}};
    out.received = {cases, {}};
    addPeriod(out.received.filter, FilterField::opened, query.period);
    out.closed = {0, {}};
    std::uint64_t number = 0;
    for (const auto& part : partsOf(query.period)) {
        model::OverviewWeek week{part, {4 + number++ % 7, {}}, {1, {}}};
        addPeriod(week.received.filter, FilterField::opened, part);
        addPeriod(week.closed.filter, FilterField::closed, part);
        out.weeks.push_back(week);
    }
    out.minerals.groups = {{"antimony", figure(132, FilterField::mineral, "antimony")},
                           {"gallium", figure(71, FilterField::mineral, "gallium")},
                           {"graphite", {}},
                           {"tungsten", {}}};
    out.minerals.hidden = 2;
    out.minerals.inThem = 5;
    out.violations.withheld = true;
    out.stages.groups = {{"received", figure(cases, FilterField::stage, "received")}};
    out.days = {{"verification", 6.25, figure(40, FilterField::passed, "verification")}};
    out.fines = {{"lower", figure(3, FilterField::fine, "lower")}};
    out.fineSum = 123'456'00;
    return out;
}

} // namespace fake
