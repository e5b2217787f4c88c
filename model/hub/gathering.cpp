// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/gathering.h"

#include <algorithm>

namespace model {

namespace {

/// Links whose cases are looked at together.
constexpr std::size_t kLinksAtOnce = 2'000;
/// Commits that are read together at first.
constexpr std::size_t kCommitsAtOnce = 2;

/// Counts the bytes of entries, and of each act with the first of them.
class Fill {
public:
    explicit Fill(const std::map<Digest, ActWithIds>& acts) : m_acts(acts) {}
    void add(const Entry& entry) {
        m_bytes += sizeOf(entry.event);
        const auto act = m_acts.find(entry.act);
        if (act != m_acts.end() && m_met.insert(entry.act).second) m_bytes += sizeOf(act->second.act);
    }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    const std::map<Digest, ActWithIds>& m_acts;
    std::set<Digest> m_met;
    std::size_t m_bytes = 0;
};

/// Leaves out the acts that no entry is of any more.
void keepNeeded(const std::vector<Entry>& entries, std::map<Digest, ActWithIds>& acts) {
    std::set<Digest> needed;
    for (const auto& entry : entries) needed.insert(entry.act);
    std::erase_if(acts, [&](const auto& act) { return !needed.contains(act.first); });
}

} // namespace

Result<Changes> Gathering::changes(const ChangesAsk& ask) {
    Changes changes;
    TRY_ASSIGN(const auto last, m_reading.last());
    const std::uint64_t newest = last ? last->number : 0;
    if (ask.after > 0 && ask.after <= newest) {
        TRY_ASSIGN(const auto base, m_reading.commits(ask.after, ask.after));
        changes.base = base.front().commit.hash;
    } else if (ask.after > newest) {
        changes.last = newest;
        if (last) changes.base = last->hash;
    }
    if (ask.after >= newest || ask.limit == 0) return changes;
    const std::uint64_t upTo = ask.after + std::min<std::uint64_t>(newest - ask.after, ask.limit);
    TRY_ASSIGN(changes.commits, commits(ask.after + 1, upTo));
    TRY_ASSIGN(const auto links, m_reading.linksBetween(ask.after + 1, changes.commits.back().commit.number));
    TRY(learnAuthors(links));
    for (std::size_t i = 0; i < links.size(); i += kLinksAtOnce)
        TRY(choose(std::span(links).subspan(i, std::min(kLinksAtOnce, links.size() - i)), ask));
    changes.histories = std::move(m_owed);
    TRY_ASSIGN(changes.entries, entries(changes.acts));
    keepToBytes(changes);
    changes.more = changes.commits.back().commit.number < newest;
    return changes;
}

/// Whole commits, as many as fit; one always does. They are read a few at a time, because after a bulk import each is
/// as much as an answer may hold.
Result<std::vector<StoredCommit>> Gathering::commits(std::uint64_t first, std::uint64_t upTo) {
    std::vector<StoredCommit> all;
    std::size_t links = 0;
    while (first <= upTo) {
        const std::uint64_t end = std::min<std::uint64_t>(upTo, first + std::max(kCommitsAtOnce, all.size()) - 1);
        TRY_ASSIGN(auto some, m_reading.commits(first, end));
        for (auto& one : some) {
            links += one.links.size();
            if (!all.empty() && links > kBatchEvents) return all;
            all.push_back(std::move(one));
        }
        first = end + 1;
    }
    return all;
}

void Gathering::keepToBytes(Changes& changes) {
    Fill fill(changes.acts);
    std::size_t entries = 0, keep = 0;
    for (; keep < changes.commits.size(); ++keep) {
        const std::uint64_t number = changes.commits[keep].commit.number;
        std::size_t end = entries;
        for (; end < changes.entries.size() && changes.entries[end].commit == number; ++end)
            fill.add(changes.entries[end]);
        if (keep > 0 && fill.bytes() > kBatchBytes) break;
        entries = end;
    }
    if (keep == changes.commits.size()) return;
    changes.commits.resize(keep);
    changes.entries.resize(entries);
    keepNeeded(changes.entries, changes.acts);
    std::set<CaseId> cases;
    for (const auto& entry : changes.entries) cases.insert(entry.link.caseId);
    std::erase_if(changes.histories, [&](const HistoryOwed& owed) { return !cases.contains(owed.caseId); });
}

Result<History> Gathering::history(const HistoryAsk& ask) {
    History history;
    TRY(m_state.load(m_reading, std::span(&ask.caseId, 1)));
    TRY_ASSIGN(auto links, m_reading.linksOf(std::span(&ask.caseId, 1)));
    TRY(learnAuthors(links));
    TRY_ASSIGN(Sight sight, sightOf(ask.caseId));
    if (sight == Sight::nothing) {
        std::erase_if(links, [&](const StoredLink& link) { return !leadsToOwn(link); });
        sight = Sight::log;
    }
    std::erase_if(links,
                  [&](const StoredLink& link) { return link.link.seq <= ask.after || link.link.seq > ask.upTo; });
    history.more = links.size() > kBatchEvents;
    if (history.more) links.resize(kBatchEvents);
    for (const auto& link : links) m_chosen.push_back({&link, sight, m_withOwn || !isOwn(link)});
    TRY_ASSIGN(history.entries, entries(history.acts));
    Fill fill(history.acts);
    std::size_t keep = 0;
    for (; keep < history.entries.size(); ++keep) {
        fill.add(history.entries[keep]);
        if (keep > 0 && fill.bytes() > kBatchBytes) break;
    }
    if (keep < history.entries.size()) {
        history.entries.resize(keep);
        keepNeeded(history.entries, history.acts);
        history.more = true;
    }
    return history;
}

Result<void> Gathering::choose(std::span<const StoredLink> links, const ChangesAsk& ask) {
    std::vector<CaseId> cases;
    for (const auto& link : links) {
        if (link.link.caseId != m_state.officeId()) cases.push_back(link.link.caseId);
    }
    TRY(m_state.load(m_reading, cases));
    for (const auto& link : links) {
        TRY_ASSIGN(const Sight sight, sightOf(link.link.caseId));
        if (sight == Sight::nothing && (m_withOwn || !leadsToOwn(link))) continue;
        TRY(owe(link, sight, ask));
        // What the reader said lies on their desk: they need to know where it landed and nothing else.
        m_chosen.push_back({&link, std::max(sight, Sight::log), m_withOwn || !isOwn(link)});
    }
    return {};
}

Result<void> Gathering::owe(const StoredLink& link, Sight sight, const ChangesAsk& ask) {
    const CaseId id = link.link.caseId;
    const bool first = m_met.insert(id).second;
    if (!first || link.link.seq == 1 || ask.again || id == m_state.officeId()) return {};
    TRY_ASSIGN(const auto* const office, officeAt(ask.after));
    // Whoever came to see the case, or to see more of it, after what they asked from has not been given what came
    // before.
    if (sight == Sight::nothing || sightThen(*office, id, ask.after) < sight) m_owed.push_back({id, link.link.seq - 1});
    return {};
}

Result<Gathering::Sight> Gathering::sightOf(CaseId id) {
    if (id == m_state.officeId()) return Sight::contents;
    const auto known = m_sight.find(id);
    if (known != m_sight.end()) return known->second;
    Sight sight = m_state.office().has(m_reader, Role::auditor) ? Sight::log : Sight::nothing;
    if (isReader(m_state.caseOf(id).state, m_state.office(), m_reader)) sight = Sight::contents;
    m_sight.emplace(id, sight);
    return sight;
}

Gathering::Sight Gathering::sightThen(const RegisterState& office, CaseId id, std::uint64_t commit) {
    if (m_state.caseOf(id).couldRead(office, m_reader, commit)) return Sight::contents;
    return office.has(m_reader, Role::auditor) ? Sight::log : Sight::nothing;
}

Result<const RegisterState*> Gathering::officeAt(std::uint64_t commit) {
    if (m_officeThen) return &*m_officeThen;
    if (m_state.officeCommit() <= commit) return &m_state.office();
    TRY_ASSIGN(m_officeThen, m_state.officeAt(m_reading, commit));
    return &*m_officeThen;
}

Result<void> Gathering::learnAuthors(std::span<const StoredLink> links) {
    std::vector<std::int64_t> acts;
    for (const auto& link : links) {
        if (m_authors.try_emplace(link.act).second) acts.push_back(link.act);
    }
    TRY_ASSIGN(const auto headers, m_reading.actHeaders(acts));
    for (std::size_t i = 0; i < acts.size(); ++i) m_authors[acts[i]] = headers[i].author;
    for (const auto& link : links) {
        if (isOwn(link)) m_lastOwn[link.link.caseId] = link.link.seq;
    }
    return {};
}

bool Gathering::leadsToOwn(const StoredLink& link) const {
    const auto last = m_lastOwn.find(link.link.caseId);
    return last != m_lastOwn.end() && link.link.seq <= last->second;
}

Result<std::vector<Entry>> Gathering::entries(std::map<Digest, ActWithIds>& acts) {
    std::vector<std::int64_t> eventRows, actRows;
    for (const auto& one : m_chosen) {
        if (!one.bytes) continue;
        eventRows.push_back(one.link->event);
        actRows.push_back(one.link->act);
    }
    std::ranges::sort(actRows);
    actRows.erase(std::unique(actRows.begin(), actRows.end()), actRows.end());
    TRY_ASSIGN(auto events, m_reading.events(eventRows));
    TRY_ASSIGN(auto stored, m_reading.acts(actRows));
    std::map<std::int64_t, Digest> ids;
    for (auto& act : stored) {
        const Digest id = act.act.id;
        ids.emplace(act.row, id);
        acts.try_emplace(id, ActWithIds{std::move(act.act), std::move(act.events)});
    }
    std::vector<Entry> all;
    all.reserve(m_chosen.size());
    std::size_t next = 0;
    for (const auto& one : m_chosen) {
        Entry entry{one.link->commit, one.link->commitIndex, one.link->link, {}, {}, 0};
        if (one.bytes) {
            auto& event = events[next++];
            entry.act = ids.at(event.act);
            entry.actIndex = event.actIndex;
            entry.event = std::move(event.event);
            if (one.sight == Sight::log) entry.event.sealed.clear();
        }
        all.push_back(std::move(entry));
    }
    return all;
}

} // namespace model
