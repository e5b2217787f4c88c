// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/hub_state.h"
#include "model/sync/messages.h"

namespace model {

/// Collects what one person may see. For one answer; the state must be as `reading` is.
class Gathering {
public:
    Gathering(HubReading& reading, HubState& state, PersonId reader, bool withOwn)
        : m_reading(reading), m_state(state), m_reader(reader), m_withOwn(withOwn) {}

    Result<Changes> changes(const ChangesAsk& ask);
    Result<History> history(const HistoryAsk& ask);

private:
    /// How much of a case a person may see.
    enum class Sight : std::uint8_t { nothing, log, contents };
    /// A link that goes into the answer.
    struct Chosen {
        const StoredLink* link;
        Sight sight;
        bool bytes; ///< not only where it landed
    };

    Result<std::vector<StoredCommit>> commits(std::uint64_t first, std::uint64_t upTo);
    Result<void> choose(std::span<const StoredLink> links, const ChangesAsk& ask);
    Result<void> owe(const StoredLink& link, Sight sight, const ChangesAsk& ask);
    Result<Sight> sightOf(CaseId id);
    Sight sightThen(const RegisterState& office, CaseId id, std::uint64_t commit);
    Result<const RegisterState*> officeAt(std::uint64_t commit);
    Result<void> learnAuthors(std::span<const StoredLink> links);
    [[nodiscard]] bool isOwn(const StoredLink& link) const { return m_authors.at(link.act) == m_reader; }
    /// Whether this link is one of the reader's own, or comes before one in its case, among those that were learnt. Who
    /// was let out of a case before they heard where their words landed needs the chain up to there, because a desk
    /// takes no link that does not follow. They could read all of it where they said that.
    [[nodiscard]] bool leadsToOwn(const StoredLink& link) const;
    /// Leaves out the last commits where their events and acts are more than fit, but one.
    static void keepToBytes(Changes& changes);
    /// Reads what was chosen, in its order.
    Result<std::vector<Entry>> entries(std::map<Digest, ActWithIds>& acts);

    HubReading& m_reading;
    HubState& m_state;
    PersonId m_reader;
    bool m_withOwn;
    std::optional<RegisterState> m_officeThen;
    std::map<CaseId, Sight> m_sight;
    std::set<CaseId> m_met;                     ///< cases of which a link was seen in this span
    std::map<CaseId, std::uint64_t> m_lastOwn;  ///< the reader's last link of each case
    std::map<std::int64_t, PersonId> m_authors; ///< of acts
    std::vector<Chosen> m_chosen;
    std::vector<HistoryOwed> m_owed;
};

} // namespace model
