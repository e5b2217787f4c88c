// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/due.h"

#include "model/store/database.h"
#include "model/vault/case_query.h"

namespace model {

namespace {

/// What follows FROM, for either query.
CaseQuery source(const DueQuery& query, Date today) {
    CaseQuery out = where(query.filter, today);
    const std::string cases = out.sql;
    out.sql = "case_period AS p";
    std::string glue = " WHERE ";
    const auto add = [&](const std::string& condition) {
        out.sql += glue + condition;
        glue = " AND ";
    };
    const auto day = [&](const char* sign, const std::optional<Date>& date) {
        if (!date) return;
        out.values.push_back(formatDate(*date));
        add(std::string("p.due ") + sign + " ?" + std::to_string(out.values.size()));
    };
    if (!cases.empty()) add("p.n IN (SELECT n FROM case_row" + cases + ")");
    day(">=", query.first);
    day("<=", query.last);
    return out;
}

Result<Statement> prepared(Database& database, const CaseQuery& query) {
    TRY_ASSIGN(auto statement, database.prepare(query.sql));
    for (std::size_t i = 0; i < query.values.size(); ++i) statement.bind(static_cast<int>(i) + 1, query.values[i]);
    return statement;
}

} // namespace

Result<std::vector<DuePeriod>> readDue(Database& database, const DueQuery& query, Date today) {
    CaseQuery asked = source(query, today);
    // The periods of a span of days first, and of each its case: CROSS JOIN keeps that order.
    const auto at = asked.sql.find(" WHERE ");
    const std::string join = " CROSS JOIN case_row AS c ON c.n = p.n";
    asked.sql.insert(at == std::string::npos ? asked.sql.size() : at, join);
    asked.sql =
        "SELECT c.id, c.reference, c.title, c.stage, c.assignees, p.period, p.name_en, p.name_zh, p.cite, p.due, "
        "p.started, p.covered FROM " +
        asked.sql + " ORDER BY p.due, c.reference, p.period";
    if (query.limit != 0) asked.sql += " LIMIT " + std::to_string(query.limit);
    TRY_ASSIGN(auto statement, prepared(database, asked));
    std::vector<DuePeriod> out;
    for (;;) {
        TRY_ASSIGN(const bool found, statement.step());
        if (!found) return out;
        DuePeriod one;
        if (const auto id = CaseId::from(statement.get<ByteView>(0))) one.id = *id;
        one.reference = statement.get<std::string>(1);
        one.title = statement.get<std::string>(2);
        one.stage = statement.get<std::string>(3);
        one.assignees = statement.get<std::string>(4);
        one.running.period = statement.get<std::string>(5);
        one.running.name = {statement.get<std::string>(6), statement.get<std::string>(7)};
        one.running.cite = statement.get<std::string>(8);
        one.running.due = parseDate(statement.get<std::string>(9)).value_or(Date{});
        one.running.started = Instant{std::chrono::milliseconds{statement.get<std::int64_t>(10)}};
        one.running.covered = statement.get<bool>(11);
        out.push_back(std::move(one));
    }
}

Result<std::vector<std::pair<Date, std::uint64_t>>> countDue(Database& database, const DueQuery& query, Date today) {
    CaseQuery asked = source(query, today);
    asked.sql = "SELECT p.due, count(*) FROM " + asked.sql + " GROUP BY p.due ORDER BY p.due";
    TRY_ASSIGN(auto statement, prepared(database, asked));
    std::vector<std::pair<Date, std::uint64_t>> out;
    for (;;) {
        TRY_ASSIGN(const bool found, statement.step());
        if (!found) return out;
        if (const auto date = parseDate(statement.get<std::string>(0)))
            out.emplace_back(*date, static_cast<std::uint64_t>(statement.get<std::int64_t>(1)));
    }
}

} // namespace model
