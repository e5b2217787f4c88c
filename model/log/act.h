// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/aead.h"
#include "crypto/identity.h"
#include "crypto/secret.h"
#include "model/log/event.h"

#include <span>
#include <vector>

namespace model {

/// The act's secret, sealed to one reader: a person or a unit.
struct Envelope {
    std::array<std::uint8_t, 16> recipient{}; ///< a PersonId's or UnitId's bytes
    Bytes sealed;                             ///< crypto::sealTo() of the act's secret
};

/// One signature of one author over everything said in one act: a single event, or the thousands of a bulk import. It
/// covers the root of a Merkle tree (RFC 6962, 2.1) over the ids of the events, in their order.
struct Act {
    crypto::Suite suite = crypto::Suite::intl1;
    PersonId author;
    Instant time{};
    std::uint64_t count = 0;         ///< events in the act
    Digest root{};                   ///< of their ids
    std::vector<Envelope> envelopes; ///< who may open the act's secret, and with it the case keys that its events carry
    Bytes bytes;                     ///< the exact bytes signed
    Bytes signature;
    Digest id{}; ///< hash of the bytes
};

inline constexpr std::uint64_t kActEventLimit = 1'000'000;
inline constexpr std::uint64_t kActEnvelopeLimit = 1'000;

/// Who is to open the secret of an act: the bytes of persons' and units' ids.
using Recipients = std::vector<std::array<std::uint8_t, 16>>;
Recipients recipientsOf(const Act& act);

/// The bytes that an act's other members stand for: what is signed.
Bytes encodeAct(const Act& act);

/// Signs one act over `events`, which must not be empty. Errors as of signWith().
Result<Act> signAct(const crypto::Identity& author, PersonId authorId, Instant time, std::span<const Digest> events,
                    std::vector<Envelope> envelopes);

Result<Act> readAct(ByteView bytes, ByteView signature);

/// Checks the author's signature. `events` are the ids of the whole act in order.
Result<void> verifyAct(const Act& act, const crypto::PublicIdentity& author, std::span<const Digest> events);

/// The context that binds an envelope to its act's author and recipient.
Bytes envelopeContext(PersonId author, const std::array<std::uint8_t, 16>& recipient);

/// A case key of one epoch, for a reader who may open the act's secret.
struct KeyGrant {
    std::uint32_t epoch = 0;
    crypto::Secret key;
};

/// Wraps and unwraps case keys under one act's secret; reused for all events of an act. One thread at a time.
class KeyWrapper {
public:
    KeyWrapper(crypto::Suite suite, const crypto::Secret& actSecret);
    /// For the event with this case and nonce, which must be the only one with both.
    Bytes wrap(CaseId caseId, const std::array<std::uint8_t, 16>& nonce, std::span<const KeyGrant> grants);
    Result<std::vector<KeyGrant>> unwrap(CaseId caseId, const std::array<std::uint8_t, 16>& nonce, ByteView wrapped);

private:
    crypto::Aead m_aead;
};

/// Seals and opens the sealed parts of events. One thread at a time.
class PartSealer {
public:
    explicit PartSealer(crypto::Suite suite) : m_aead(suite) {}
    /// `header` must be complete but for its sealed hash and size.
    Bytes seal(const EventHeader& header, const crypto::Secret& caseKey, ByteView plain);
    Result<Bytes> open(const Event& event, const crypto::Secret& caseKey);

private:
    crypto::Aead m_aead;
};

} // namespace model
