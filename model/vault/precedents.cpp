// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/precedents.h"

#include "model/store/database.h"

#include <iterator>
#include <sstream>

namespace model {

namespace {

std::vector<std::string> listOf(const std::string& words) {
    std::istringstream in(words);
    return {std::istream_iterator<std::string>(in), {}};
}

} // namespace

Result<std::vector<Precedent>> readPrecedents(Database& database, const law::ArticleId& governing, CaseId but) {
    TRY_ASSIGN(
        auto query,
        database.prepare("SELECT c.id, c.reference, c.title, p.decided, p.place, p.kind, p.fine_fen, p.basis_fen, "
                         "p.serious, p.extreme, p.others, p.grounds FROM case_penalty AS p "
                         "JOIN case_row AS c ON c.n = p.n WHERE p.governing = ?1 AND c.id <> ?2 "
                         "ORDER BY p.decided DESC, p.n LIMIT ?3"));
    query.with(governing.str(), but, static_cast<std::int64_t>(kMostPrecedents));
    std::vector<Precedent> out;
    for (;;) {
        TRY_ASSIGN(const bool found, query.step());
        if (!found) return out;
        Precedent one;
        if (const auto id = CaseId::from(query.get<ByteView>(0))) one.id = *id;
        one.reference = query.get<std::string>(1);
        one.title = query.get<std::string>(2);
        one.decided = Instant{std::chrono::milliseconds{query.get<std::int64_t>(3)}};
        auto& penalty = one.penalty;
        penalty.governing = governing;
        penalty.place = static_cast<int>(query.get<std::int64_t>(4));
        penalty.kind = law::proposalKindFromName(query.get<std::string>(5)).value_or(law::ProposalKind::normal);
        penalty.fineFen = query.get<std::int64_t>(6);
        penalty.basisFen = query.get<std::optional<std::int64_t>>(7);
        penalty.serious = query.get<bool>(8);
        penalty.extreme = query.get<bool>(9);
        penalty.others = listOf(query.get<std::string>(10));
        penalty.grounds = listOf(query.get<std::string>(11));
        out.push_back(std::move(one));
    }
}

std::vector<law::PenaltyFeatures> featuresOf(std::span<const Precedent> precedents) {
    std::vector<law::PenaltyFeatures> out;
    for (const auto& one : precedents) out.push_back(one.penalty);
    return out;
}

} // namespace model
