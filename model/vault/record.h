// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/log/act.h"
#include "model/log/chain.h"
#include "model/store/database.h"

#include <functional>
#include <optional>
#include <vector>

namespace model {

/// A refusal that the hub remembers for good, signed by it.
struct Refusal {
    Digest event{};
    Error reason;
    Instant time{};
    Bytes bytes;
    Bytes signature;
};
Refusal signRefusal(const crypto::Identity& hub, const Digest& event, const Error& reason, Instant time);
Result<Refusal> readRefusal(ByteView bytes, ByteView signature);
bool verifyRefusal(const Refusal& refusal, const crypto::PublicIdentity& hub);

/// An act with the ids of all its events, of which a reader may hold only some.
struct StoredAct {
    std::int64_t row = 0;
    Act act;
    std::vector<Digest> events;
};

/// A commit with the hashes of all its links.
struct StoredCommit {
    Commit commit;
    std::vector<Digest> links;
};

struct StoredEvent {
    std::int64_t row = 0;
    std::int64_t act = 0;
    std::uint64_t actIndex = 0;
    std::int64_t caseRow = 0;
    Event event;
};

struct StoredLink {
    Link link;
    Digest hash{};
    std::int64_t event = 0; ///< row of the event
    std::uint64_t commit = 0;
    std::uint64_t commitIndex = 0;
    std::int64_t act = 0; ///< row of the event's act; known once it was read from a record
    [[nodiscard]] Moment at() const { return {commit, commitIndex}; }
};

/// The truth tables, the same in a person's vault and in a hub's store: case, act, event, link, hub_commit, refusal.
/// They only grow; the database refuses everything else (Database::protectTables). One thread at a time. Callers hold
/// the transaction.
class Record {
public:
    /// Creates the tables in an empty store.
    static Result<void> create(Database& database);
    /// Forbids everything but growth on this connection.
    static Result<void> protect(Database& database);

    explicit Record(Database& database, crypto::Suite suite) : m_db(&database), m_suite(suite) {}

    /// The row of a case, made if there is none.
    Result<std::int64_t> caseRow(CaseId id);
    Result<std::optional<std::int64_t>> findCase(CaseId id);
    Result<CaseId> caseAt(std::int64_t row);

    /// Adds an act, or finds it. `events` are the ids of the whole act.
    Result<std::int64_t> addAct(const Act& act, std::span<const Digest> events);
    struct AddedEvent {
        std::int64_t row = 0;
        bool isNew = false; ///< it was not there; so it has no link, no refusal, and does not wait
    };
    /// Adds an event of an act, or finds it. If the event is there without its sealed part and `event` has it, a later
    /// reader of the case is being given it, and it is filled in beside the event.
    Result<AddedEvent> addEvent(std::int64_t act, std::uint64_t actIndex, std::int64_t caseRow, const Event& event);
    Result<void> addLink(std::int64_t caseRow, const StoredLink& link);
    Result<void> addCommit(const StoredCommit& commit);
    Result<void> addRefusal(std::int64_t event, const Refusal& refusal);

    Result<std::optional<std::int64_t>> findEvent(const Digest& id);
    Result<StoredEvent> event(std::int64_t row);
    /// Of an event by its row: its id, its act, its case. The rows they name are not looked at.
    struct EventKeys {
        Digest id{};
        std::int64_t act = 0;
        std::int64_t caseRow = 0;
    };
    Result<EventKeys> eventKeys(std::int64_t row);
    /// The kind of an event, without a look at the rest of it.
    Result<std::string> kindOf(std::int64_t row);
    Result<StoredAct> act(std::int64_t row);
    /// An act without the ids of its events, which may be many.
    Result<Act> actHeader(std::int64_t row);
    Result<std::optional<Refusal>> refusal(std::int64_t event);
    Result<bool> isLinked(std::int64_t event);
    /// Where the first of these events that is here was sealed; nothing: none is.
    Result<std::optional<Moment>> sealedAt(std::span<const Digest> events);
    /// The last link of a case, or nothing.
    Result<std::optional<StoredLink>> head(std::int64_t caseRow);
    /// The links of a case in order, from `after` + 1 on.
    Result<void> links(std::int64_t caseRow, std::uint64_t after,
                       const std::function<Result<void>(const StoredLink&)>& each);
    /// The links of these commits (both included), in the order of sealing.
    Result<void> linksBetween(std::uint64_t first, std::uint64_t last,
                              const std::function<Result<void>(std::int64_t caseRow, const StoredLink&)>& each);
    Result<StoredCommit> commit(std::uint64_t number);
    /// The number of the last commit; 0: none.
    Result<std::uint64_t> lastCommit();

    [[nodiscard]] crypto::Suite suite() const { return m_suite; }
    [[nodiscard]] Database& database() { return *m_db; }

private:
    Database* m_db;
    crypto::Suite m_suite;
};

} // namespace model
