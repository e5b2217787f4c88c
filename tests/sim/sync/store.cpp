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
    }
    return "?";
}

class MemoryReading final : public HubReading {
public:
    explicit MemoryReading(MemoryStore& store) : m_store(store), m_kept(store.m_kept) {}

    Result<std::optional<Commit>> last() override {
        if (m_kept.commits.empty()) return std::nullopt;
        return m_kept.commits.back().commit;
    }
    Result<std::vector<StoredCommit>> commits(std::uint64_t first, std::uint64_t last) override {
        if (first == 0 || last > m_kept.commits.size())
            return fail(Code::damaged, same("A commit is missing"), {}, "memory");
        return std::vector(m_kept.commits.begin() + static_cast<std::ptrdiff_t>(first - 1),
                           m_kept.commits.begin() + static_cast<std::ptrdiff_t>(last));
    }
    Result<std::set<Digest>> known(std::span<const Digest> events) override {
        std::set<Digest> found;
        for (const auto& id : events) {
            if (m_store.m_rows.contains(id)) found.insert(id);
        }
        return found;
    }
    Result<std::vector<Refusal>> refusals(std::span<const Digest> events) override {
        std::vector<Refusal> found;
        for (const auto& id : events) {
            if (const auto* const refusal = m_kept.refusalOf(id)) found.push_back(*refusal);
        }
        return found;
    }
    Result<std::vector<StoredLink>> linksBetween(std::uint64_t first, std::uint64_t last) override {
        std::vector<StoredLink> all;
        std::ranges::copy_if(m_kept.links, std::back_inserter(all),
                             [&](const StoredLink& link) { return link.commit >= first && link.commit <= last; });
        return all;
    }
    Result<std::vector<StoredLink>> linksOf(std::span<const CaseId> cases) override {
        std::vector<StoredLink> all;
        for (const auto& id : cases) {
            std::ranges::copy_if(m_kept.links, std::back_inserter(all),
                                 [&](const StoredLink& link) { return link.link.caseId == id; });
        }
        return all;
    }
    Result<std::vector<StoredEvent>> events(std::span<const std::int64_t> rows) override {
        return rowsOf(m_kept.events, rows);
    }
    Result<std::vector<Act>> actHeaders(std::span<const std::int64_t> rows) override {
        std::vector<Act> all;
        for (auto& act : rowsOf(m_kept.acts, rows)) all.push_back(std::move(act.act));
        return all;
    }
    Result<std::vector<StoredAct>> acts(std::span<const std::int64_t> rows) override {
        return rowsOf(m_kept.acts, rows);
    }

private:
    MemoryStore& m_store;
    const Kept& m_kept;
};

class MemoryTurn final : public HubTurn {
public:
    explicit MemoryTurn(MemoryStore& store) : m_store(store), m_before(store.mark()), m_reading(store) {}
    ~MemoryTurn() override {
        if (!m_done) m_store.cutTo(m_before);
    }

    HubReading& reading() override { return m_reading; }

    Result<void> append(const HubBatch& batch) override {
        m_fault = std::exchange(m_store.m_fault, Fault::none);
        if (m_fault == Fault::append) return storeError("The store cannot be written");
        m_store.add(batch);
        return {};
    }

    Result<void> commit() override {
        m_store.m_crashed = m_fault == Fault::crashBefore || m_fault == Fault::crashAfter;
        if (m_fault == Fault::full) return storeError("The disk is full");
        if (m_fault == Fault::crashBefore) return storeError("Died");
        m_done = true;
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
    if (beforeLook) beforeLook();
    return std::make_unique<MemoryTurn>(*this);
}

Result<std::unique_ptr<HubReading>> MemoryStore::read() {
    if (beforeLook) beforeLook();
    return std::make_unique<MemoryReading>(*this);
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
    std::erase_if(m_rows, [&](const auto& one) { return one.second > static_cast<std::int64_t>(mark.events); });
}

} // namespace sim
