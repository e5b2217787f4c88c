// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/hub_store.h"

#include <functional>
#include <unordered_map>
#include <utility>

namespace sim {

/// Everything a hub keeps, in the order in which it came. Row n of a table is its element n - 1.
struct Kept {
    std::vector<model::StoredAct> acts;
    std::vector<model::StoredEvent> events;
    std::vector<model::StoredLink> links;
    std::vector<model::StoredCommit> commits;
    std::vector<model::Refusal> refusals;

    /// The event of this id, or null.
    [[nodiscard]] const model::StoredEvent* event(const model::Digest& id) const;
    [[nodiscard]] const model::StoredLink* linkOf(const model::Digest& event) const;
    [[nodiscard]] const model::Refusal* refusalOf(const model::Digest& event) const;
};

/// How much of it there was at a moment.
struct Mark {
    std::size_t acts = 0, events = 0, links = 0, commits = 0, refusals = 0;
};

/// What happens to the next turn that has something to keep.
enum class Fault {
    none,
    append,      ///< nothing can be written
    full,        ///< the disk is full at the end of the transaction
    unknown,     ///< it was kept, and the hub is told that it was not
    crashBefore, ///< the process dies and nothing was kept
    crashAfter,  ///< the process dies and all was kept
    statement,   ///< the connection is lost at some statement of the turn
};
const char* faultName(Fault fault);

/// A hub's store that a simulation owns: in memory, with the faults that a database has. Several hubs may share it, and
/// come in between any two statements of each other, as the real stores let them (app/postgres, EmbeddedStore): one has
/// its turn at a time, and who finds it taken has waited in vain; a look sees what was committed at its first
/// statement.
class MemoryStore final : public model::HubStore {
public:
    model::Result<std::unique_ptr<model::HubTurn>> write() override;
    model::Result<std::unique_ptr<model::HubReading>> read() override;
    [[nodiscard]] std::string name() const override { return "memory"; }

    [[nodiscard]] const Kept& kept() const { return m_kept; }
    /// For whoever founds an office or forks it.
    void put(Kept kept);
    [[nodiscard]] Mark mark() const;
    /// Loses everything after a moment: a failover without the tail, or an older backup.
    void cutTo(const Mark& mark);

    /// `statement`: at which of the turn's, from 0, for Fault::statement.
    void failNext(Fault fault, std::size_t statement = 0) {
        m_fault = fault;
        m_failAt = statement;
    }
    /// Whether the process that used it last has died; once.
    bool takeCrash() { return std::exchange(m_crashed, false); }

    /// Called before each statement: another process may come in between.
    std::function<void()> beforeStatement;
    /// Called when something was kept, with what there was before.
    std::function<void(const Mark& before)> onKept;

private:
    friend class MemoryTurn;
    friend class MemoryReading;
    void add(const model::HubBatch& batch);

    Kept m_kept;
    std::unordered_map<model::Digest, std::int64_t> m_rows; ///< of events
    Mark m_committed;                                       ///< what looks may see
    bool m_turn = false;                                    ///< somebody has theirs
    Fault m_fault = Fault::none;
    std::size_t m_failAt = 0;
    bool m_crashed = false;
};

} // namespace sim
