// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/hub_state.h"
#include "model/sync/messages.h"

namespace model {

/// Takes back what a hub has sealed and its store has lost: an older backup was restored, or a failover lost the last
/// commits. A desk hands back what it was given. Nothing is judged anew: the hub's own signature says that it was, and
/// where; what it says is checked from the bytes up. Touches no store but to read.
class TakingBack {
public:
    /// `office` is the register as `reading` has it.
    TakingBack(HubReading& reading, RegisterState office, const crypto::PublicIdentity& hub)
        : m_reading(reading), m_office(std::move(office)), m_hub(hub) {}

    /// The commits that follow the last one and are whole in `lost`, which must outlive the batch. None is no error:
    /// another desk may have the rest. Code::refused if a commit is not this hub's or does not follow, Code::malformed
    /// if what is in it is not what it says.
    Result<HubBatch> all(const Changes& lost);

private:
    /// Adds a commit to the batch; false if a part of it is not here.
    Result<bool> add(const Changes& lost, const StoredCommit& commit, std::span<const Entry> entries);
    Result<bool> isWhole(const Changes& lost, const StoredCommit& commit, std::span<const Entry> entries);
    Result<void> checkAct(const ActWithIds& act, const Entry& entry);

    HubReading& m_reading;
    RegisterState m_office;
    crypto::PublicIdentity m_hub;
    HubBatch m_batch;
    std::map<Digest, std::size_t> m_acts; ///< those in the batch, whose signatures were checked
};

} // namespace model
