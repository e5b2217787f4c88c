// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/store.h"

#include <algorithm>

using namespace model;

namespace sim {

namespace {

std::unexpected<Error> storeError(const char* what) { return fail(Code::failed, same(what), {}, "memory"); }

template <typename T>
std::vector<T> rowsOf(const std::vector<T>& all, std::span<const std::int64_t> rows) {
    std::vector<T> out;
    out.reserve(rows.size());
    for (const auto row : rows) out.push_back(all.at(static_cast<std::size_t>(row - 1)));
    return out;
}

} // namespace

const StoredEvent* Kept::event(const Digest& id) const {
    const auto found = std::ranges::find_if(events, [&](const StoredEvent& one) { return one.event.id == id; });
    return found == events.end() ? nullptr : &*found;
}

const StoredLink* Kept::linkOf(const Digest& event) const {
    const auto found = std::ranges::find_if(links, [&](const StoredLink& one) { return one.link.event == event; });
    return found == links.end() ? nullptr : &*found;
}

const Refusal* Kept::refusalOf(const Digest& event) const {
    const auto found = std::ranges::find(refusals, event, &Refusal::event);
    return found == refusals.end() ? nullptr : &*found;
}

const char* faultName(Fault fault) {
    switch (fault) {
    case Fault::none: return "nothing";
    case Fault::append: return "write error";
    case Fault::full: return "disk full";
    case Fault::unknown: return "outcome unknown";
    case Fault::crashBefore: return "crash before the commit";
    case Fault::crashAfter: return "crash after the commit";
    case Fault::statement: return "connection lost at a statement";
    }
    return "?";
}

/// All that its turn or its look may see: of each table the rows up to a mark.
class MemoryReading final : public HubReading {
public:
    MemoryReading(MemoryStore& store, bool inTurn) : m_store(store), m_kept(store.m_kept), m_inTurn(inTurn) {}

    Result<std::optional<Commit>> last() override {
        TRY_ASSIGN(const auto seen, statement());
        if (seen.commits == 0) return std::nullopt;
        return m_kept.commits[seen.commits - 1].commit;
    }
    Result<std::vector<StoredCommit>> commits(std::uint64_t first, std::uint64_t last) override {
        TRY_ASSIGN(const auto seen, statement());
        if (first == 0 || last > seen.commits) return fail(Code::damaged, same("A commit is missing"), {}, "memory");
        return std::vector(m_kept.commits.begin() + static_cast<std::ptrdiff_t>(first - 1),
                           m_kept.commits.begin() + static_cast<std::ptrdiff_t>(last));
    }
    Result<std::set<Digest>> known(std::span<const Digest> events) override {
        TRY_ASSIGN(const auto seen, statement());
        std::set<Digest> found;
        for (const auto& id : events) {
            const auto row = m_store.m_rows.find(id);
            if (row != m_store.m_rows.end() && row->second <= static_cast<std::int64_t>(seen.events)) found.insert(id);
        }
        return found;
    }
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override {
        TRY_ASSIGN(const auto seen, statement());
        std::vector<Refusal> found;
        for (const auto& refusal : std::span(m_kept.refusals).first(seen.refusals)) {
            if (std::ranges::contains(events, refusal.event)) found.push_back(refusal);
        }
        return found;
    }
    Result<std::vector<StoredLink>> linksBetween(std::uint64_t first, std::uint64_t last) override {
        return links([&](const StoredLink& link) { return link.commit >= first && link.commit <= last; });
    }
    Result<std::vector<StoredLink>> linksOf(std::span<const CaseId> cases) override {
        TRY_ASSIGN(const auto seen, statement());
        std::vector<StoredLink> all;
        for (const auto& id : cases) {
            std::ranges::copy_if(std::span(m_kept.links).first(seen.links), std::back_inserter(all),
                                 [&](const StoredLink& link) { return link.link.caseId == id; });
        }
        return all;
    }
    Result<std::vector<StoredEvent>> events(std::span<const std::int64_t> rows) override {
        TRY(statement());
        return rowsOf(m_kept.events, rows);
    }
    Result<std::vector<Act>> actHeaders(std::span<const std::int64_t> rows) override {
        TRY(statement());
        std::vector<Act> all;
        for (auto& act : rowsOf(m_kept.acts, rows)) all.push_back(std::move(act.act));
        return all;
    }
    Result<std::vector<StoredAct>> acts(std::span<const std::int64_t> rows) override {
        TRY(statement());
        return rowsOf(m_kept.acts, rows);
    }

private:
    /// What this statement may see.
    Result<Mark> statement() {
        if (m_store.beforeStatement) m_store.beforeStatement();
        if (m_inTurn) {
            if (m_store.m_fault == Fault::statement && m_store.m_failAt-- == 0) {
                m_store.m_fault = Fault::none;
                return fail(Code::network, same("The connection was lost"), {}, "memory");
            }
            return m_store.mark();
        }
        // As one REPEATABLE READ transaction.
        if (!m_look) m_look = m_store.m_committed;
        return *m_look;
    }
    Result<std::vector<StoredLink>> links(const auto& wanted) {
        TRY_ASSIGN(const auto seen, statement());
        std::vector<StoredLink> all;
        std::ranges::copy_if(std::span(m_kept.links).first(seen.links), std::back_inserter(all), wanted);
        return all;
    }

    MemoryStore& m_store;
    const Kept& m_kept;
    bool m_inTurn;
    std::optional<Mark> m_look;
};

class MemoryTurn final : public HubTurn {
public:
    explicit MemoryTurn(MemoryStore& store) : m_store(store), m_before(store.mark()), m_reading(store, true) {
        m_store.m_turn = true;
    }
    ~MemoryTurn() override {
        if (!m_done) m_store.cutTo(m_before);
        m_store.m_turn = false;
    }

    HubReading& reading() override { return m_reading; }

    Result<void> append(const HubBatch& batch) override {
        if (m_store.beforeStatement) m_store.beforeStatement();
        m_fault = std::exchange(m_store.m_fault, Fault::none);
        if (m_fault == Fault::append || m_fault == Fault::statement) return storeError("The store cannot be written");
        m_store.add(batch);
        return {};
    }

    Result<void> commit() override {
        if (m_store.beforeStatement) m_store.beforeStatement();
        m_store.m_crashed = m_fault == Fault::crashBefore || m_fault == Fault::crashAfter;
        if (m_fault == Fault::full) return storeError("The disk is full");
        if (m_fault == Fault::crashBefore) return storeError("Died");
        m_done = true;
        m_store.m_committed = m_store.mark();
        if (m_store.onKept) m_store.onKept(m_before);
        if (m_fault == Fault::unknown) return storeError("The connection was lost while it was committed");
        return {};
    }

private:
    MemoryStore& m_store;
    Mark m_before;
    MemoryReading m_reading;
    Fault m_fault = Fault::none;
    bool m_done = false;
};

Result<std::unique_ptr<HubTurn>> MemoryStore::write() {
    if (beforeStatement) beforeStatement();
    if (m_turn) return fail(Code::network, same("Another process has its turn for too long"), {}, "memory");
    return std::make_unique<MemoryTurn>(*this);
}

Result<std::unique_ptr<HubReading>> MemoryStore::read() {
    if (beforeStatement) beforeStatement();
    return std::make_unique<MemoryReading>(*this, false);
}

void MemoryStore::add(const HubBatch& batch) {
    const auto firstAct = static_cast<std::int64_t>(m_kept.acts.size());
    for (const auto& said : batch.acts) {
        m_kept.acts.push_back({static_cast<std::int64_t>(m_kept.acts.size()) + 1, *said.act, said.events});
    }
    for (const auto& judged : batch.events) {
        const auto row = static_cast<std::int64_t>(m_kept.events.size()) + 1;
        const auto act = firstAct + static_cast<std::int64_t>(judged.act) + 1;
        m_kept.events.push_back({row, act, judged.actIndex, 0, *judged.event});
        m_rows.try_emplace(judged.event->id, row);
        if (judged.refusal) m_kept.refusals.push_back(*judged.refusal);
        if (!judged.link) continue;
        StoredLink link = *judged.link;
        link.event = row;
        link.act = act;
        m_kept.links.push_back(std::move(link));
    }
    for (const auto& commit : batch.commits) m_kept.commits.push_back(commit);
}

void MemoryStore::put(Kept kept) {
    m_kept = std::move(kept);
    m_rows.clear();
    for (const auto& event : m_kept.events) m_rows.try_emplace(event.event.id, event.row);
    m_committed = mark();
}

Mark MemoryStore::mark() const {
    return {m_kept.acts.size(), m_kept.events.size(), m_kept.links.size(), m_kept.commits.size(),
            m_kept.refusals.size()};
}

void MemoryStore::cutTo(const Mark& mark) {
    m_kept.acts.resize(mark.acts);
    m_kept.events.resize(mark.events);
    m_kept.links.resize(mark.links);
    m_kept.commits.resize(mark.commits);
    m_kept.refusals.resize(mark.refusals);
    m_committed = mark;
    std::erase_if(m_rows, [&](const auto& one) { return one.second > static_cast<std::int64_t>(mark.events); });
}

} // namespace sim
