// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/base/clock.h"
#include "model/sync/evidence_messages.h"

#include <span>
#include <vector>

namespace model {

/// A piece of evidence as the record has it: what a hub knows of it.
struct EvidenceOnRecord {
    EvidenceName name;
    std::uint64_t size = 0; ///< bytes of the sealed file
    PersonId author;        ///< who took it in
};

/// Where a hub keeps the sealed files of evidence. It has no key and does not know what is in them. Each person may
/// hand over one copy of an item, part by part; once it is whole, it never changes, whoever asks. Who may is not asked
/// here. Threads: any, at the same time; several processes may share one. docs/decisions/evidence-transfer.md.
class EvidenceShelf {
public:
    virtual ~EvidenceShelf() = default;

    /// What there is of these items, in their order; what is missing is told of the asker's own copy.
    virtual Result<std::vector<EvidenceHeld>> held(std::span<const EvidenceOnRecord> items, PersonId asker) = 0;
    /// Keeps a part of the copy of `from`. Whether that copy is whole now: then it is durable; until then a power loss
    /// may take parts of it, and held() tells. A part that is there already, and a copy that is whole, are left as they
    /// are. Code::malformed for a part that the item does not have, or of another size; tooLarge over kPartsLimit;
    /// failed where there is no room: what was kept before stays.
    virtual Result<bool> put(const EvidenceOnRecord& item, PersonId from, std::uint64_t part,
                             crypto::ByteView bytes) = 0;
    /// Reads a part of the whole copy of `from`; `out` has its size. Code::notFound if there is no such copy.
    virtual Result<void> get(const EvidenceOnRecord& item, PersonId from, std::uint64_t part,
                             std::span<std::uint8_t> out) = 0;
    /// Removes what was begun and not gone on with for kAbandonedAfter. How many.
    virtual Result<int> sweep(Instant now) = 0;

    static constexpr std::chrono::hours kAbandonedAfter{30 * 24};
};

} // namespace model
