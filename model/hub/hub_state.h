// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/fold.h"
#include "model/hub/hub_store.h"
#include "model/law/adopted_calendars.h"
#include "model/sync/messages.h"
#include "model/workflow/judge.h"

#include <memory>
#include <unordered_map>

namespace model {

/// A case as a hub knows it: its clear state, and who could read it from which commit on.
struct HubCase {
    struct Since {
        std::uint64_t commit = 0;
        std::set<std::array<std::uint8_t, 16>> readers;
    };
    CaseState state;
    std::vector<Since> readers; ///< in the order of commits; one for each change

    /// Whether this person could read it when the commit of this number was the last. `office` is the register then.
    [[nodiscard]] bool couldRead(const RegisterState& office, PersonId person, std::uint64_t commit) const;
};

/// The register and the clear states of cases, folded from what a hub keeps. It only ever holds what is sealed, or is
/// forgotten: after a turn that was rolled back, forget().
class HubState {
public:
    /// Takes in what other processes have sealed since the last look. Call at the start of each look and each turn.
    Result<void> refresh(HubReading& reading);
    void forget();

    [[nodiscard]] RegisterState& office() { return m_office; }
    /// The id of the register; null before the founding.
    [[nodiscard]] CaseId officeId() const { return m_officeId; }
    /// Says that this process has sealed an event of the register in the commit of this number.
    void officeSealed(CaseId id, std::uint64_t commit) {
        m_officeId = id;
        m_officeCommit = commit;
    }
    /// The number of the commit in which the register changed last.
    [[nodiscard]] std::uint64_t officeCommit() const { return m_officeCommit; }
    /// The number of the last commit that is folded in.
    [[nodiscard]] std::uint64_t commit() const { return m_commit; }
    /// A commit that was in the record and is not any more, nor another of its number: the database was set back. The
    /// first that a refresh() missed, until the record has as many again.
    [[nodiscard]] const std::optional<Known>& lost() const { return m_lost; }
    void sealedUpTo(std::uint64_t commit, const Digest& hash) {
        m_commit = commit;
        m_hash = hash;
    }

    /// Makes the states of these cases ready for caseOf(). The states of others may be dropped.
    Result<void> load(HubReading& reading, std::span<const CaseId> cases);
    /// A case that was loaded last.
    HubCase& caseOf(CaseId id) { return *m_cases.at(id); }
    /// Folds in a sealed event. `act` is looked at only if the event carries keys.
    static void fold(HubCase& one, const Event& event, const CaseBody& body, const StoredLink& link, const Act* act);

    /// The register as it was when the commit of this number was the last.
    Result<RegisterState> officeAt(HubReading& reading, std::uint64_t commit) const;

    /// The definition of this digest, or null.
    const Definition* definition(const std::string& digest);
    /// The calendar in force, or null.
    const law::Calendar* calendar() { return m_calendars.of(m_office.calendar); }

private:
    Result<void> loadOffice(HubReading& reading);
    Result<bool> isLater(HubReading& reading, std::uint64_t number) const;
    Result<void> catchUp(HubReading& reading, std::uint64_t last);
    Result<void> foldAll(HubReading& reading, std::span<const StoredLink> links);

    std::uint64_t m_commit = 0;
    Digest m_hash{}; ///< of that commit
    std::optional<Known> m_lost;
    bool m_loaded = false;
    RegisterState m_office;
    CaseId m_officeId;
    std::uint64_t m_officeCommit = 0;
    std::unordered_map<CaseId, std::unique_ptr<HubCase>> m_cases;
    std::unordered_map<std::string, std::unique_ptr<Definition>> m_definitions;
    law::AdoptedCalendars m_calendars;
};

} // namespace model
