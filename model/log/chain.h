// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/identity.h"
#include "model/log/event.h"

#include <compare>
#include <span>

namespace model {

/// Where an event landed in its case: the hub's order.
struct Link {
    CaseId caseId;
    std::uint64_t seq = 0; ///< 1 for the first
    Digest previous{};     ///< hash of the link before; zero for the first
    Digest event{};
    Instant time{}; ///< the hub's clock, never before that of the link before
    friend bool operator==(const Link&, const Link&) = default;
};

Bytes encodeLink(const Link& link);
Digest linkHash(crypto::Suite suite, const Link& link);

/// A place in the hub's one order over all logs: a commit, and a link in it. What is not sealed comes after all that
/// is.
struct Moment {
    std::uint64_t commit = UINT64_MAX;
    std::uint64_t index = UINT64_MAX;
    friend auto operator<=>(const Moment&, const Moment&) = default;
};

/// Links in a commit at most.
inline constexpr std::uint64_t kCommitLinkLimit = 1'000'000;

/// One transaction of the hub: its signature over the Merkle root of the hashes of the links it sealed, chained to the
/// commit before. So every link is signed by the hub at the price of one signature for each transaction, the last link
/// of a case is its signed head, and commits give one order over all cases.
struct Commit {
    crypto::Suite suite = crypto::Suite::intl1;
    std::uint64_t number = 0; ///< 1 for the first
    Digest previous{};        ///< hash of the commit before; zero for the first
    std::uint64_t count = 0;  ///< links in the commit
    Digest root{};            ///< of their hashes, in the order of sealing
    Instant time{};
    Bytes bytes;
    Bytes signature;
    Digest hash{};
};

/// The bytes that a commit's other members stand for: what is signed.
Bytes encodeCommit(const Commit& commit);

Commit signCommit(const crypto::Identity& hub, std::uint64_t number, const Digest& previous, Instant time,
                  std::span<const Digest> linkHashes);
Result<Commit> readCommit(ByteView bytes, ByteView signature);
Result<void> verifyCommit(const Commit& commit, const crypto::PublicIdentity& hub, const Digest& previous,
                          std::span<const Digest> linkHashes);

} // namespace model
