// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/sealing.h"

#include <algorithm>
#include <utility>

namespace model {

namespace {

std::vector<Digest> idsOf(const Submission& submission) {
    std::vector<Digest> ids;
    ids.reserve(submission.events.size());
    for (const auto& event : submission.events) ids.push_back(event.id);
    return ids;
}

} // namespace

Result<HubBatch> SubmissionSealing::all(std::span<const Submission> submissions) {
    return all(std::span(&submissions, 1));
}

Result<HubBatch> SubmissionSealing::all(std::span<const std::span<const Submission>> several) {
    TRY(begin(several));
    for (const auto& submissions : several) {
        for (const auto& submission : submissions) TRY(take(submission));
    }
    if (!m_hashes.empty()) seal();
    m_state.sealedUpTo(m_number, m_previous);
    return std::move(m_batch);
}

Result<void> SubmissionSealing::begin(std::span<const std::span<const Submission>> several) {
    TRY_ASSIGN(const auto last, m_reading.last());
    if (last) {
        m_number = last->number;
        m_previous = last->hash;
        // Time in the record never runs backwards, whatever the clock of the machine does.
        m_now = std::max(m_now, last->time);
    }
    std::vector<Digest> ids;
    std::vector<CaseId> cases;
    const auto learn = [&](const Submission& submission) {
        for (const auto& event : submission.events) {
            ids.push_back(event.id);
            if (event.header.caseId != m_state.officeId()) cases.push_back(event.header.caseId);
        }
    };
    for (const auto& submissions : several) std::ranges::for_each(submissions, learn);
    TRY_ASSIGN(m_known, m_reading.known(ids));
    checkActs(several);
    return m_state.load(m_reading, cases);
}

/// Checks the signatures of those whose authors are in the register by now; the others are checked when it is their
/// turn.
void SubmissionSealing::checkActs(std::span<const std::span<const Submission>> several) {
    std::vector<std::vector<Digest>> ids; // as long as the checks look at them
    for (const auto& submissions : several) {
        for (const auto& submission : submissions) ids.push_back(idsOf(submission));
    }
    auto next = ids.begin();
    for (const auto& submissions : several) {
        for (const auto& submission : submissions) {
            if (const Person* person = m_state.office().person(submission.act.author))
                m_checks.add(submission.act, person->identity, *next);
            ++next;
        }
    }
    m_checks.run();
}

Result<void> SubmissionSealing::take(const Submission& submission) {
    auto ids = idsOf(submission);
    TRY(checkAct(submission, ids));
    // An act that brings nothing is not kept: every act of the record has an event.
    if (std::ranges::all_of(ids, [&](const Digest& id) { return m_known.contains(id); })) return {};
    m_batch.acts.push_back({&submission.act, std::move(ids)});
    m_recipients = recipientsOf(submission.act);
    m_actBytes = sizeOf(submission.act);
    for (std::size_t i = 0; i < submission.events.size(); ++i) land(submission, i);
    return {};
}

Result<void> SubmissionSealing::checkAct(const Submission& submission, std::span<const Digest> ids) {
    const PersonId author = submission.act.author;
    const bool same =
        std::ranges::all_of(submission.events, [&](const Event& event) { return event.header.author == author; });
    if (!same) return fail(Code::refused, {"An act holds events of another author", "行为含有他人的事件"});
    if (const Person* person = m_state.office().person(author)) {
        auto checked = m_checks.check(submission.act, person->identity, ids);
        if (!checked && verifyAct(submission.act, *person, std::nullopt, ids)) return keysReplaced();
        return checked;
    }
    // Nobody is known before the founding: the founder's own key is in the founding event.
    if (m_state.office().exists() || submission.events.empty()) {
        return fail(Code::locked, {"The author is not a person of this office", "作者不属于本单位"});
    }
    const auto body = readRegisterBody(submission.events.front().header, nullptr);
    const auto* const founding = std::get_if<OfficeFounded>(&body);
    if (!founding)
        return fail(Code::refused, {"A record begins with the founding of its office", "记录须以单位设立开始"});
    return verifyAct(submission.act, founding->founder.identity, ids);
}

void SubmissionSealing::land(const Submission& submission, std::size_t index) {
    const Event& event = submission.events[index];
    if (!m_known.insert(event.id).second) return; // sealed or refused before: once is for good
    if (!m_hashes.empty() && (m_hashes.size() >= kBatchEvents || m_bytes + m_actBytes + sizeOf(event) > kBatchBytes))
        seal();
    HubBatch::Judged judged{m_batch.acts.size() - 1, index, &event, {}, {}};
    const bool founding = !m_state.office().exists();
    if (founding || event.header.caseId == m_state.officeId()) landOnRegister(event, std::move(judged));
    else landOnCase(submission.act, event, std::move(judged));
}

void SubmissionSealing::landOnCase(const Act& act, const Event& event, HubBatch::Judged judged) {
    HubCase& one = m_state.caseOf(event.header.caseId);
    const auto body = readCaseBody(event.header, nullptr);
    const auto* const report = std::get_if<ReportReceived>(&body);
    const Bench bench{&m_state.office(),
                      m_state.definition(report ? report->workflow : one.state.workflow),
                      m_state.calendar(),
                      m_now,
                      false,
                      m_recipients};
    if (auto verdict = allowed(one.state, event.header, body, bench); !verdict)
        return refuse(std::move(judged), verdict.error());
    judged.link = linkFor(event, one.state.head, one.state.lastTime);
    HubState::fold(one, event, body, *judged.link, event.header.keys.empty() ? nullptr : &act);
    m_batch.events.push_back(std::move(judged));
}

void SubmissionSealing::landOnRegister(const Event& event, HubBatch::Judged judged) {
    RegisterState& office = m_state.office();
    const auto body = readRegisterBody(event.header, nullptr);
    if (auto verdict = allowed(office, event.header, body); !verdict) return refuse(std::move(judged), verdict.error());
    judged.link = linkFor(event, office.head, {});
    m_state.officeSealed(event.header.caseId, judged.link->commit);
    apply(office, event, body,
          Landing{judged.link->link.seq, judged.link->hash, judged.link->link.time, false, judged.link->at()});
    m_batch.events.push_back(std::move(judged));
}

StoredLink SubmissionSealing::linkFor(const Event& event, const Seen& head, Instant after) {
    StoredLink stored;
    stored.link = {event.header.caseId, head.seq + 1, head.link, event.id, std::max(m_now, after)};
    stored.hash = linkHash(m_identity.suite(), stored.link);
    stored.commit = m_number + 1;
    stored.commitIndex = m_hashes.size();
    m_hashes.push_back(stored.hash);
    m_bytes += std::exchange(m_actBytes, 0) + sizeOf(event);
    return stored;
}

void SubmissionSealing::refuse(HubBatch::Judged judged, const Error& reason) {
    judged.refusal = signRefusal(m_identity, judged.event->id, reason, m_now);
    m_batch.events.push_back(std::move(judged));
}

void SubmissionSealing::seal() {
    Commit commit = signCommit(m_identity, m_number + 1, m_previous, m_now, m_hashes);
    m_previous = commit.hash;
    m_number = commit.number;
    m_batch.commits.push_back({std::move(commit), std::move(m_hashes)});
    m_hashes = {};
    m_bytes = 0;
}

} // namespace model
