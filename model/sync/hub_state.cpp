// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/hub_state.h"

namespace model {

namespace {

/// States kept at most; more are dropped whole, because what a bulk import touches once is not touched again soon.
constexpr std::size_t kCaseLimit = 4'000;

} // namespace

void HubState::forget() {
    m_loaded = false;
    m_cases.clear();
}

Result<void> HubState::refresh() {
    TRY_ASSIGN(const auto commit, m_record->lastCommit());
    if (m_loaded && commit == m_commit) return {};
    forget();
    TRY(loadOffice());
    m_commit = commit;
    m_loaded = true;
    return {};
}

Result<void> HubState::loadOffice() {
    m_office = {};
    m_officeRow = 0;
    // The first thing a hub ever seals is the founding, so the register is the first subject.
    TRY_ASSIGN(auto query, m_record->database().prepare("SELECT min(subject) FROM link WHERE hub_commit = 1"));
    TRY_ASSIGN(const bool found, query.step());
    if (!found || query.isNull(0)) return {};
    m_officeRow = query.get<std::int64_t>(0);
    query.reset();
    std::vector<StoredLink> links;
    TRY(m_record->links(m_officeRow, 0, [&](const StoredLink& link) -> Result<void> {
        links.push_back(link);
        return {};
    }));
    for (const auto& link : links) {
        TRY_ASSIGN(const auto stored, m_record->event(link.event));
        apply(m_office, stored.event, readRegisterBody(stored.event.header, nullptr),
              Landing{link.link.seq, link.hash, link.link.time, false});
    }
    return {};
}

Result<CaseState*> HubState::caseState(std::int64_t row) {
    const auto found = m_cases.find(row);
    if (found != m_cases.end()) return found->second.get();
    if (m_cases.size() >= kCaseLimit) m_cases.clear();
    auto state = std::make_unique<CaseState>();
    TRY_ASSIGN(state->id, m_record->caseAt(row));
    std::vector<StoredLink> links;
    TRY(m_record->links(row, 0, [&](const StoredLink& link) -> Result<void> {
        links.push_back(link);
        return {};
    }));
    for (const auto& link : links) {
        TRY_ASSIGN(const auto stored, m_record->event(link.event));
        apply(*state, stored.event, readCaseBody(stored.event.header, nullptr),
              Landing{link.link.seq, link.hash, link.link.time, !stored.event.header.sealedHash});
        if (!stored.event.header.keys.empty()) {
            TRY_ASSIGN(const auto act, m_record->actHeader(stored.act));
            admitReaders(*state, stored.event, act);
        }
    }
    return m_cases.emplace(row, std::move(state)).first->second.get();
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

const law::Calendar* HubState::calendar() {
    if (m_office.calendar != m_calendarText) {
        m_calendarText = m_office.calendar;
        m_calendar.reset();
        if (auto parsed = law::Calendar::parse(m_calendarText)) m_calendar = *std::move(parsed);
    }
    return m_calendar ? &*m_calendar : nullptr;
}

} // namespace model
