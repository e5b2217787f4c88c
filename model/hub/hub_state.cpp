// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/hub_state.h"

#include <algorithm>

namespace model {

namespace {

/// States kept at most, but for those of one load(): what a bulk import touches once is not touched again soon.
constexpr std::size_t kCaseLimit = 4'000;
/// More commits of others than this are not caught up with one by one.
constexpr std::uint64_t kCatchUpLimit = 256;

Landing landingOf(const StoredLink& link) { return {link.link.seq, link.hash, link.link.time, false, link.at()}; }

void foldOffice(RegisterState& office, const StoredLink& link, const Event& event) {
    apply(office, event, readRegisterBody(event.header, nullptr), landingOf(link));
}

Result<std::vector<StoredEvent>> eventsOf(HubReading& reading, std::span<const StoredLink> links) {
    std::vector<std::int64_t> rows;
    rows.reserve(links.size());
    for (const auto& link : links) rows.push_back(link.event);
    return reading.events(rows);
}

} // namespace

bool HubCase::couldRead(const RegisterState& office, PersonId person, std::uint64_t commit) const {
    const auto later = std::ranges::upper_bound(readers, commit, {}, &Since::commit);
    return later != readers.begin() && isReader(std::prev(later)->readers, office, person);
}

void HubState::forget() {
    m_loaded = false;
    m_cases.clear();
}

Result<void> HubState::refresh(HubReading& reading) {
    TRY_ASSIGN(const auto last, reading.last());
    const std::uint64_t number = last ? last->number : 0;
    const Digest hash = last ? last->hash : Digest{};
    if (m_loaded && number == m_commit && hash == m_hash) return {};
    if (m_lost && number >= m_lost->commit) m_lost.reset();
    if (m_loaded && number < m_commit && !m_lost) m_lost = Known{m_commit, m_hash};
    TRY_ASSIGN(const bool later, isLater(reading, number));
    if (later) {
        auto caught = catchUp(reading, number);
        if (!caught) forget();
        else sealedUpTo(number, hash);
        return caught;
    }
    forget();
    TRY(loadOffice(reading));
    sealedUpTo(number, hash);
    m_loaded = true;
    return {};
}

/// Whether what is kept now is what is folded in, and some commits more. A database that went over to another machine,
/// or was restored, may lack the last commits and have others of the same numbers in their place.
Result<bool> HubState::isLater(HubReading& reading, std::uint64_t number) const {
    if (!m_loaded || m_commit == 0 || number <= m_commit || number - m_commit > kCatchUpLimit) return false;
    TRY_ASSIGN(const auto then, reading.commits(m_commit, m_commit));
    return then.front().commit.hash == m_hash;
}

Result<void> HubState::loadOffice(HubReading& reading) {
    m_office = {};
    m_officeId = {};
    m_officeCommit = 0;
    // The first thing a hub ever seals is the founding, so the first case of the first commit is the register.
    TRY_ASSIGN(const auto first, reading.linksBetween(1, 1));
    if (first.empty()) return {};
    m_officeId = first.front().link.caseId;
    TRY_ASSIGN(const auto links, reading.linksOf(std::span(&m_officeId, 1)));
    TRY_ASSIGN(const auto events, eventsOf(reading, links));
    for (std::size_t i = 0; i < links.size(); ++i) foldOffice(m_office, links[i], events[i].event);
    m_officeCommit = links.back().commit;
    return {};
}

Result<RegisterState> HubState::officeAt(HubReading& reading, std::uint64_t commit) const {
    TRY_ASSIGN(auto links, reading.linksOf(std::span(&m_officeId, 1)));
    std::erase_if(links, [&](const StoredLink& link) { return link.commit > commit; });
    TRY_ASSIGN(const auto events, eventsOf(reading, links));
    RegisterState office;
    for (std::size_t i = 0; i < links.size(); ++i) foldOffice(office, links[i], events[i].event);
    return office;
}

void HubState::fold(HubCase& one, const Event& event, const CaseBody& body, const StoredLink& link, const Act* act) {
    apply(one.state, event, body, landingOf(link));
    if (act) admitReaders(one.state, event, *act);
    if (one.readers.empty() || one.readers.back().readers != one.state.readers)
        one.readers.push_back({link.commit, one.state.readers});
}

Result<void> HubState::foldAll(HubReading& reading, std::span<const StoredLink> links) {
    TRY_ASSIGN(const auto events, eventsOf(reading, links));
    std::vector<std::int64_t> withKeys;
    for (const auto& stored : events) {
        if (!stored.event.header.keys.empty()) withKeys.push_back(stored.act);
    }
    TRY_ASSIGN(const auto acts, reading.actHeaders(withKeys));
    std::size_t nextAct = 0;
    for (std::size_t i = 0; i < links.size(); ++i) {
        const Event& event = events[i].event;
        const Act* const act = event.header.keys.empty() ? nullptr : &acts[nextAct++];
        if (links[i].link.caseId == m_officeId) {
            foldOffice(m_office, links[i], event);
            m_officeCommit = links[i].commit;
        } else if (const auto known = m_cases.find(links[i].link.caseId); known != m_cases.end()) {
            fold(*known->second, event, readCaseBody(event.header, nullptr), links[i], act);
        }
    }
    return {};
}

Result<void> HubState::catchUp(HubReading& reading, std::uint64_t last) {
    TRY_ASSIGN(auto links, reading.linksBetween(m_commit + 1, last));
    std::erase_if(links, [&](const StoredLink& link) {
        return link.link.caseId != m_officeId && !m_cases.contains(link.link.caseId);
    });
    return foldAll(reading, links);
}

Result<void> HubState::load(HubReading& reading, std::span<const CaseId> cases) {
    std::vector<CaseId> missing;
    for (const auto& id : cases) {
        if (!m_cases.contains(id) && id != m_officeId) missing.push_back(id);
    }
    if (missing.empty()) return {};
    if (m_cases.size() + missing.size() > kCaseLimit) {
        m_cases.clear();
        missing.assign(cases.begin(), cases.end());
        std::erase(missing, m_officeId);
    }
    std::ranges::sort(missing);
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    TRY_ASSIGN(const auto links, reading.linksOf(missing));
    for (const auto& id : missing) m_cases.emplace(id, std::make_unique<HubCase>()).first->second->state.id = id;
    auto folded = foldAll(reading, links);
    if (!folded) forget();
    return folded;
}

const Definition* HubState::definition(const std::string& digest) {
    const auto known = m_definitions.find(digest);
    if (known != m_definitions.end()) return known->second.get();
    const auto text = m_office.workflows.find(digest);
    if (text == m_office.workflows.end()) return nullptr;
    auto parsed = parseDefinition(text->second);
    if (!parsed) return nullptr;
    return m_definitions.emplace(digest, std::make_unique<Definition>(*std::move(parsed))).first->second.get();
}

} // namespace model
