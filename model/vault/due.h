// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/text.h"
#include "model/vault/period.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace model {

class Database;

/// A period of a case that runs, as the derived tables keep it: also one that has run out and was not ended.
struct RunningPeriod {
    std::string period; ///< its id in the definition of the case
    Text name;          ///< what it is called
    std::string cite;   ///< the article; empty: not set by law
    Date due{};         ///< its last day, in China
    Instant started{};
    bool covered = true;     ///< false: a day outside the calendar's years was counted Monday to Friday
    std::string beside = {}; ///< the digits of the event that opened the side track whose it is; empty: the case's
};

/// A period that is due, with the case that it is of.
struct DuePeriod {
    CaseId id;
    std::string reference;
    std::string title; ///< empty where the case cannot be read
    std::string stage;
    std::string assignees; ///< names, joined
    RunningPeriod running;
};

/// Which periods of open cases are asked for.
struct DueQuery {
    CaseFilter filter;               ///< of these cases; its order does not matter
    std::optional<Date> first, last; ///< due on these days, both included
    std::size_t limit = 0;           ///< at most so many; 0: all
};

/// The periods, the nearest first; those of one day by the reference of their case.
Result<std::vector<DuePeriod>> readDue(Database& database, const DueQuery& query, Date today);
/// How many are due on each day on which some are; the limit does not count.
Result<std::vector<std::pair<Date, std::uint64_t>>> countDue(Database& database, const DueQuery& query, Date today);

} // namespace model
