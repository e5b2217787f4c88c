// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/messages.h"
#include "model/vault/vault.h"

#include <functional>

namespace model {

/// The keys a person holds: their own, and those of the units they are in.
struct Keyholder {
    PersonId person;
    const crypto::Identity* identity = nullptr;
    std::map<UnitId, crypto::Identity> units;
};

/// Opens the identities of the units that the person is in, as far as they are not open yet. True if one was new.
Result<bool> openUnits(Keyholder& keys, const RegisterState& office);

/// What an exchange brought.
struct Exchanged {
    std::uint64_t sealed = 0;        ///< own events that found their place
    std::uint64_t received = 0;      ///< events of others
    std::vector<Refusal> refused;    ///< own events that the hub will never seal
    std::vector<std::int64_t> cases; ///< rows of the cases that changed, each once; that one was opened changes nothing
    bool registerChanged = false;
};

/// A desk's side of the exchange with a hub: hands over what waits, takes what is new, and believes nothing: every
/// commit must follow the last one and carry the hub's signature, every link must be in its commit and follow in its
/// case, every event must be in an act signed by its author. Each batch is one transaction of the vault, in which the
/// cursor moves with the rows.
class Desk {
public:
    Desk(Vault& vault, HubPort& hub, Keyholder& keys, CaseId office, Digest fingerprint)
        : m_vault(vault), m_hub(hub), m_keys(keys), m_officeId(office), m_fingerprint(fingerprint) {}

    /// Says of an event where it landed, before the transaction that records it ends.
    using Landed = std::function<Result<void>(std::int64_t caseRow, const Digest& event, const Landing& landing)>;

    /// `fresh` are submissions whose events wait in the vault already, to spare reading them again. `office` is kept up
    /// to date in its clear part; reload it if `registerChanged`.
    Result<Exchanged> exchange(RegisterState& office, std::span<const Submission> fresh = {},
                               const Landed& landed = {});

    /// The row of the register in the vault; 0 before the first exchange.
    Result<std::int64_t> officeRow() const;

private:
    /// What the hub answered. That it does not know somebody whom its own sealed register admits is damage or a lie.
    template <class Answer>
    Answer admitted(const RegisterState& office, Answer answer) const;
    Result<void> handOver(std::span<const Submission> fresh);
    Result<void> takeRefusals(const RegisterState& office);
    Result<bool> takeChanges(RegisterState& office, std::uint64_t after, const Landed& landed);
    /// Whether the hub leaves out events as ours that this vault does not have.
    Result<bool> lacksOwnEvents(const Changes& changes);
    Result<void> takeAll(RegisterState& office, const Changes& changes, const Landed& landed);
    Result<void> takeCommits(const RegisterState& office, const Changes& changes);
    Result<void> takeEntry(RegisterState& office, const Changes& changes, const Entry& entry, const Landed& landed);
    struct Taken {
        std::int64_t row = 0;
        bool opening = false; ///< it says no more than that a case was opened
    };
    Result<Taken> takeEvent(const RegisterState& office, const Changes& changes, const Entry& entry,
                            std::int64_t caseRow);
    Result<std::int64_t> takeAct(const RegisterState& office, const ActWithIds& act, const Event& event);
    Result<const StoredCommit*> commitOf(std::uint64_t number);

    Vault& m_vault;
    HubPort& m_hub;
    Keyholder& m_keys;
    CaseId m_officeId;
    Digest m_fingerprint;
    Exchanged m_out;
    std::set<std::int64_t> m_touched;
    StoredCommit m_commit; ///< the one last looked at
    bool m_withOwn = false;
    std::map<Digest, std::int64_t> m_acts;
};

} // namespace model
