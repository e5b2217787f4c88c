// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/record.h"

#include <memory>
#include <set>

namespace model {

/// One consistent look at what a hub keeps. Rows (StoredLink::event, StoredEvent::row, …) are the store's own numbers;
/// nobody else may make sense of them. Everything is asked for in bulk, because a store may be a network away.
/// One thread at a time. What it holds is not believed: rows whose bytes are not those of their ids are Code::damaged.
class HubReading {
public:
    virtual ~HubReading() = default;
    /// The last commit; nothing before the founding.
    virtual Result<std::optional<Commit>> last() = 0;
    /// Commits of these numbers, both included; damaged if one is missing.
    virtual Result<std::vector<StoredCommit>> commits(std::uint64_t first, std::uint64_t last) = 0;
    /// Which of these events were sealed or refused before.
    virtual Result<std::set<Digest>> known(std::span<const Digest> events) = 0;
    /// The refusals among these events.
    virtual Result<std::vector<Refusal>> refusals(std::span<const Digest> events) = 0;
    /// The links of these commits, both included, in the order of sealing.
    virtual Result<std::vector<StoredLink>> linksBetween(std::uint64_t first, std::uint64_t last) = 0;
    /// All links of these cases, case by case, each in its order. A case that is not there has none.
    virtual Result<std::vector<StoredLink>> linksOf(std::span<const CaseId> cases) = 0;
    /// Events in the order in which they are asked for, with their sealed parts.
    virtual Result<std::vector<StoredEvent>> events(std::span<const std::int64_t> rows) = 0;
    /// Acts without the ids of their events, in the order in which they are asked for.
    virtual Result<std::vector<Act>> actHeaders(std::span<const std::int64_t> rows) = 0;
    virtual Result<std::vector<StoredAct>> acts(std::span<const std::int64_t> rows) = 0;
};

/// What one turn of a hub adds. It points to what was submitted, which must outlive it.
struct HubBatch {
    struct Said {
        const Act* act = nullptr;
        std::vector<Digest> events; ///< the ids of the whole act
    };
    struct Judged {
        std::size_t act = 0; ///< index in `acts`
        std::uint64_t actIndex = 0;
        const Event* event = nullptr;
        std::optional<StoredLink> link; ///< where it landed, its row not known yet; nothing: it was refused
        std::optional<Refusal> refusal;
    };
    std::vector<Said> acts;
    std::vector<Judged> events; ///< in the order of judging
    std::vector<StoredCommit> commits;
};

/// A turn to write: nobody else has one until it ends. What was added and not committed is rolled back.
class HubTurn {
public:
    virtual ~HubTurn() = default;
    virtual HubReading& reading() = 0;
    virtual Result<void> append(const HubBatch& batch) = 0;
    /// When this returns without an error, what was appended survives power loss.
    virtual Result<void> commit() = 0;
};

/// Tells of news as long as it lives.
class HubWatch {
public:
    virtual ~HubWatch() = default;
};

/// Where a hub keeps its record. It only grows. Several processes may share one.
class HubStore {
public:
    virtual ~HubStore() = default;
    /// Waits for its turn, for some seconds at most.
    virtual Result<std::unique_ptr<HubTurn>> write() = 0;
    virtual Result<std::unique_ptr<HubReading>> read() = 0;
    /// What to call it in messages: a path, an address.
    [[nodiscard]] virtual std::string name() const = 0;
    /// From now on calls `news`, on a thread of its own, when another process has sealed something. A hint and no more:
    /// it may come for nothing, and may be missed. Null if the store cannot tell.
    virtual std::unique_ptr<HubWatch> watch(const std::function<void()>& /*news*/) { return nullptr; }
};

} // namespace model
