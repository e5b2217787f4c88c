// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/postgres/reading.h"

#include "model/vault/record_rows.h"

#include <algorithm>
#include <limits>
#include <map>

namespace postgres {

using model::Digest;
using model::StoredLink;

namespace {

const Query kCommits{
    "commits",
    "SELECT number, bytes, signature, links FROM touchstone.hub_commit WHERE number BETWEEN $1::bigint AND $2::bigint "
    "ORDER BY number",
    "ibbb"};
const Query kKnown{"known", "SELECT id FROM touchstone.event WHERE id = ANY ($1::bytea[])", "b"};
const Query kRefusals{"refusals",
                      "SELECT e.n, e.id, r.bytes, r.signature FROM touchstone.event e "
                      "JOIN touchstone.refusal r ON r.event = e.n WHERE e.id = ANY ($1::bytea[])",
                      "ibbb"};

// What is missing beside a link is damage, so it is asked for with outer joins.
const std::string kLinkColumns = "SELECT l.subject, l.seq, l.event, l.time, l.hub_commit, l.commit_index, e.act, "
                                 "l.hash, e.id, c.id, p.hash FROM ";
const std::string kLinkJoins = "LEFT JOIN touchstone.event e ON e.n = l.event "
                               "LEFT JOIN touchstone.link p ON p.subject = l.subject AND p.seq = l.seq - 1 ";
constexpr std::string_view kLinkTypes = "iiiiiiibbbb";
const Query kLinksBetween{"links_between",
                          kLinkColumns + "touchstone.link l LEFT JOIN touchstone.subject c ON c.n = l.subject " +
                              kLinkJoins +
                              "WHERE l.hub_commit BETWEEN $1::bigint AND $2::bigint "
                              "ORDER BY l.hub_commit, l.commit_index",
                          kLinkTypes};
const Query kLinksOf{"links_of",
                     kLinkColumns +
                         "unnest($1::bytea[]) WITH ORDINALITY AS asked (id, place) "
                         "JOIN touchstone.subject c ON c.id = asked.id "
                         "JOIN touchstone.link l ON l.subject = c.n " +
                         kLinkJoins + "ORDER BY asked.place, l.seq",
                     kLinkTypes};

const Query kEvents{"events",
                    "SELECT asked.n, e.act, e.act_index, e.subject, e.id, e.bytes, s.bytes "
                    "FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (n, place) "
                    "LEFT JOIN touchstone.event e ON e.n = asked.n LEFT JOIN touchstone.sealed s ON s.event = e.n "
                    "ORDER BY asked.place",
                    "iiiibbb"};
const Query kActHeaders{"act_headers",
                        "SELECT asked.n, a.id, a.bytes, a.signature "
                        "FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (n, place) "
                        "LEFT JOIN touchstone.act a ON a.n = asked.n ORDER BY asked.place",
                        "ibbb"};
const Query kActs{"acts",
                  "SELECT asked.n, a.id, a.bytes, a.signature, a.events "
                  "FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (n, place) "
                  "LEFT JOIN touchstone.act a ON a.n = asked.n ORDER BY asked.place",
                  "ibbbb"};

/// One row for each that was asked for; what is not there has empty columns.
Result<Rows> asked(Connection& connection, const Query& query, std::span<const std::int64_t> numbers) {
    TRY_ASSIGN(auto rows, connection.run(query, Params().add(numbers)));
    if (rows.count() != numbers.size()) return model::damagedRow(std::string(query.name) + ": a row is there twice");
    return rows;
}

/// A number that the tables can hold: what is beyond was never stored.
std::int64_t bounded(std::uint64_t number) {
    return static_cast<std::int64_t>(std::min<std::uint64_t>(number, std::numeric_limits<std::int64_t>::max()));
}

Result<std::vector<StoredLink>> linksIn(const Rows& rows) {
    std::vector<StoredLink> links;
    links.reserve(rows.count());
    for (std::size_t i = 0; i < rows.count(); ++i) {
        model::LinkColumns columns;
        columns.caseRow = rows.integer(i, 0);
        columns.seq = rows.integer(i, 1);
        columns.event = rows.integer(i, 2);
        columns.time = rows.integer(i, 3);
        columns.commit = rows.integer(i, 4);
        columns.commitIndex = rows.integer(i, 5);
        columns.act = rows.integer(i, 6);
        columns.hash = rows.bytes(i, 7);
        columns.eventId = rows.bytes(i, 8);
        columns.caseId = rows.bytes(i, 9);
        if (!rows.isNull(i, 10)) columns.previous = rows.bytes(i, 10);
        TRY_ASSIGN(const auto link, model::linkOfRow(columns));
        links.push_back(link);
    }
    return links;
}

} // namespace

Result<std::vector<model::StoredCommit>> Reading::commits(std::uint64_t first, std::uint64_t last) {
    std::vector<model::StoredCommit> all;
    if (first > last) return all;
    TRY_ASSIGN(const auto rows, m_connection->run(kCommits, Params().add(bounded(first)).add(bounded(last))));
    for (std::size_t i = 0; i < rows.count(); ++i) {
        const auto number = first + all.size();
        if (rows.integer(i, 0) != bounded(number)) break;
        TRY_ASSIGN(auto commit, model::commitOfRow(number, rows.bytes(i, 1), rows.bytes(i, 2), rows.bytes(i, 3)));
        all.push_back(std::move(commit));
    }
    if (all.size() != last - first + 1) return model::damagedRow("hub_commit " + std::to_string(first + all.size()));
    return all;
}

Result<std::set<Digest>> Reading::known(std::span<const Digest> events) {
    std::set<Digest> found;
    if (events.empty()) return found;
    TRY_ASSIGN(const auto rows, m_connection->run(kKnown, Params().add(viewsOf(events))));
    for (std::size_t i = 0; i < rows.count(); ++i) {
        if (const auto id = Digest::fromBytes(rows.bytes(i, 0))) found.insert(*id);
    }
    return found;
}

Result<std::vector<model::Refusal>> Reading::refusals(std::span<const Digest> events) {
    std::vector<model::Refusal> all;
    if (events.empty()) return all;
    TRY_ASSIGN(const auto rows, m_connection->run(kRefusals, Params().add(viewsOf(events))));
    std::map<Digest, model::Refusal> found;
    for (std::size_t i = 0; i < rows.count(); ++i) {
        TRY_ASSIGN(auto refusal, model::refusalOfRow(rows.integer(i, 0), rows.bytes(i, 2), rows.bytes(i, 3)));
        const auto id = Digest::fromBytes(rows.bytes(i, 1));
        if (!id || refusal.event != *id) return model::damagedRow("refusal " + std::to_string(rows.integer(i, 0)));
        found.emplace(*id, std::move(refusal));
    }
    for (const auto& id : events) {
        if (const auto one = found.find(id); one != found.end()) all.push_back(one->second);
    }
    return all;
}

Result<std::vector<StoredLink>> Reading::linksBetween(std::uint64_t first, std::uint64_t last) {
    TRY_ASSIGN(const auto rows, m_connection->run(kLinksBetween, Params().add(bounded(first)).add(bounded(last))));
    return linksIn(rows);
}

Result<std::vector<StoredLink>> Reading::linksOf(std::span<const model::CaseId> cases) {
    if (cases.empty()) return std::vector<StoredLink>{};
    TRY_ASSIGN(const auto rows, m_connection->run(kLinksOf, Params().add(viewsOf(cases))));
    return linksIn(rows);
}

Result<std::vector<model::StoredEvent>> Reading::events(std::span<const std::int64_t> numbers) {
    std::vector<model::StoredEvent> all;
    if (numbers.empty()) return all;
    TRY_ASSIGN(const auto rows, asked(*m_connection, kEvents, numbers));
    all.reserve(rows.count());
    for (std::size_t i = 0; i < rows.count(); ++i) {
        TRY_ASSIGN(auto event,
                   model::eventOfRow({rows.integer(i, 0), rows.integer(i, 1), rows.integer(i, 2), rows.integer(i, 3),
                                      rows.bytes(i, 4), rows.bytes(i, 5), rows.bytes(i, 6)},
                                     m_suite));
        all.push_back(std::move(event));
    }
    return all;
}

Result<std::vector<model::Act>> Reading::actHeaders(std::span<const std::int64_t> numbers) {
    std::vector<model::Act> all;
    if (numbers.empty()) return all;
    TRY_ASSIGN(const auto rows, asked(*m_connection, kActHeaders, numbers));
    all.reserve(rows.count());
    for (std::size_t i = 0; i < rows.count(); ++i) {
        TRY_ASSIGN(auto act, model::actOfRow(rows.integer(i, 0), rows.bytes(i, 1), rows.bytes(i, 2), rows.bytes(i, 3)));
        all.push_back(std::move(act));
    }
    return all;
}

Result<std::vector<model::StoredAct>> Reading::acts(std::span<const std::int64_t> numbers) {
    std::vector<model::StoredAct> all;
    if (numbers.empty()) return all;
    TRY_ASSIGN(const auto rows, asked(*m_connection, kActs, numbers));
    all.reserve(rows.count());
    for (std::size_t i = 0; i < rows.count(); ++i) {
        TRY_ASSIGN(auto act, model::actOfRow(rows.integer(i, 0), rows.bytes(i, 1), rows.bytes(i, 2), rows.bytes(i, 3)));
        TRY_ASSIGN(auto stored, model::storedActOf(rows.integer(i, 0), std::move(act), rows.bytes(i, 4)));
        all.push_back(std::move(stored));
    }
    return all;
}

} // namespace postgres
