// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/id.h"
#include "model/base/result.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace model {

class Database;
class Interrupter;

/// The columns that the list of cases can be ordered by. Each has an index.
enum class CaseOrder { changed, opened, due, reference, title, stage };

/// Which cases a list shows. All conditions hold together; empty ones do not restrict.
struct CaseFilter {
    std::string words; ///< full-text search over title, narrative, parties, goods, notes and names of evidence
    std::vector<std::string> stages; ///< stage ids
    std::string mineral;
    std::string channel;
    bool openOnly = false;    ///< not in a final stage
    bool mineOnly = false;    ///< assigned to me
    bool waitingOnly = false; ///< holds something that the hub has not sealed or has refused
    CaseOrder order = CaseOrder::changed;
    bool descending = true;
    friend bool operator==(const CaseFilter&, const CaseFilter&) = default;
};

/// A place in a filter line that is not understood, in characters (code points) from the start.
struct FilterFault {
    std::size_t at = 0;
    std::size_t length = 0;
    Text what;
};

/// Reads a filter line: free words and `stage:ID`, `mineral:WORD`, `channel:WORD`, `is:open`, `is:mine`, `is:waiting`,
/// `sort:[-]changed|opened|due|reference|title|stage`. A word in double quotes is taken as it stands.
std::expected<CaseFilter, FilterFault> parseFilter(std::string_view line);

/// One line of the list, as it is shown.
struct CaseRow {
    std::int64_t row = 0; ///< stable for the life of the vault's derived tables
    CaseId id;
    std::string reference;
    std::string title;
    std::string stage;
    std::string mineral;
    std::string channel;
    std::string assignees; ///< names, joined
    Instant opened{};
    Instant changed{};
    std::string due; ///< nearest running deadline, "2026-03-04", or empty
    std::uint32_t evidence = 0;
    bool closed = false;
    bool waiting = false; ///< something said here is not sealed yet
    bool refused = false; ///< the hub refused something that needs a decision
};

/// Reads lists from a vault through a connection of its own. One thread at a time; interrupt() from any thread.
class CaseList {
public:
    explicit CaseList(std::unique_ptr<Database> database);
    ~CaseList();
    CaseList(CaseList&&) noexcept;
    CaseList& operator=(CaseList&&) noexcept;

    /// The rows that a filter shows, in its order: 8 bytes a row, so that a view can jump anywhere. The first `limit`
    /// of them; 0 is no limit. With words, the order `changed` is the order in which the cases came, newest or oldest
    /// first: the index has that order, so the first hits of a common word come as quickly as those of a rare one.
    Result<std::vector<std::int64_t>> rows(const CaseFilter& filter, std::size_t limit = 0);
    /// What is shown of these rows, in the order asked for; a row that is gone is left out.
    Result<std::vector<CaseRow>> page(std::span<const std::int64_t> rows);
    /// The row of a case, or nothing.
    Result<std::optional<std::int64_t>> rowOf(CaseId id);
    /// How many cases search does not find yet, because their words are still being written after a bulk import.
    Result<std::uint64_t> unsearchable();
    /// How many cases there are in each stage: (stage, count).
    Result<std::vector<std::pair<std::string, std::uint64_t>>> stageCounts();
    /// Ends the query that is running with Code::cancelled. Any thread.
    void interrupt();

private:
    /// Appends the first column of a query.
    Result<void> collect(const std::string& sql, const std::vector<std::string>& values,
                         std::vector<std::int64_t>& rows);

    std::unique_ptr<Database> m_database;
    std::unique_ptr<Interrupter> m_interrupter;
};

} // namespace model
