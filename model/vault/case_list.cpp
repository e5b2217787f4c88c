// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/case_list.h"

#include "model/store/database.h"
#include "model/vault/case_query.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace model {

CaseList::CaseList(std::unique_ptr<Database> database, const Clock& clock)
    : m_database(std::move(database)), m_clock(&clock),
      m_interrupter(std::make_unique<Interrupter>(m_database->interrupter())) {}
CaseList::~CaseList() = default;
CaseList::CaseList(CaseList&&) noexcept = default;
CaseList& CaseList::operator=(CaseList&&) noexcept = default;

void CaseList::interrupt() { m_interrupter->interrupt(); }

Result<Statement> CaseList::prepared(const CaseQuery& query) {
    TRY_ASSIGN(auto statement, m_database->prepare(query.sql));
    for (std::size_t i = 0; i < query.values.size(); ++i) statement.bind(static_cast<int>(i + 1), query.values[i]);
    return statement;
}

Result<void> CaseList::collect(const CaseQuery& query, std::vector<std::int64_t>& rows) {
    TRY_ASSIGN(auto statement, prepared(query));
    for (;;) {
        TRY_ASSIGN(const bool found, statement.step());
        if (!found) return {};
        rows.push_back(statement.get<std::int64_t>(0));
    }
}

Result<std::vector<std::int64_t>> CaseList::rows(const CaseFilter& filter, std::size_t limit) {
    std::vector<std::int64_t> rows;
    for (const auto& query : rowQueries(filter, chinaDate(m_clock->now()), limit)) {
        TRY(collect(query, rows));
        if (limit != 0 && rows.size() >= limit) break;
    }
    if (limit != 0 && rows.size() > limit) rows.resize(limit);
    return rows;
}

Result<std::uint64_t> CaseList::count(const CaseFilter& filter) {
    const auto query = countQuery(filter, chinaDate(m_clock->now()));
    if (!query) return 0;
    std::vector<std::int64_t> counted;
    TRY(collect(*query, counted));
    return static_cast<std::uint64_t>(counted.front());
}

Result<std::vector<CaseRow>> CaseList::page(std::span<const std::int64_t> rows) {
    TRY_ASSIGN(
        auto query,
        m_database->prepare("SELECT id, reference, title, stage, mineral, channel, assignees, opened, changed, due, "
                            "evidence, flags, violation, closed, decided, fine, fine_fen FROM case_row WHERE n = ?1"));
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
        line.overwritten = flags & 32;
        line.unread = flags & 16;
        line.violation = query.get<std::string>(12);
        line.closedAt = Instant{std::chrono::milliseconds{query.get<std::int64_t>(13)}};
        line.decidedAt = Instant{std::chrono::milliseconds{query.get<std::int64_t>(14)}};
        line.fine = query.get<std::string>(15);
        line.fineFen = query.get<std::int64_t>(16);
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

Result<std::vector<ChosenCase>> CaseList::chosen(const CaseSelection& selection) {
    std::vector<ChosenCase> out;
    const auto queries = selectionQueries(selection, chinaDate(m_clock->now()));
    if (!queries) return out;
    TRY_ASSIGN(auto query, prepared(queries->chosen));
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return out;
        const auto id = CaseId::from(query.get<ByteView>(1));
        if (id) out.push_back({query.get<std::int64_t>(0), *id, query.get<std::string>(2)});
    }
}

namespace {

/// The most first; as many, by their names.
template <typename Key>
std::vector<std::pair<Key, std::uint64_t>> sorted(const std::map<Key, std::uint64_t>& counts) {
    std::vector<std::pair<Key, std::uint64_t>> out(counts.begin(), counts.end());
    std::ranges::stable_sort(out, std::greater{}, &std::pair<Key, std::uint64_t>::second);
    return out;
}

} // namespace

Result<CaseSummary> CaseList::summary(const CaseSelection& selection) {
    CaseSummary out;
    const auto queries = selectionQueries(selection, chinaDate(m_clock->now()));
    if (!queries) return out;
    std::map<std::string, std::uint64_t> stages;
    std::map<std::string, std::uint64_t> minerals;
    std::map<PersonId, std::uint64_t> people;
    TRY_ASSIGN(auto counts, prepared(queries->counts));
    for (;;) {
        TRY_ASSIGN(const bool found, counts.step());
        if (!found) break;
        const auto cases = static_cast<std::uint64_t>(counts.get<std::int64_t>(3));
        out.cases += cases;
        stages[counts.get<std::string>(0)] += cases;
        minerals[counts.get<std::string>(1)] += cases;
        if (counts.get<bool>(2)) out.nobody += cases;
        out.overdue += static_cast<std::uint64_t>(counts.get<std::int64_t>(4));
        out.waiting += static_cast<std::uint64_t>(counts.get<std::int64_t>(5));
    }
    TRY_ASSIGN(auto query, prepared(queries->people));
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) break;
        if (const auto id = PersonId::from(query.get<ByteView>(0)))
            people[*id] += static_cast<std::uint64_t>(query.get<std::int64_t>(1));
    }
    out.stages = sorted(stages);
    out.minerals = sorted(minerals);
    out.people = sorted(people);
    return out;
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

Result<Overview> CaseList::overview(const OverviewQuery& query) {
    return readOverview(*m_database, query, m_clock->now());
}

Result<std::vector<DuePeriod>> CaseList::due(const DueQuery& query) {
    return readDue(*m_database, query, chinaDate(m_clock->now()));
}

Result<std::vector<std::pair<Date, std::uint64_t>>> CaseList::dueDays(const DueQuery& query) {
    return countDue(*m_database, query, chinaDate(m_clock->now()));
}

Result<std::vector<Precedent>> CaseList::precedents(const law::ArticleId& governing, CaseId but) {
    return readPrecedents(*m_database, governing, but);
}

} // namespace model
