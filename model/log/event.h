// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/digest.h"
#include "crypto/suite.h"
#include "model/base/clock.h"
#include "model/base/id.h"
#include "model/base/result.h"

#include <optional>
#include <span>
#include <string>

namespace model {

using crypto::Bytes;
using crypto::ByteView;
using crypto::Digest;

/// The head of a chain that an author was looking at: the number and hash of its last link. Number 0: an empty chain.
struct Seen {
    std::uint64_t seq = 0;
    Digest link{};
    friend bool operator==(const Seen&, const Seen&) = default;
};

/// One place of a chain, as later events are judged by it.
struct Entered {
    PersonId author;
    Digest link{};
    bool silent = false; ///< changes nothing: that a case was opened. What was decided before it stays decided
};

/// Whether somebody other than `author`, who had seen `seen` entries, has said something after them that changes
/// something: what is decided on that look is old.
bool changedByOthers(std::span<const Entered> chain, std::uint64_t seen, PersonId author);

/// Largest signed part and largest sealed part of one event, in bytes. Longer material is evidence.
inline constexpr std::size_t kEventLimit = 256 * 1024;
inline constexpr std::size_t kSealedLimit = 1024 * 1024;

/// What a person said, as the hub may see it. Everything a stranger must not read is in the sealed part, which hangs
/// from here by its hash, so that a lawful erasure can destroy it while the chain still verifies.
struct EventHeader {
    crypto::Suite suite = crypto::Suite::intl1;
    CaseId caseId;
    PersonId author;
    std::string kind;                     ///< never renamed, never reused; see model/case/kinds.h
    Instant time{};                       ///< the author's clock: a signed claim, never used for order
    Seen seen;                            ///< what the author was looking at
    std::uint32_t epoch = 0;              ///< the case key that seals the sealed part; 0: no sealed part
    std::array<std::uint8_t, 16> nonce{}; ///< makes two equal statements two events
    Bytes clear;                          ///< deterministic CBOR of the kind's clear body
    Bytes keys;                           ///< case keys under the act's secret, for new readers; may be empty
    std::optional<Digest> sealedHash;     ///< hash of the sealed part
    std::uint32_t sealedSize = 0;         ///< its size in bytes
};

/// An event and the exact bytes it was made of. The bytes are kept as they came and never encoded again: the id is
/// their hash.
struct Event {
    EventHeader header;
    Bytes bytes;
    Digest id{};
    Bytes sealed; ///< empty where there is none, where it was erased, or where this reader was not given it
};

/// Encodes a header; `sealed` is empty or the sealed part, whose hash and size it fills in.
Event makeEvent(EventHeader header, Bytes sealed);

/// The bytes of a header that is complete: what makeEvent() makes of it and readEvent() reads.
Bytes encodeEvent(const EventHeader& header);

/// Reads an event; refuses bytes that are not exactly what makeEvent() writes, and a sealed part of another hash.
Result<Event> readEvent(ByteView bytes, ByteView sealed);

/// The kind that the bytes of an event name; the rest of them is not looked at.
Result<std::string> eventKind(ByteView bytes);

/// What the sealed part is bound to: every field of the header that is known before sealing.
Bytes sealContext(const EventHeader& header);

} // namespace model
