// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/id.h"
#include "model/base/result.h"
#include "model/filter/filter.h"
#include "model/filter/selection.h"
#include "model/vault/due.h"
#include "model/vault/overview.h"
#include "model/vault/precedents.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace model {

class Database;
class Interrupter;
class Statement;
struct CaseQuery;

/// One line of the list, as it is shown.
struct CaseRow {
    std::int64_t row = 0; ///< stable for the life of the vault's derived tables
    CaseId id;
    std::string reference;
    std::string title;
    std::string stage;
    std::string mineral;
    std::string violation;
    std::string channel;
    std::string assignees; ///< names, joined
    Instant opened{};
    Instant changed{};
    std::string due; ///< nearest last day of the authority's, "2026-03-04", or empty
    std::uint32_t evidence = 0;
    bool closed = false;
    bool waiting = false;     ///< something said here is not sealed yet
    bool refused = false;     ///< the hub refused something that needs a decision
    bool overwritten = false; ///< others stated what this person had stated, without knowing it
    bool unread = false;      ///< never looked at, or somebody else has said something since
    Instant closedAt{};       ///< when it came to its end; zero while it is open
    Instant decidedAt{};      ///< when its penalty was approved; zero without an approval that stands
    std::string fine;         ///< where the approved fine stands, a word of finePlaces(); empty without an approval
    std::int64_t fineFen = 0; ///< the approved fine, in fen
};

/// How long a case was in a stage that it has left, all its stays there together.
struct Stay {
    std::string stage;
    std::chrono::milliseconds spent{};
    friend bool operator==(const Stay&, const Stay&) = default;
};

/// A case that is meant by a selection.
struct ChosenCase {
    std::int64_t row = 0;
    CaseId id;
    std::string reference;
    friend bool operator==(const ChosenCase&, const ChosenCase&) = default;
};

/// What several cases have in common and where they differ. Counts are of cases; what none has is left out.
struct CaseSummary {
    using Counts = std::vector<std::pair<std::string, std::uint64_t>>;
    std::uint64_t cases = 0;
    Counts stages;   ///< by the id of the stage, the most first
    Counts minerals; ///< by the value, the most first; those without one under ""
    std::vector<std::pair<PersonId, std::uint64_t>> people; ///< who is on how many of them, the most first
    std::uint64_t nobody = 0;                               ///< on which nobody is
    std::uint64_t overdue = 0;
    std::uint64_t waiting = 0; ///< something said here is not sealed, or was refused
    friend bool operator==(const CaseSummary&, const CaseSummary&) = default;
};

/// Reads lists from a vault through a connection of its own. One thread at a time; interrupt() from any thread.
class CaseList {
public:
    /// `clock` must outlive the list; it says which day is today.
    CaseList(std::unique_ptr<Database> database, const Clock& clock);
    ~CaseList();
    CaseList(CaseList&&) noexcept;
    CaseList& operator=(CaseList&&) noexcept;

    /// The rows that a filter shows, in its order: 8 bytes a row, so that a view can jump anywhere. The first `limit`
    /// of them; 0 is no limit. With words, the order `changed` is the order in which the cases came, newest or oldest
    /// first: the index has that order, so the first hits of a common word come as quickly as those of a rare one.
    Result<std::vector<std::int64_t>> rows(const CaseFilter& filter, std::size_t limit = 0);
    /// How many there are.
    Result<std::uint64_t> count(const CaseFilter& filter);
    /// What is shown of these rows, in the order asked for; a row that is gone is left out.
    Result<std::vector<CaseRow>> page(std::span<const std::int64_t> rows);
    /// The row of a case, or nothing.
    Result<std::optional<std::int64_t>> rowOf(CaseId id);
    /// The cases of a selection that are there, by their rows: what a command over them is to touch.
    Result<std::vector<ChosenCase>> chosen(const CaseSelection& selection);
    /// What a person is told of a selection; two queries, whatever its size.
    Result<CaseSummary> summary(const CaseSelection& selection);
    /// How many cases search does not find yet, because their words are still being written after a bulk import.
    Result<std::uint64_t> unsearchable();
    /// How many cases there are in each stage: (stage, count).
    Result<std::vector<std::pair<std::string, std::uint64_t>>> stageCounts();
    /// The numbers of the office as it is now. About a second for a million cases.
    Result<Overview> overview(const OverviewQuery& query);
    /// What is due in open cases: see readDue() and countDue().
    Result<std::vector<DuePeriod>> due(const DueQuery& query);
    Result<std::vector<std::pair<Date, std::uint64_t>>> dueDays(const DueQuery& query);
    /// See readPrecedents().
    Result<std::vector<Precedent>> precedents(const law::ArticleId& governing, CaseId but);
    /// Ends the query that is running with Code::cancelled. Any thread.
    void interrupt();

private:
    /// Appends the first column of a query.
    Result<void> collect(const CaseQuery& query, std::vector<std::int64_t>& rows);
    Result<Statement> prepared(const CaseQuery& query);

    std::unique_ptr<Database> m_database;
    const Clock* m_clock;
    std::unique_ptr<Interrupter> m_interrupter;
};

} // namespace model
