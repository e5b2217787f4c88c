// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/evidence_store.h"
#include "model/sync/transport.h"
#include "model/workspace/evidence_transfer.h"

namespace model {

/// A sealed file that is to be moved, and what it is checked by.
struct TransferFile {
    EvidenceName name;
    ItemId item;
    std::uint64_t size = 0; ///< of the sealed file
    crypto::Secret key;     ///< empty: it is only asked about
    Digest sha256{};        ///< of the plain bytes, if there is a key
};

struct EvidenceTransfer::Plan {
    enum class Way : std::uint8_t { send, fetch } way = Way::send;
    EvidenceStore store;
    HubAddress address;
    Connect connect;
    Digest fingerprint{}; ///< of the office
    PersonId person;
    crypto::Identity identity;
    std::vector<TransferFile> files;
};

} // namespace model
