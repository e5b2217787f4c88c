// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/wire_parts.h"

#include <set>

/// What the answers with entries have in common: rows of digests of which some follow, acts, and the events that are of
/// them. Private to model/sync/wire*.cpp.
namespace model::wire {

/// Writes a row of digests: how many, and those that nothing else in the message gives.
void writeRow(CborWriter& out, std::span<const Digest> all, const std::set<std::uint64_t>& met);

/// A row while it is read: what else in the message gives is met one by one.
class Row {
public:
    void read(CborReader& in, std::uint64_t limit);
    void meet(CborReader& in, std::uint64_t index, const Digest& digest);
    /// All of them; the count is not believed before it is what is there.
    std::vector<Digest> fill(CborReader& in) const;
    [[nodiscard]] std::uint64_t count() const { return m_count; }

private:
    std::uint64_t m_count = 0;
    ByteView m_unmet; ///< one behind the other
    std::map<std::uint64_t, Digest> m_met;
};

/// Where an event stands: the number of its act in the message, and its index in the act.
struct Place {
    std::uint64_t act = 0;
    std::uint64_t index = 0;
    /// The place that is due after this one, in an act of `count` events.
    [[nodiscard]] Place after(std::uint64_t count) const {
        return index + 1 < count ? Place{act, index + 1} : Place{act + 1, 0};
    }
    friend bool operator==(const Place&, const Place&) = default;
};

/// What writer and reader of an answer both know of the links of cases as they go along.
class Chains {
public:
    /// The link before one that comes now, if nothing else is said.
    [[nodiscard]] Seen due(CaseId id) const;
    /// The hash of a link that was met, or was said to be before one; of number 0 zeros.
    [[nodiscard]] std::optional<Digest> known(CaseId id, std::uint64_t seq) const;
    void meet(const Link& link, const Digest& hash);

private:
    std::map<CaseId, Seen> m_heads;
    std::map<std::pair<CaseId, std::uint64_t>, Digest> m_hashes;
};

/// Writes the acts of an answer, and the event of each of its entries.
class EntryWriter {
public:
    EntryWriter(const std::map<Digest, ActWithIds>& acts, crypto::Suite suite) : m_all(acts), m_suite(suite) {}
    /// All entries, in their order, before anything is written: whether they and the acts agree and would come back.
    Result<void> survey(std::span<const Entry> entries);
    void writeActs(CborWriter& out) const;
    /// The event of an entry, or its id; `hash` is that of its link.
    void writeEvent(CborWriter& out, const Entry& entry, const Digest& hash);
    [[nodiscard]] Seen due(CaseId id) const { return m_chains.due(id); }

private:
    struct ActUse {
        const ActWithIds* act;
        std::set<std::uint64_t> met; ///< indexes of the events that are in the message
    };
    Result<void> survey(const Entry& entry);

    const std::map<Digest, ActWithIds>& m_all;
    crypto::Suite m_suite;
    std::vector<ActUse> m_acts; ///< in the order in which entries first name them
    std::map<Digest, std::size_t> m_numbers;
    Chains m_chains;
    EventBodies m_bodies;
    Place m_due;
};

/// Reads them by the same rules.
class EntryReader {
public:
    explicit EntryReader(crypto::Suite suite) : m_suite(suite) {}
    void readActs(CborReader& in);
    /// Completes an entry of which all is known but its event. The hash of its link.
    Digest readEvent(CborReader& in, Entry& entry);
    /// Fills in the acts, when all entries are read.
    std::map<Digest, ActWithIds> complete(CborReader& in, std::vector<Entry>& entries);
    [[nodiscard]] Seen due(CaseId id) const { return m_chains.due(id); }

private:
    struct ActDraft {
        Act act;
        Row row;
    };
    void readOthers(CborReader& in, Entry& entry);
    Place readPlace(CborReader& in) const;
    Seen readSeen(CborReader& in, const Link& link) const;

    crypto::Suite m_suite;
    std::vector<ActDraft> m_acts;
    std::size_t m_actsMet = 0;
    std::vector<std::optional<std::size_t>> m_entryActs; ///< for each entry the number of its act
    Chains m_chains;
    EventBodies m_bodies;
    Place m_due;
};

} // namespace model::wire
