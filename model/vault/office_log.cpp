// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/office_log.h"

#include "model/store/database.h"

namespace model {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// The conditions of a query, bound in the order in which they were written.
Result<Statement> ask(Database& database, const std::string& what, const LogQuery& query, const std::string& behind) {
    std::string sql = what + " FROM log_entry WHERE 1";
    if (query.person) sql += " AND author = ?";
    if (!query.kinds.empty()) {
        sql += " AND kind IN (?";
        for (std::size_t i = 1; i < query.kinds.size(); ++i) sql += ",?";
        sql += ")";
    }
    if (query.first) sql += " AND time >= ?";
    if (query.last) sql += " AND time < ?";
    if (query.caseId) sql += " AND subject = (SELECT n FROM subject WHERE id = ?)";
    TRY_ASSIGN(auto statement, database.prepare(sql + behind));
    int at = 0;
    const auto millis = [](Date day) { return static_cast<std::int64_t>(startOfDay(day).time_since_epoch().count()); };
    if (query.person) statement.bind(++at, *query.person);
    for (const auto& kind : query.kinds) statement.bind(++at, kind);
    if (query.first) statement.bind(++at, millis(*query.first));
    if (query.last) statement.bind(++at, millis(Date(sys_days(*query.last) + days{1})));
    if (query.caseId) statement.bind(++at, *query.caseId);
    return statement;
}

} // namespace

Result<std::vector<std::int64_t>> logKeys(Database& database, const LogQuery& query, std::size_t limit) {
    TRY_ASSIGN(auto statement,
               ask(database, "SELECT n", query,
                   " ORDER BY n DESC" + (limit == 0 ? std::string() : " LIMIT " + std::to_string(limit))));
    std::vector<std::int64_t> keys;
    for (;;) {
        TRY_ASSIGN(const bool found, statement.step());
        if (!found) return keys;
        keys.push_back(statement.get<std::int64_t>(0));
    }
}

Result<std::uint64_t> logCount(Database& database, const LogQuery& query) {
    TRY_ASSIGN(auto statement, ask(database, "SELECT count(*)", query, ""));
    TRY_ASSIGN(const bool found, statement.step());
    return found ? static_cast<std::uint64_t>(statement.get<std::int64_t>(0)) : 0;
}

Result<std::vector<LogLine>> logLines(Database& database, std::span<const std::int64_t> keys) {
    TRY_ASSIGN(auto statement,
               database.prepare("SELECT l.subject, l.seq, l.event, l.author, l.kind, l.time, s.id, c.reference "
                                "FROM log_entry l LEFT JOIN subject s ON s.n = l.subject "
                                "LEFT JOIN case_row c ON c.n = l.subject WHERE l.n = ?1"));
    std::vector<LogLine> lines;
    for (const auto key : keys) {
        TRY_ASSIGN(const bool found, statement.with(key).step());
        if (!found) continue;
        LogLine line;
        line.key = key;
        line.subject = statement.get<std::int64_t>(0);
        line.seq = static_cast<std::uint64_t>(statement.get<std::int64_t>(1));
        line.event = statement.get<std::int64_t>(2);
        if (const auto author = PersonId::from(statement.get<ByteView>(3))) line.author = *author;
        line.kind = statement.get<std::string>(4);
        line.time = Instant{std::chrono::milliseconds{statement.get<std::int64_t>(5)}};
        if (const auto id = CaseId::from(statement.get<ByteView>(6))) line.caseId = *id;
        line.reference = statement.get<std::optional<std::string>>(7).value_or(std::string());
        lines.push_back(std::move(line));
        statement.reset();
    }
    return lines;
}

} // namespace model
