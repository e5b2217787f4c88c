// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/hub_parts.h"

#include <set>

namespace model {

namespace {

/// How much of a case a person may see.
enum class Sight { nothing, log, contents };

/// Collects what one person may see of a span of commits.
class Gathering {
public:
    Gathering(Record& record, HubState& state, PersonId reader, bool withOwn)
        : m_record(record), m_state(state), m_reader(reader), m_withOwn(withOwn) {}

    Result<Changes> gather(std::uint64_t after, std::size_t limit) {
        TRY_ASSIGN(const auto last, m_record.lastCommit());
        const std::uint64_t upTo = std::min<std::uint64_t>(last, after + limit);
        m_changes.more = upTo < last;
        m_after = after;
        if (after > 0 && after <= last) {
            TRY_ASSIGN(const auto base, m_record.commit(after));
            m_changes.base = base.commit.hash;
        }
        std::vector<std::pair<std::int64_t, StoredLink>> links;
        for (std::uint64_t number = after + 1; number <= upTo; ++number) {
            TRY_ASSIGN(auto commit, m_record.commit(number));
            m_changes.commits.push_back(std::move(commit));
        }
        if (after < upTo) {
            TRY(m_record.linksBetween(after + 1, upTo, [&](std::int64_t row, const StoredLink& link) -> Result<void> {
                links.emplace_back(row, link);
                return {};
            }));
        }
        for (const auto& [row, link] : links) TRY(take(row, link));
        return std::move(m_changes);
    }

private:
    Result<void> take(std::int64_t row, const StoredLink& link) {
        if (!m_withOwn) {
            // What the reader said lies on their desk: they need to know where it landed and nothing else.
            TRY_ASSIGN(const bool own, isOwn(link.event));
            if (own) {
                // Who said something and was released before they heard where it landed needs the chain up to there.
                if (link.link.seq > 1 && row != m_state.officeRow()) {
                    TRY_ASSIGN(const Sight now, sightOf(row));
                    if (now == Sight::nothing) TRY(takeEarlier(row, link.link.seq, Sight::log));
                }
                m_sent.insert(link.event);
                m_changes.entries.push_back({link.commit, link.commitIndex, link.link, {}, {}, 0});
                return {};
            }
        }
        TRY_ASSIGN(const Sight sight, sightOf(row));
        if (sight == Sight::nothing) return {};
        TRY_ASSIGN(const auto stored, m_record.event(link.event));
        // Whoever came to see the case, or to see more of it, after what they asked from has not been given what came
        // before.
        if (link.link.seq > 1 && row != m_state.officeRow() && m_met.insert(row).second) {
            TRY_ASSIGN(const Sight then, sightThen(row));
            if (then < sight) TRY(takeEarlier(row, link.link.seq, sight));
        }
        return add(stored, link, sight);
    }

    Result<bool> isOwn(std::int64_t event) {
        TRY_ASSIGN(const auto keys, m_record.eventKeys(event));
        if (keys.act != m_authorAct) {
            TRY_ASSIGN(const auto header, m_record.actHeader(keys.act));
            m_authorAct = keys.act;
            m_author = header.author;
        }
        return m_author == m_reader;
    }

    Result<Sight> sightOf(std::int64_t row) {
        if (row == m_state.officeRow()) return Sight::contents;
        const auto known = m_sight.find(row);
        if (known != m_sight.end()) return known->second;
        TRY_ASSIGN(const CaseState* const state, m_state.caseState(row));
        Sight sight = m_state.office().has(m_reader, Role::auditor) ? Sight::log : Sight::nothing;
        if (isReader(*state, m_state.office(), m_reader)) sight = Sight::contents;
        m_sight.emplace(row, sight);
        return sight;
    }

    /// The register as of the commit that was asked from.
    Result<const RegisterState*> officeThen() {
        if (m_officeThen) return &*m_officeThen;
        TRY_ASSIGN(const auto head, m_record.head(m_state.officeRow()));
        if (head && head->commit <= m_after) return &m_state.office();
        m_officeThen.emplace();
        TRY_ASSIGN(const auto links, linksUpTo(m_state.officeRow()));
        for (const auto& link : links) {
            TRY_ASSIGN(const auto stored, m_record.event(link.event));
            apply(*m_officeThen, stored.event, readRegisterBody(stored.event.header, nullptr),
                  Landing{link.link.seq, link.hash, link.link.time, false});
        }
        return &*m_officeThen;
    }

    /// How much of a case the reader was shown up to the commit that was asked from.
    Result<Sight> sightThen(std::int64_t row) {
        CaseState state;
        TRY_ASSIGN(const auto links, linksUpTo(row));
        for (const auto& link : links) {
            TRY_ASSIGN(const auto stored, m_record.event(link.event));
            apply(state, stored.event, readCaseBody(stored.event.header, nullptr),
                  Landing{link.link.seq, link.hash, link.link.time, false});
            if (stored.event.header.keys.empty()) continue;
            TRY_ASSIGN(const auto act, m_record.actHeader(stored.act));
            admitReaders(state, stored.event, act);
        }
        TRY_ASSIGN(const auto* const office, officeThen());
        if (isReader(state, *office, m_reader)) return Sight::contents;
        return office->has(m_reader, Role::auditor) ? Sight::log : Sight::nothing;
    }

    Result<std::vector<StoredLink>> linksUpTo(std::int64_t row) {
        std::vector<StoredLink> links;
        TRY(m_record.links(row, 0, [&](const StoredLink& link) -> Result<void> {
            if (link.commit <= m_after) links.push_back(link);
            return {};
        }));
        return links;
    }

    Result<void> takeEarlier(std::int64_t row, std::uint64_t before, Sight sight) {
        std::vector<StoredLink> earlier;
        TRY(m_record.links(row, 0, [&](const StoredLink& link) -> Result<void> {
            if (link.link.seq < before) earlier.push_back(link);
            return {};
        }));
        for (const auto& link : earlier) {
            TRY_ASSIGN(const auto stored, m_record.event(link.event));
            TRY(add(stored, link, sight));
        }
        return {};
    }

    Result<void> add(const StoredEvent& stored, const StoredLink& link, Sight sight) {
        if (!m_sent.insert(link.event).second) return {};
        TRY_ASSIGN(const auto* const act, actOf(stored.act));
        Entry entry{link.commit, link.commitIndex, link.link, stored.event, act->act.id, stored.actIndex};
        if (sight == Sight::log) entry.event.sealed.clear();
        const bool own = stored.event.header.author == m_reader;
        if (own && !m_withOwn) {
            entry.event.bytes.clear();
            entry.event.sealed.clear();
        } else {
            m_changes.acts.try_emplace(act->act.id, ActWithIds{act->act, act->events});
        }
        m_changes.entries.push_back(std::move(entry));
        return {};
    }

    Result<const StoredAct*> actOf(std::int64_t row) {
        if (m_act.row != row) {
            TRY_ASSIGN(m_act, m_record.act(row));
        }
        return &m_act;
    }

    Record& m_record;
    HubState& m_state;
    PersonId m_reader;
    bool m_withOwn;
    std::uint64_t m_after = 0;
    Changes m_changes;
    std::optional<RegisterState> m_officeThen;
    std::set<std::int64_t> m_met; ///< cases whose first link of this span was seen
    std::map<std::int64_t, Sight> m_sight;
    std::set<std::int64_t> m_sent;
    StoredAct m_act;
    std::int64_t m_authorAct = 0; ///< the act whose author was looked up last
    PersonId m_author;
};

} // namespace

Result<Changes> Hub::changes(PersonId reader, std::uint64_t after, std::size_t limit, bool withOwn) {
    auto& [database, identity, clock, record, state] = *m_parts;
    // One transaction, so that another process cannot seal between the commits and the entries that are read.
    const auto all = [&]() -> Result<Changes> {
        TRY_ASSIGN(auto transaction, Transaction::begin(database));
        TRY(state.refresh());
        if (!state.office().person(reader)) {
            return fail(Code::locked, {"This person is not in the register", "名册中无此人员"});
        }
        return Gathering(record, state, reader, withOwn).gather(after, limit);
    };
    return m_parts->placed(all());
}

} // namespace model
