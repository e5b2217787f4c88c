// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/digest.h"
#include "model/base/id.h"
#include "model/log/event.h"

#include <cstdint>
#include <optional>
#include <vector>

// What a desk and a hub say to each other about the sealed files of evidence. Nothing of it is state: after any
// interruption a desk asks what is missing and goes on. docs/decisions/evidence-transfer.md.

namespace model {

/// A piece of evidence as it is asked for: the case that has it, and its address.
struct EvidenceName {
    CaseId caseId;
    Digest address{};
    friend auto operator<=>(const EvidenceName&, const EvidenceName&) = default;
};

/// Sealed files travel in parts of so many bytes; the last one is shorter.
inline constexpr std::uint64_t kPartBytes = 4ULL * 1024 * 1024;
/// Parts of one file: 4 TiB.
inline constexpr std::uint64_t kPartsLimit = 1ULL << 20;
/// Items in one question.
inline constexpr std::size_t kEvidenceNamesLimit = 1'000;
/// Copies of one item, and ranges of missing parts of one, that are told at a time.
inline constexpr std::size_t kCopiesLimit = 64;
inline constexpr std::size_t kRangesLimit = 16;

/// How many parts a sealed file of this size has.
constexpr std::uint64_t partsOf(std::uint64_t size) { return size / kPartBytes + (size % kPartBytes != 0 ? 1 : 0); }
/// Bytes of one of its parts; 0 behind the last one.
constexpr std::uint64_t partSize(std::uint64_t size, std::uint64_t part) {
    const std::uint64_t all = partsOf(size);
    if (part >= all) return 0;
    return part + 1 < all ? kPartBytes : size - part * kPartBytes;
}

/// A whole sealed file on the hub: who handed it over, and the digest over its parts (PartSums). A hub cannot tell
/// whether it is the right one; a desk that has the file can, by the digest, and whoever fetches it by its contents.
struct EvidenceCopy {
    PersonId from;
    Digest sum{};
    friend bool operator==(const EvidenceCopy&, const EvidenceCopy&) = default;
};

/// Parts that follow each other.
struct PartRange {
    std::uint64_t first = 0;
    std::uint64_t count = 0;
    friend bool operator==(const PartRange&, const PartRange&) = default;
};

/// What a hub has of one item.
struct EvidenceHeld {
    std::vector<EvidenceCopy> copies; ///< that of the item's author first, then by person; kCopiesLimit at most
    std::vector<PartRange> missing;   ///< of the asker's own copy, the first kRangesLimit; empty where that is whole
    friend bool operator==(const EvidenceHeld&, const EvidenceHeld&) = default;
};

/// The digest of a sealed file by which copies are told apart: SHA-256 over "touchstone evidence parts 1" and the
/// SHA-256 of each part, in their order.
class PartSums {
public:
    PartSums();
    /// The next part.
    void add(const Digest& sha256OfPart) { m_hasher.update(sha256OfPart.view()); }
    Digest finish() { return m_hasher.finish(); }

private:
    crypto::Hasher m_hasher;
};

} // namespace model
