// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/record.h"

#include <map>
#include <optional>
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

/// The last commit of a record, as far as somebody has it. Number 0: none.
struct Known {
    std::uint64_t commit = 0;
    Digest hash{};
    friend bool operator==(const Known&, const Known&) = default;
};

/// What is new for one person since a commit.
struct Changes {
    Digest base{}; ///< hash of the commit that was asked from
    /// The number of the hub's last commit, where it has none of the number that was asked from: `base` is the hash of
    /// this one then (zero for 0), and nothing else is said.
    std::optional<std::uint64_t> last = {};
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
    /// The same from a desk that has this commit. Code::notFound, and nothing was taken, if the hub does not have it:
    /// it was set back, or tells another history, and must not go on over what it has lost; changes() says which.
    virtual Result<void> submitFrom(const Known& known, std::span<const Submission> submissions);
    /// Gives a hub that was set back what it has lost: commits that follow its last one, with all that the desk has of
    /// them, as changes() gave it. The number of its last commit after that: those that were whole are sealed again as
    /// they were. Code::notFound if it takes nothing back.
    virtual Result<std::uint64_t> takeBack(const Changes& lost);
    /// Commits after one, and the entries in them that `reader` may see.
    virtual Result<Changes> changes(PersonId reader, const ChangesAsk& ask) = 0;
    /// What `reader` may see of a case.
    virtual Result<History> history(PersonId reader, const HistoryAsk& ask) = 0;
    /// What became of events: refusals among these ids.
    virtual Result<std::vector<Refusal>> refusals(std::span<const Digest> events) = 0;
};

inline Result<void> HubPort::submitFrom(const Known&, std::span<const Submission> submissions) {
    return submit(submissions);
}

inline Result<std::uint64_t> HubPort::takeBack(const Changes&) {
    return fail(Code::notFound, {"This hub takes nothing back", "该服务器不接受交还的记录"});
}

} // namespace model
