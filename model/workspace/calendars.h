// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/period_changes.h"
#include "model/workspace/workspace.h"

namespace model {

/// A running period of an open case that another calendar would end on another day.
struct MovedPeriod {
    CaseId id;
    std::string reference;
    PeriodChange change;
};

/// What a calendar would change in the office that adopts it.
struct CalendarEffect {
    std::string id;                 ///< of the pack
    std::vector<int> years;         ///< that it holds, ascending
    std::vector<MovedPeriod> moved; ///< by the day that they were due on
};

} // namespace model
