// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/evidence_shelf.h"
#include "model/hub/hub_state.h"
#include "model/hub/hub_store.h"
#include "model/sync/messages.h"

#include <functional>

namespace model {

/// A hub over a store: it orders each case, judges each event by allowed() on the state where it would land, and seals
/// or refuses it, once and for good. It holds no case key and sees no contents. A stand-alone office runs it in the
/// process of the desk; several processes may share one store, each with a Hub of its own that has the same identity.
/// One thread at a time.
class Hub final : public HubPort {
public:
    /// The store must outlive it.
    Hub(HubStore& store, crypto::Identity identity, const Clock& clock)
        : m_store(store), m_identity(std::move(identity)), m_clock(clock) {}

    [[nodiscard]] const crypto::Identity& identity() const { return m_identity; }
    /// The register as it is now; valid until the next call.
    Result<const RegisterState*> office();
    /// The number of the last commit; 0: none.
    Result<std::uint64_t> lastCommit();
    /// From now until endLook() all questions are answered from one look at the store, and what many ask is read once.
    /// A submission ends it too.
    Result<void> beginLook();
    void endLook() { m_look.reset(); }

    Result<void> submit(std::span<const Submission> submissions) override { return submitFrom({}, submissions); }
    Result<void> submitFrom(const Known& known, std::span<const Submission> submissions) override;
    /// What one desk hands over, of several that wait.
    struct Handed {
        Known known;
        std::span<const Submission> submissions;
        /// Whether it is heard at all, asked in the turn with the register as it is then.
        std::function<Result<void>(const RegisterState& office)> admit;
    };
    /// Takes what several desks hand over in one turn of the store: one transaction that is made durable once. Each
    /// gets the answer that it would have got alone, in the order given here: the number of the last commit, or why
    /// nothing of it was taken, which keeps the others from nothing.
    std::vector<Result<std::uint64_t>> submitTogether(std::span<const Handed> handed);
    Result<std::uint64_t> takeBack(const Changes& lost) override;
    Result<Changes> changes(PersonId reader, const ChangesAsk& ask) override;
    Result<History> history(PersonId reader, const HistoryAsk& ask) override;
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override;
    /// Which of these pieces of evidence there are for somebody who may read their cases now, in their order. The rest
    /// is nothing, whatever the reason.
    Result<std::vector<std::optional<EvidenceOnRecord>>> evidence(PersonId reader, std::span<const EvidenceName> names);

    /// How long a hub that sees its record set back seals nothing new: so long its desks have to give back what it
    /// lost. A process that was started since then knows nothing of it.
    static constexpr std::chrono::minutes kGiveBackTime{1};

private:
    Result<void> takeTogether(std::span<const Handed> handed, std::vector<Result<std::uint64_t>>& answers);
    /// Whether something new may be sealed now.
    Result<void> maySeal();
    /// Says of damage which store it is in: every desk has the same tables.
    template <typename T>
    Result<T> placed(Result<T> result) const;
    /// The look that was begun, or a new one.
    Result<std::shared_ptr<HubReading>> read();
    /// Reads in one look, with the states as they are in it.
    template <typename T>
    Result<T> looking(PersonId reader, const std::function<Result<T>(HubReading&)>& body);

    HubStore& m_store;
    crypto::Identity m_identity;
    const Clock& m_clock;
    HubState m_state;
    std::shared_ptr<HubReading> m_look;
    std::optional<Instant> m_waitsSince; ///< for what it has lost
};

} // namespace model
