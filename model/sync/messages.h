// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/record.h"

#include <map>
#include <vector>

namespace model {

/// One act on its way to the hub: all of its events, in the order of its Merkle tree.
struct Submission {
    Act act;
    std::vector<Event> events;
};

/// One sealed event on its way to a desk.
struct Entry {
    std::uint64_t commit = 0;
    std::uint64_t commitIndex = 0;
    Link link;
    Event event; ///< without its sealed part where the reader may see the log only
    Digest act{};
    std::uint64_t actIndex = 0;
};

/// An act with the ids of all its events, of which the reader gets those it may see.
struct ActWithIds {
    Act act;
    std::vector<Digest> ids;
};

/// What is new for one person since a commit.
struct Changes {
    Digest base{}; ///< hash of the commit that was asked from; zero where the hub has none of this number
    std::vector<StoredCommit> commits;
    std::vector<Entry>
        entries; ///< in the order of sealing; the earlier events of a case that was just opened come first
    std::map<Digest, ActWithIds> acts;
    std::vector<Refusal> refusals; ///< of this person's own events
    bool more = false;             ///< ask again from the last commit
};

/// The hub as a desk sees it: called directly in a stand-alone office, over the network otherwise. Answers are data and
/// not trusted: the desk checks every hash and signature.
class HubPort {
public:
    virtual ~HubPort() = default;
    /// Hands over acts. Each event is sealed or refused for good before this returns; what became of them comes with
    /// changes(). Sending an event again changes nothing.
    virtual Result<void> submit(std::span<const Submission> submissions) = 0;
    /// Commits after `after`, at most `limit` of them, and the entries in them that `reader` may see. `withOwn`: also
    /// the bytes of events that the reader said, which a desk has unless it lost its vault.
    virtual Result<Changes> changes(PersonId reader, std::uint64_t after, std::size_t limit, bool withOwn) = 0;
    /// What became of events: refusals among these ids.
    virtual Result<std::vector<Refusal>> refusals(std::span<const Digest> events) = 0;
};

} // namespace model
