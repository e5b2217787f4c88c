// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/vault/period.h"
#include "model/vault/small_groups.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace model {

class Database;

/// Which numbers are asked for.
struct OverviewQuery {
    Period period;                        ///< reports that came in and cases that ended on these days
    CaseFilter filter;                    ///< only of cases that these conditions hold for; its order does not matter
    std::uint64_t smallest = kSmallGroup; ///< see hideSmallGroups()
    std::vector<std::string> toDecide;    ///< the stages in which a supervisor decides
    std::vector<PersonId> people;         ///< whose load is shown even where it is nothing
};

/// A number and the filter that lists exactly its cases. A number that is hidden has neither.
struct Figure {
    std::optional<std::uint64_t> number;
    CaseFilter filter;
};

/// One group of a division.
struct OverviewGroup {
    std::string value; ///< of the field; empty: not stated
    Figure cases;
};

/// Cases divided by a field. With `withheld` there are no groups to be shown.
struct Division {
    std::vector<OverviewGroup> groups; ///< the most cases first
    bool withheld = false;
    std::size_t hidden = 0;   ///< how many groups are hidden
    std::uint64_t inThem = 0; ///< cases in them together
};

struct OverviewWeek {
    Period part;
    Figure received;
    Figure closed;
};

/// How long cases were in a stage.
struct StageDays {
    std::string stage;
    double median = 0; ///< days, of all the cases together that were in it
    Figure cases;      ///< those that have left it
};

/// A person's open cases.
struct OfficerLoad {
    std::optional<PersonId> person; ///< nothing: cases that nobody is on
    Figure open;
    Figure overdue;
};

/// A case that is open and in which no penalty was approved.
struct OldCase {
    CaseId id;
    std::string reference;
    std::string stage;
    Instant opened{};
    std::optional<std::int64_t> days; ///< since then, as days in China; nothing where it would tell a hidden number
};

/// Approved fines that stand at one place in the range that the law gives for the facts.
struct FinePlace {
    std::string place; ///< a word of finePlaces()
    Figure cases;
};

/// The numbers of an office. Where all cases that the filter holds for are fewer than asked.smallest, none is shown.
/// Those of "now" are of all cases that the query's filter holds for, whenever they came; the
/// others of reports that came, cases that ended and penalties that were approved in the period.
struct Overview {
    OverviewQuery asked;
    Instant at{}; ///< when it was computed
    // Now
    Figure open;
    Figure overdue;
    Figure toDecide;
    Figure undecided;
    std::vector<OfficerLoad> load; ///< the most open cases first, then nobody
    std::vector<OldCase> oldest;   ///< the five oldest of the undecided
    // In the period
    Figure received;
    Figure closed;
    std::vector<OverviewWeek> weeks; ///< see partsOf()
    Division minerals;
    Division violations;
    Division channels;
    Division stages; ///< where the reports of the period stand now; of the office's own work, so never hidden
    std::vector<StageDays> days; ///< of the reports of the period, by how long it took
    std::vector<FinePlace> fines;
    std::optional<std::int64_t> fineSum; ///< fen, of renminbi, the only currency of the law; nothing: too large
};

/// Computes them over the derived tables on the thread that calls. Code::cancelled if the database was interrupted.
Result<Overview> readOverview(Database& database, const OverviewQuery& query, Instant now);

} // namespace model
