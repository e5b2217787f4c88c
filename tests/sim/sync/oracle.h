// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/case/fold.h"
#include "tests/sim/sync/cast.h"

#include <map>
#include <set>

namespace sim {

/// Follows what a hub keeps and knows from it alone what must be so: that every turn continues the record, that the
/// judge agrees with each event at its place, and who may see what. It shares no code with the hub but the judge, the
/// folds and the checks of signatures.
class Oracle {
public:
    explicit Oracle(const Cast& cast) : m_cast(cast) {}

    /// Takes in what was added after `before`; throws Broken if it may not be there.
    void take(const Kept& kept, const Mark& before);

    /// What a person may see of a case now.
    enum class Sight { nothing, log, contents };
    [[nodiscard]] Sight sight(model::PersonId person, model::CaseId caseId) const;
    [[nodiscard]] bool isActive(model::PersonId person) const;
    /// Whether these are the keys that the person has now.
    [[nodiscard]] bool holds(model::PersonId person, const crypto::PublicIdentity& keys) const;
    /// The number of the last link of a case whose event this person said; 0: none. Who says something and is released
    /// before they hear where it landed is given the chain up to there, without contents.
    [[nodiscard]] std::uint64_t lastOwn(model::PersonId person, model::CaseId caseId) const;
    [[nodiscard]] const model::RegisterState& office() const { return m_office; }
    [[nodiscard]] const std::map<model::CaseId, model::CaseState>& cases() const { return m_cases; }
    /// Hash of the commit of a number; zero if there is none.
    [[nodiscard]] model::Digest commit(std::uint64_t number) const;
    [[nodiscard]] std::uint64_t last() const { return m_commits.size(); }
    [[nodiscard]] bool knows(const model::Digest& event) const { return m_known.contains(event); }

private:
    void link(const Kept& kept, const model::StoredLink& stored);
    void signedByAuthor(const model::StoredAct& act);
    void followRegister(const model::Event& event);
    void moved(const model::Person& person, bool wasKnown);
    void replaced(const model::Event& event, const model::IdentityReplaced& body);
    void turned(const model::UnitTurned& body);
    void landed(const model::StoredEvent& stored, const model::Act& act, const model::StoredLink& link);
    void follow(const model::Event& event, std::uint64_t seq);

    const Cast& m_cast;
    model::RegisterState m_office;
    std::map<model::CaseId, model::CaseState> m_cases;
    std::vector<model::Digest> m_commits;
    model::Instant m_time{}; ///< of the last
    std::set<model::Digest> m_known;
    /// Who was assigned to a case and not released, counted from the events and not from the state.
    std::map<model::CaseId, std::multiset<model::PersonId>> m_assigned;
    std::map<std::pair<model::CaseId, model::PersonId>, std::uint64_t> m_lastOwn;
    std::set<model::PersonId> m_unit; ///< who reads all cases
    std::set<model::PersonId> m_fit;  ///< who has a role of that unit and is active
    std::set<model::PersonId> m_gone; ///< who is in it and must not have its next key
    std::set<std::int64_t> m_signed;  ///< acts whose signature was checked where they landed
    struct Proposed {
        model::Digest event{};
        model::PersonId by;
        crypto::PublicIdentity keys;
    };
    std::map<model::PersonId, Proposed> m_proposed; ///< new keys that wait for a second person
};

} // namespace sim
