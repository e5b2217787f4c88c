// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/oracle.h"

#include "model/workflow/judge.h"
#include "tests/sim/sync/dice.h"

using namespace model;

namespace sim {

void Oracle::take(const Kept& kept, const Mark& before) {
    for (auto at = before.commits; at < kept.commits.size(); ++at) {
        const auto& commit = kept.commits[at];
        require(commit.commit.number == m_commits.size() + 1, "the hub's commits have a gap");
        const Digest previous = m_commits.empty() ? Digest{} : m_commits.back();
        require(verifyCommit(commit.commit, m_cast.hub, previous, commit.links).has_value(),
                "a commit of the hub does not follow the one before");
        require(commit.commit.time >= m_time, "time runs backwards in the hub's record");
        m_time = commit.commit.time;
        m_commits.push_back(commit.commit.hash);
    }
    for (auto at = before.events; at < kept.events.size(); ++at) {
        const auto& event = kept.events[at].event;
        require(m_known.insert(event.id).second, "I1: an event was judged twice: " + event.id.hex());
        require((kept.linkOf(event.id) != nullptr) != (kept.refusalOf(event.id) != nullptr),
                "I1: an event is neither sealed nor refused, or both: " + event.id.hex());
    }
    std::size_t inCommit = 0;
    std::uint64_t number = 0;
    for (auto at = before.links; at < kept.links.size(); ++at) {
        const auto& stored = kept.links[at];
        if (stored.commit != number) inCommit = 0;
        number = stored.commit;
        require(number >= 1 && number <= kept.commits.size() && stored.commitIndex == inCommit &&
                    kept.commits[number - 1].links.size() > inCommit &&
                    kept.commits[number - 1].links[inCommit] == stored.hash,
                "a link is not where its commit has it");
        ++inCommit;
        link(kept, stored);
    }
    for (auto at = before.acts; at < kept.acts.size(); ++at) signedByAuthor(kept.acts[at]);
}

void Oracle::link(const Kept& kept, const StoredLink& stored) {
    const auto& event = kept.events.at(static_cast<std::size_t>(stored.event - 1));
    const auto& act = kept.acts.at(static_cast<std::size_t>(event.act - 1));
    const CaseId id = stored.link.caseId;
    require(id == event.event.header.caseId && stored.link.event == event.event.id, "a link of another event");
    require(linkHash(m_cast.suite, stored.link) == stored.hash, "a link has another hash");
    const Seen head = id == m_cast.office ? m_office.head : m_cases[id].head;
    require(stored.link.seq == head.seq + 1 && stored.link.previous == head.link,
            "I2: a link does not follow the last one of its case");
    landed(event, act.act, stored);
    // With the keys that its author has there, and no others.
    if (m_signed.insert(event.act).second) {
        const Person* const author = m_office.person(act.act.author);
        require(author != nullptr && verifyAct(act.act, author->identity, act.events).has_value(),
                "an act was sealed without its author's signature, or with keys that were replaced");
    }
    follow(event.event, stored.link.seq);
}

/// The judge, at the place where the event landed.
void Oracle::landed(const StoredEvent& stored, const Act& act, const StoredLink& link) {
    const EventHeader& header = stored.event.header;
    const Landing landing{link.link.seq, link.hash, link.link.time, false, link.at()};
    Result<void> verdict;
    if (header.caseId == m_cast.office) {
        const auto body = readRegisterBody(header, nullptr);
        verdict = allowed(m_office, header, body);
        apply(m_office, stored.event, body, landing);
    } else {
        CaseState& state = m_cases[header.caseId];
        const auto body = readCaseBody(header, nullptr);
        const auto recipients = recipientsOf(act);
        const Bench bench{&m_office, &m_cast.definition, nullptr, link.link.time, false, recipients};
        verdict = allowed(state, header, body, bench);
        apply(state, stored.event, body, landing);
        admitReaders(state, stored.event, act);
    }
    if (!verdict)
        throw Broken("I6: the hub sealed what the judge refuses there: " + header.kind + ": " +
                     verdict.error().what.en);
}

void Oracle::follow(const Event& event, std::uint64_t seq) {
    m_lastOwn[{event.header.caseId, event.header.author}] = seq;
    if (event.header.caseId == m_cast.office) return followRegister(event);
    const auto body = readCaseBody(event.header, nullptr);
    auto& assigned = m_assigned[event.header.caseId];
    if (const auto* const one = std::get_if<PersonAssigned>(&body)) assigned.insert(one->person);
    if (const auto* const one = std::get_if<PersonReleased>(&body)) {
        if (const auto found = assigned.find(one->person); found != assigned.end()) assigned.erase(found);
    }
}

void Oracle::signedByAuthor(const StoredAct& act) {
    if (m_signed.contains(act.row)) return;
    // All of it was refused: with any keys that its author ever had.
    const Person* const author = m_office.person(act.act.author);
    require(author != nullptr && verifyAct(act.act, *author, std::nullopt, act.events).has_value(),
            "an act without its author's signature was kept");
}

Oracle::Sight Oracle::sight(PersonId person, CaseId caseId) const {
    if (!isActive(person)) return Sight::nothing;
    if (caseId == m_cast.office || m_unit.contains(person)) return Sight::contents;
    const auto found = m_assigned.find(caseId);
    if (found != m_assigned.end() && found->second.contains(person)) return Sight::contents;
    return m_office.has(person, Role::auditor) ? Sight::log : Sight::nothing;
}

std::uint64_t Oracle::lastOwn(PersonId person, CaseId caseId) const {
    const auto found = m_lastOwn.find({caseId, person});
    return found == m_lastOwn.end() ? 0 : found->second;
}

bool Oracle::isActive(PersonId person) const {
    const Person* const found = m_office.person(person);
    return found != nullptr && found->active;
}

bool Oracle::holds(PersonId person, const crypto::PublicIdentity& keys) const {
    const Person* const found = m_office.person(person);
    return found != nullptr && found->identity == keys;
}

Digest Oracle::commit(std::uint64_t number) const {
    return number >= 1 && number <= m_commits.size() ? m_commits[number - 1] : Digest{};
}

} // namespace sim
