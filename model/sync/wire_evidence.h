// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/evidence_messages.h"
#include "model/sync/wire.h"

#include <functional>

/// The bytes of the messages about evidence: docs/protocol.md. The same promises as of wire.h.
namespace model::wire {

/// Bytes of a message that carries a part: the part and what names it.
inline constexpr std::size_t kPartMessageLimit = static_cast<std::size_t>(kPartBytes) + 128;
/// Seconds for which one part may be on its way, besides what every request has: a line of 120 kbit/s carries it.
inline constexpr std::uint64_t kPartSeconds = 280;

/// At least one, at most kEvidenceNamesLimit.
Result<Bytes> encodeEvidenceAsk(std::span<const EvidenceName> names);
Result<std::vector<EvidenceName>> readEvidenceAsk(ByteView bytes);

/// For each name, in their order; nothing where there is no such item for the asker.
using EvidenceAnswer = std::vector<std::optional<EvidenceHeld>>;
/// Code::damaged for a value that could not be read again.
Result<Bytes> encodeEvidenceAnswer(const EvidenceAnswer& answer);
Result<EvidenceAnswer> readEvidenceAnswer(ByteView bytes);

/// Puts the bytes of a part into their place in a message, so that they are not copied.
using FillPart = std::function<Result<void>(std::span<std::uint8_t>)>;

/// A part of a file that is handed over.
struct EvidencePut {
    EvidenceName name;
    std::uint64_t part = 0; ///< under kPartsLimit
    ByteView bytes;         ///< 1 to kPartBytes; a view into the message
};
/// `size` is that of the part, 1 to kPartBytes. Errors of `fill`.
Result<Bytes> encodeEvidencePut(const EvidenceName& name, std::uint64_t part, std::size_t size, const FillPart& fill);
Result<EvidencePut> readEvidencePut(ByteView bytes);
/// Whether the copy is whole now.
Bytes encodeEvidencePutAnswer(bool whole);
Result<bool> readEvidencePutAnswer(ByteView bytes);

/// A part that is asked for, of the copy that this person handed over.
struct EvidenceGet {
    EvidenceName name;
    PersonId from;
    std::uint64_t part = 0; ///< under kPartsLimit
    friend bool operator==(const EvidenceGet&, const EvidenceGet&) = default;
};
Bytes encodeEvidenceGet(const EvidenceGet& get);
Result<EvidenceGet> readEvidenceGet(ByteView bytes);
/// `size` is 1 to kPartBytes. Errors of `fill`.
Result<Bytes> encodeEvidencePart(std::size_t size, const FillPart& fill);
/// A view into the message.
Result<ByteView> readEvidencePart(ByteView bytes);

} // namespace model::wire
