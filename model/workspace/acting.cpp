// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/check.h"
#include "crypto/envelope.h"
#include "model/workflow/guards.h"
#include "model/workspace/parts.h"
#include "model/workspace/summary.h"
#include "model/workspace/undo.h"

namespace model {

const Event& Workspace::Parts::Acting::say(const Saying& saying) {
    EventHeader header;
    header.suite = m_parts.officeFile.suite;
    header.caseId = saying.caseId;
    header.author = m_parts.person;
    header.kind = saying.body.kind;
    header.time = saying.time.value_or(m_parts.clock->now());
    header.seen = saying.seen;
    m_parts.random->fill(header.nonce);
    header.clear = saying.body.clear;
    if (!saying.grants.empty()) header.keys = m_wrapper.wrap(saying.caseId, header.nonce, saying.grants);
    Bytes sealed;
    if (!saying.body.sealed.empty()) {
        crypto::require(saying.caseKey != nullptr && saying.epoch != 0, "a sealed part has a key");
        header.epoch = saying.epoch;
        sealed = m_sealer.seal(header, *saying.caseKey, saying.body.sealed);
    }
    m_events.push_back(makeEvent(std::move(header), std::move(sealed)));
    return m_events.back();
}

void Workspace::Parts::Acting::admit(const std::array<std::uint8_t, 16>& recipient, const crypto::PublicIdentity& key) {
    m_readers.emplace_back(recipient, key);
}

Result<void> Workspace::Parts::Acting::sign() {
    if (m_parts.ended) return std::unexpected(*m_parts.ended); // it would wait for ever
    std::vector<Envelope> envelopes;
    for (const auto& [recipient, key] : m_readers) {
        auto sealed = crypto::sealTo(key, m_secret.view(), envelopeContext(m_parts.person, recipient), *m_parts.random);
        if (!sealed) return fail(Code::failed, {"A key cannot be sealed to one of its readers", "密钥无法封装给读者"});
        envelopes.push_back({recipient, *std::move(sealed)});
    }
    std::vector<Digest> ids;
    ids.reserve(m_events.size());
    for (const auto& event : m_events) ids.push_back(event.id);
    TRY_ASSIGN(auto act, signAct(m_parts.identity, m_parts.person, m_parts.clock->now(), ids, std::move(envelopes)));
    m_submission = Submission{std::move(act), {}};
    m_ids = std::move(ids);
    return {};
}

Result<void> Workspace::Parts::Acting::save() {
    if (!m_submission) TRY(sign());
    TRY_ASSIGN(auto transaction, Transaction::begin(m_parts.vault->database()));
    TRY(put());
    return transaction.commit();
}

Result<void> Workspace::Parts::Acting::put() {
    crypto::require(m_submission.has_value(), "an act is signed before it is kept");
    m_parts.said = true;
    Vault& own = *m_parts.vault;
    TRY_ASSIGN(const auto actRow, own.record().addAct(m_submission->act, m_ids));
    if (!m_readers.empty()) TRY(own.rememberSecret(actRow, m_secret));
    for (std::size_t i = 0; i < m_events.size(); ++i) {
        TRY_ASSIGN(const auto caseRow, own.record().caseRow(m_events[i].header.caseId));
        TRY_ASSIGN(const auto added, own.record().addEvent(actRow, i, caseRow, m_events[i]));
        TRY(own.addPending(added.row));
    }
    return {};
}

Submission Workspace::Parts::Acting::handOver() {
    crypto::require(m_submission.has_value(), "an act is signed before it is handed over");
    m_submission->events = std::move(m_events);
    return *std::move(m_submission);
}

Result<Receipt> Workspace::Parts::Acting::settle(const Exchange::Landed& landed) {
    crypto::require(m_submission.has_value(), "an act is saved before it is settled");
    Receipt receipt;
    receipt.act = m_submission->act.id;
    receipt.events = m_ids;
    m_submission->events = std::move(m_events);
    const std::span<const Submission> fresh(&*m_submission, 1);
    TRY_ASSIGN(auto exchanged, m_parts.exchangeOrWait(fresh, landed));
    m_events = std::move(m_submission->events);
    receipt.sealed = exchanged.sealed;
    receipt.waits = exchanged.waits;
    for (auto& refusal : exchanged.refused) receipt.refused.push_back(std::move(refusal.reason));
    return receipt;
}

Result<void> Workspace::Parts::judge(const CaseState& state, const EventHeader& header, const CaseBody& body,
                                     const Recipients& recipients) {
    const auto* const report = std::get_if<ReportReceived>(&body);
    const auto definition = definitionOf(report ? report->workflow : state.workflow);
    const Bench bench{&office, definition.get(), calendar(), std::max(clock->now(), header.time), true, recipients};
    TRY(allowed(state, header, body, bench));
    if (const auto* const taken = std::get_if<StepDone>(&body))
        return restsOnReadable(*definition, state, *definition->step(taken->step));
    if (const auto* const taken = std::get_if<TrackStep>(&body)) {
        return restsOnReadable(*definition, state, *definition->anyStep(taken->step),
                               taken->opening ? state.track(*taken->opening) : nullptr);
    }
    return {};
}

Result<Workspace::Parts::Acting> Workspace::Parts::actOn(const LoadedCase& loaded, const Intent& intent) {
    EncodedBody encoded = writeBody(intent.body);
    // The judge looks at what the event will say; the bytes are made after it agreed.
    EventHeader draft;
    draft.suite = officeFile.suite;
    draft.caseId = loaded.state.id;
    draft.author = person;
    draft.kind = encoded.kind;
    draft.time = clock->now();
    // A clock that was set back must not keep it from being noted that somebody looked. Time in the record never runs
    // backwards, so what was sealed last is the least that it can be now.
    if (std::holds_alternative<CaseOpened>(intent.body)) {
        TRY_ASSIGN(const auto sealed, lastSealed());
        draft.time = std::max(draft.time, sealed);
    }
    draft.seen = loaded.state.head;
    if (!encoded.sealed.empty()) draft.sealedHash.emplace();
    if (!intent.granted.empty()) draft.keys.push_back(0);
    Recipients recipients;
    for (const auto& [recipient, to] : intent.readers) recipients.push_back(recipient);
    TRY(judge(loaded.state, draft, intent.body, recipients));

    if (loaded.keys.empty()) {
        return fail(Code::locked, {"You do not hold this case's key", "您没有该案件的密钥"},
                    {"Ask to be assigned to the case", "请申请指派到该案件"}, loaded.state.reference);
    }
    Acting acting(*this);
    acting.say({loaded.state.id, std::move(encoded), loaded.state.head, loaded.epoch, &loaded.keys.at(loaded.epoch),
                intent.granted, draft.time});
    for (const auto& [recipient, to] : intent.readers) acting.admit(recipient, to);
    return acting;
}

Result<Receipt> Workspace::Parts::sayInCase(const LoadedCase& loaded, const Intent& intent) {
    TRY_ASSIGN(auto acting, actOn(loaded, intent));
    TRY(acting.save());
    TRY_ASSIGN(auto receipt, acting.settle());
    if (receipt.refused.empty()) receipt.done = doneBy(loaded, intent.body, receipt.events.front());
    return receipt;
}

Result<Instant> Workspace::Parts::lastSealed() const {
    TRY_ASSIGN(const auto number, vault->record().lastCommit());
    if (number == 0) return Instant{};
    TRY_ASSIGN(const auto last, vault->record().commit(number));
    return last.commit.time;
}

Done Workspace::Parts::doneBy(const LoadedCase& loaded, const CaseBody& body, const Digest& event) {
    const auto definition = definitionOf(loaded.state.workflow);
    return {loaded.state.id, event,
            doneWords(body, loaded.state, definition.get(), [this](PersonId id) { return nameOf(id); }),
            isUndoable(body, definition.get())};
}

Result<Receipt> Workspace::Parts::sayInRegister(const std::vector<RegisterBody>& bodies, const Readers& readers) {
    const auto key = officeKeys.find(office.epoch);
    std::vector<KeyGrant> grants;
    for (const auto& [epoch, secret] : officeKeys) grants.push_back({epoch, secret.copy()});
    Acting acting(*this);
    RegisterState state = office;
    for (const auto& body : bodies) {
        EncodedBody encoded = writeBody(body);
        if (!encoded.sealed.empty() && key == officeKeys.end()) {
            return fail(Code::locked, {"You do not hold the register's key", "您没有名册的密钥"});
        }
        const bool first = acting.events().empty();
        const Event& event =
            acting.say({officeFile.office, std::move(encoded), office.head, office.epoch,
                        key == officeKeys.end() ? nullptr : &key->second,
                        first && !readers.empty() ? std::span<const KeyGrant>(grants) : std::span<const KeyGrant>()});
        TRY(allowed(state, event.header, body));
        apply(state, event, body, {});
    }
    for (const auto& [recipient, to] : readers) acting.admit(recipient, to);
    TRY(acting.save());
    return acting.settle();
}

} // namespace model
