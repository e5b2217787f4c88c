// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/hub_state.h"
#include "model/log/act_checks.h"
#include "model/sync/messages.h"

namespace model {

/// Judges and orders what was submitted in one turn of a hub. It touches no store but to read: what is to be kept is in
/// batch() at the end. Folds what it seals into `state`, which must be forgotten if the batch is not kept.
class SubmissionSealing {
public:
    SubmissionSealing(HubReading& reading, HubState& state, const crypto::Identity& identity, Instant now)
        : m_reading(reading), m_state(state), m_identity(identity), m_now(now) {}

    /// An error only if an act is not what it says, or its author is nobody here: then nothing of the turn may be kept.
    Result<HubBatch> all(std::span<const Submission> submissions);
    /// The same of what several desks hand over at once, each in its order.
    Result<HubBatch> all(std::span<const std::span<const Submission>> several);

private:
    Result<void> begin(std::span<const std::span<const Submission>> several);
    void checkActs(std::span<const std::span<const Submission>> several);
    Result<void> take(const Submission& submission);
    Result<void> checkAct(const Submission& submission, std::span<const Digest> ids);
    void land(const Submission& submission, std::size_t index);
    void landOnRegister(const Event& event, HubBatch::Judged judged);
    void landOnCase(const Act& act, const Event& event, HubBatch::Judged judged);
    StoredLink linkFor(const Event& event, const Seen& head, Instant after);
    void refuse(HubBatch::Judged judged, const Error& reason);
    void seal();

    HubReading& m_reading;
    HubState& m_state;
    const crypto::Identity& m_identity;
    Instant m_now;
    std::uint64_t m_number = 0; ///< of the last commit
    Digest m_previous{};
    std::vector<Digest> m_hashes; ///< of the links in the commit to come
    std::size_t m_bytes = 0;      ///< of their events and acts
    std::size_t m_actBytes = 0;   ///< of the act that is being landed, until a link of it is sealed
    std::set<Digest> m_known;     ///< sealed or refused before, or in this turn
    ActChecks m_checks;
    Recipients m_recipients; ///< of the act that is being landed
    HubBatch m_batch;
};

} // namespace model
