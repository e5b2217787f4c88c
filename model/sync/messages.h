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

/// What goes to a hub, or comes from it, in one go at most, in events and in bytes of their signed and sealed parts,
/// and of the acts that come with them. One act, and one commit, is never more than that; who signs an act keeps to it.
inline constexpr std::size_t kBatchEvents = 2'000;
inline constexpr std::size_t kBatchBytes = 4 * 1024 * 1024;

/// Bytes of an event, as they count for kBatchBytes.
inline std::size_t sizeOf(const Event& event) { return event.bytes.size() + event.sealed.size(); }
/// Bytes of an act with the ids of its events, as they come with the first of them.
inline std::size_t sizeOf(const Act& act) {
    return act.bytes.size() + act.signature.size() + static_cast<std::size_t>(act.count) * sizeof(Digest);
}

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

/// What is asked about news: everything after a commit.
struct ChangesAsk {
    std::uint64_t after = 0;
    std::size_t limit = 0; ///< commits at most
    bool withOwn = false;  ///< also the bytes of events that the reader said, which a desk has unless it lost its vault
    bool again = false;    ///< all is asked for from the beginning: histories need not be told
    friend bool operator==(const ChangesAsk&, const ChangesAsk&) = default;
};

/// A case that the reader could not see, or not as much of it, at the commit that was asked from: what came before is
/// to be asked for (HistoryAsk) and taken before the changes are.
struct HistoryOwed {
    CaseId caseId;
    std::uint64_t upTo = 0; ///< number of the last link that is owed
    friend bool operator==(const HistoryOwed&, const HistoryOwed&) = default;
};

/// What is new for one person since a commit.
struct Changes {
    Digest base{}; ///< hash of the commit that was asked from; zero where the hub has none of this number
    std::vector<StoredCommit> commits;
    std::vector<Entry> entries; ///< in the order of sealing
    std::map<Digest, ActWithIds> acts;
    std::vector<HistoryOwed> histories;
    bool more = false; ///< ask again from the last commit
};

/// What is asked about one case: its links from `after` + 1 to `upTo`.
struct HistoryAsk {
    CaseId caseId;
    std::uint64_t after = 0;
    std::uint64_t upTo = 0;
    bool withOwn = false;
    friend bool operator==(const HistoryAsk&, const HistoryAsk&) = default;
};

/// A part of a case, in the order of its links; at least one entry if there are any.
struct History {
    std::vector<Entry> entries;
    std::map<Digest, ActWithIds> acts;
    bool more = false; ///< ask again from the last entry's link
};

/// The hub as a desk sees it: called directly in a stand-alone office, over the network otherwise. Answers are data and
/// not trusted: the desk checks every hash and signature.
class HubPort {
public:
    virtual ~HubPort() = default;
    /// Hands over acts. Each event is sealed or refused for good before this returns; what became of them comes with
    /// changes(). Sending an event again changes nothing.
    virtual Result<void> submit(std::span<const Submission> submissions) = 0;
    /// Commits after one, and the entries in them that `reader` may see.
    virtual Result<Changes> changes(PersonId reader, const ChangesAsk& ask) = 0;
    /// What `reader` may see of a case.
    virtual Result<History> history(PersonId reader, const HistoryAsk& ask) = 0;
    /// What became of events: refusals among these ids.
    virtual Result<std::vector<Refusal>> refusals(std::span<const Digest> events) = 0;
};

} // namespace model
