// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/finding.h"

#include <optional>

/// The file in which a finding about a hub is kept and handed on (docs/formats.md). It says by itself whose hub it is
/// about, and is judged on any machine, without an office. Pure functions; any thread.
namespace model {

/// Bytes of such a file at most: two commits, two paths, and the founding.
inline constexpr std::size_t kProofLimit = 512 * 1024;

/// Who keeps a finding, and about which office.
struct ProofMaker {
    PersonId person;
    const crypto::Identity& identity;
    Digest fingerprint{};   ///< of the office
    ByteView founding = {}; ///< the founding event; empty where this desk never got it
};
/// Errors as of signWith().
Result<Bytes> writeProof(const Finding& finding, const ProofMaker& maker, Instant time);

/// What such a file holds, and what that comes to.
struct Proof {
    Digest fingerprint{}; ///< of the office that it names: whether it is theirs is for people to compare
    std::optional<crypto::PublicIdentity> hub; ///< of that office's founding; nothing if the file does not have it
    PersonId maker;
    crypto::PublicIdentity makerKeys; ///< that the file is signed with; nobody vouches for them here
    Instant time{};
    Finding finding;                            ///< as its maker says; `kind` is what the file claims
    Contradiction proves = Contradiction::none; ///< what it shows to everybody who trusts the fingerprint
};
/// Code::malformed for anything that writeProof() does not write, Code::newer for a later version, Code::tooLarge over
/// kProofLimit, Code::damaged where its maker's signature does not fit: it was changed after it was made. What a file
/// shows is found anew from the signatures in it, whatever it claims.
Result<Proof> readProof(ByteView bytes);

/// What a proof shows, to whom and against which identity, or that and why it shows nothing.
Text verdictOf(const Proof& proof);

} // namespace model
