// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/case_list.h"

#include "model/store/database.h"
#include "model/store/search_tokenizer.h"

#include <algorithm>
#include <utility>

namespace model {

namespace {

std::string_view orderColumn(CaseOrder order) {
    switch (order) {
    case CaseOrder::changed: return "changed";
    case CaseOrder::opened: return "opened";
    case CaseOrder::due: return "due";
    case CaseOrder::reference: return "reference";
    case CaseOrder::title: return "title";
    case CaseOrder::stage: return "stage";
    }
    std::unreachable();
}

/// A query put together from a filter; values are bound, never pasted.
struct Query {
    std::string where;
    std::vector<std::string> values;

    void add(std::string_view condition) {
        where += where.empty() ? " WHERE " : " AND ";
        where += condition;
    }
    void addValue(std::string_view condition, std::string value) {
        values.push_back(std::move(value));
        add(std::string(condition) + "?" + std::to_string(values.size()));
    }
};

} // namespace

CaseList::CaseList(std::unique_ptr<Database> database)
    : m_database(std::move(database)), m_interrupter(std::make_unique<Interrupter>(m_database->interrupter())) {}
CaseList::~CaseList() = default;
CaseList::CaseList(CaseList&&) noexcept = default;
CaseList& CaseList::operator=(CaseList&&) noexcept = default;

void CaseList::interrupt() { m_interrupter->interrupt(); }

Result<void> CaseList::collect(const std::string& sql, const std::vector<std::string>& values,
                               std::vector<std::int64_t>& rows) {
    TRY_ASSIGN(auto statement, m_database->prepare(sql));
    for (std::size_t i = 0; i < values.size(); ++i) statement.bind(static_cast<int>(i + 1), values[i]);
    for (;;) {
        TRY_ASSIGN(const bool found, statement.step());
        if (!found) return {};
        rows.push_back(statement.get<std::int64_t>(0));
    }
}

Result<std::vector<std::int64_t>> CaseList::rows(const CaseFilter& filter, std::size_t limit) {
    Query query;
    // Rows are numbered as reports came in, so the index itself gives hits in that order, without sorting them all.
    const bool streamed = !filter.words.empty() && filter.order == CaseOrder::changed;
    if (!filter.words.empty()) {
        SearchFolder folder;
        const std::string match = ftsQuery(folder, filter.words);
        if (match.empty()) return std::vector<std::int64_t>{};
        query.values.push_back(match);
        query.add(streamed ? "case_text MATCH ?1" : "n IN (SELECT rowid FROM case_text WHERE case_text MATCH ?1)");
    }
    const std::string words = query.where;
    if (!filter.stages.empty()) {
        std::string list;
        for (const auto& stage : filter.stages) {
            query.values.push_back(stage);
            list += (list.empty() ? "?" : ",?") + std::to_string(query.values.size());
        }
        query.add("stage IN (" + list + ")");
    }
    if (!filter.mineral.empty()) query.addValue("mineral = ", filter.mineral);
    if (!filter.channel.empty()) query.addValue("channel = ", filter.channel);
    if (filter.openOnly) query.add("flags & 1 = 0");
    if (filter.mineOnly) query.add("flags & 8");
    if (filter.waitingOnly) query.add("flags & 6");
    const std::string_view direction = filter.descending ? " DESC" : " ASC";
    if (filter.order == CaseOrder::due) {
        // Cases without a deadline come last whichever way the others are ordered; asked apart, so that both use an
        // index.
        std::vector<std::int64_t> rows;
        Query none = query;
        query.add("due <> ''");
        none.add("due = ''");
        const std::string cut = limit == 0 ? "" : " LIMIT " + std::to_string(limit);
        TRY(collect("SELECT n FROM case_row" + query.where + " ORDER BY due" + std::string(direction) + cut,
                    query.values, rows));
        TRY(collect("SELECT n FROM case_row" + none.where + " ORDER BY changed DESC" + cut, none.values, rows));
        if (limit != 0 && rows.size() > limit) rows.resize(limit);
        return rows;
    }
    std::string sql;
    if (streamed) {
        sql = std::string("SELECT case_text.rowid FROM case_text") +
              (query.where != words ? " CROSS JOIN case_row ON n = case_text.rowid" : "") + query.where +
              " ORDER BY case_text.rowid" + std::string(direction);
    } else {
        sql = "SELECT n FROM case_row" + query.where + " ORDER BY " + std::string(orderColumn(filter.order)) +
              std::string(direction) + ", n" + std::string(direction);
    }
    if (limit != 0) sql += " LIMIT " + std::to_string(limit);

    std::vector<std::int64_t> rows;
    TRY(collect(sql, query.values, rows));
    return rows;
}

Result<std::vector<CaseRow>> CaseList::page(std::span<const std::int64_t> rows) {
    TRY_ASSIGN(auto query, m_database->prepare(
                               "SELECT id, reference, title, stage, mineral, channel, assignees, opened, changed, due, "
                               "evidence, flags FROM case_row WHERE n = ?1"));
    std::vector<CaseRow> page;
    page.reserve(rows.size());
    for (const auto row : rows) {
        TRY_ASSIGN(const bool found, query.with(row).step());
        if (!found) continue;
        CaseRow line;
        line.row = row;
        if (const auto id = CaseId::from(query.get<ByteView>(0))) line.id = *id;
        line.reference = query.get<std::string>(1);
        line.title = query.get<std::string>(2);
        line.stage = query.get<std::string>(3);
        line.mineral = query.get<std::string>(4);
        line.channel = query.get<std::string>(5);
        line.assignees = query.get<std::string>(6);
        line.opened = Instant{std::chrono::milliseconds{query.get<std::int64_t>(7)}};
        line.changed = Instant{std::chrono::milliseconds{query.get<std::int64_t>(8)}};
        line.due = query.get<std::string>(9);
        line.evidence = static_cast<std::uint32_t>(query.get<std::int64_t>(10));
        const auto flags = query.get<std::int64_t>(11);
        line.closed = flags & 1;
        line.waiting = flags & 2;
        line.refused = flags & 4;
        page.push_back(std::move(line));
        query.reset();
    }
    return page;
}

Result<std::optional<std::int64_t>> CaseList::rowOf(CaseId id) {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT n FROM subject WHERE id = ?1"));
    TRY_ASSIGN(const bool found, query.with(id).step());
    if (!found) return std::nullopt;
    return query.get<std::int64_t>(0);
}

Result<std::uint64_t> CaseList::unsearchable() {
    TRY_ASSIGN(const auto owed, m_database->value<std::int64_t>("SELECT count(*) FROM words_owed"));
    return static_cast<std::uint64_t>(owed);
}

Result<std::vector<std::pair<std::string, std::uint64_t>>> CaseList::stageCounts() {
    TRY_ASSIGN(auto query, m_database->prepare("SELECT stage, count(*) FROM case_row GROUP BY stage"));
    std::vector<std::pair<std::string, std::uint64_t>> counts;
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return counts;
        counts.emplace_back(query.get<std::string>(0), static_cast<std::uint64_t>(query.get<std::int64_t>(1)));
    }
}

} // namespace model
