// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/id.h"
#include "model/base/result.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace model {

class Database;

/// Which entries of the log of the whole office are meant. All that is stated holds together.
struct LogQuery {
    std::optional<PersonId> person = {}; ///< who said it
    std::vector<std::string> kinds = {}; ///< any of these; empty: all
    std::optional<Date> first = {};      ///< days in China of the hub's time, both included
    std::optional<Date> last = {};
    std::optional<CaseId> caseId = {}; ///< only this case, or the register, whose id is the office's
    friend bool operator==(const LogQuery&, const LogQuery&) = default;
};

/// Where an entry stands in the one order of the hub: a larger key is later. Commits and places in them beyond 2^31 and
/// 2^32 cannot be kept.
constexpr std::int64_t logKey(std::uint64_t commit, std::uint64_t index) {
    return static_cast<std::int64_t>(commit << 32U | index);
}
constexpr std::uint64_t logCommit(std::int64_t key) { return static_cast<std::uint64_t>(key) >> 32U; }

/// One sealed entry as the tables have it.
struct LogLine {
    std::int64_t key = 0;
    std::int64_t subject = 0; ///< row of the case or register
    std::uint64_t seq = 0;
    std::int64_t event = 0; ///< row of the event
    PersonId author;
    std::string kind; ///< "?" where the event cannot be read
    Instant time{};   ///< the hub's
    CaseId caseId;
    std::string reference; ///< empty of the register, and of what is no case to this person
};

/// The keys of the entries that a query finds, newest first: 8 bytes an entry, so that a view can jump anywhere. The
/// first `limit` of them; 0 is no limit.
Result<std::vector<std::int64_t>> logKeys(Database& database, const LogQuery& query, std::size_t limit = 0);
/// How many there are.
Result<std::uint64_t> logCount(Database& database, const LogQuery& query);
/// These entries, in the order asked for; one that is gone is left out.
Result<std::vector<LogLine>> logLines(Database& database, std::span<const std::int64_t> keys);

} // namespace model
