// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/period_changes.h"

#include <algorithm>
#include <utility>

namespace model {

std::string_view periodChangeName(PeriodChange::Kind kind) {
    switch (kind) {
    case PeriodChange::Kind::begins: return "begins";
    case PeriodChange::Kind::ends: return "ends";
    case PeriodChange::Kind::moves: return "moves";
    }
    std::unreachable();
}

std::vector<PeriodChange> periodChanges(std::span<const Deadline> before, std::span<const Deadline> after) {
    std::vector<PeriodChange> out;
    for (const auto& now : after) {
        const auto found =
            std::ranges::find_if(before, [&](const Deadline& one) { return one.id == now.id && one.on == now.on; });
        const bool ran = found != before.end() && !found->ended;
        const auto was = ran ? found->due : std::nullopt;
        const auto add = [&](PeriodChange::Kind kind, std::optional<Date> due) {
            out.push_back({kind, now.id, now.title, now.cite, now.basis, was, due, now.on});
        };
        if (now.ended) {
            if (ran) add(PeriodChange::Kind::ends, std::nullopt);
        } else if (!ran || found->started != now.started) {
            add(PeriodChange::Kind::begins, now.due);
        } else if (was != now.due) {
            add(PeriodChange::Kind::moves, now.due);
        }
    }
    return out;
}

} // namespace model
