// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/hub.h"

#include "model/hub/evidence_record.h"
#include "model/hub/gatekeeper.h"
#include "model/hub/gathering.h"
#include "model/hub/sealing.h"
#include "model/hub/shared_look.h"
#include "model/hub/taking_back.h"

namespace model {

template <typename T>
Result<T> Hub::placed(Result<T> result) const {
    const std::string name = m_store.name();
    if (!result && result.error().code == Code::damaged && !result.error().where.contains(name)) {
        result.error().where = name + ": " + result.error().where;
    }
    return result;
}

namespace {

/// A desk that has more than this hub, or something else, must not be sealed over.
Result<void> has(HubReading& reading, const Known& known) {
    if (known.commit == 0) return {};
    TRY_ASSIGN(const auto last, reading.last());
    if (last && last->number == known.commit && last->hash == known.hash) return {};
    if (last && last->number > known.commit) {
        TRY_ASSIGN(const auto mine, reading.commits(known.commit, known.commit));
        if (mine.front().commit.hash == known.hash) return {};
    }
    return fail(Code::notFound,
                {"The hub does not have the last commit of this desk", "服务器没有本机的最后一条提交记录"},
                {"Exchange with the hub once more", "请再次与服务器同步"}, "commit " + std::to_string(known.commit));
}

} // namespace

Result<void> Hub::maySeal() {
    if (!m_state.lost()) {
        m_waitsSince.reset();
        return {};
    }
    const Instant now = m_clock.now();
    if (!m_waitsSince) m_waitsSince = now;
    // Whoever sealed over what was lost would keep it from coming back. It need not be anywhere: that ends the waiting.
    if (now < *m_waitsSince || now - *m_waitsSince > kGiveBackTime) return {};
    return fail(Code::network,
                {"The hub was set back and waits for its desks to give back what it has lost",
                 "服务器已被回退，正在等待各工作端交还丢失的记录"},
                {"Nothing is to be done: what was said here waits, and is handed over within some minutes",
                 "无需操作：本机内容将继续等待，数分钟后自动提交"},
                "commit " + std::to_string(m_state.lost()->commit));
}

Result<void> Hub::submitFrom(const Known& known, std::span<const Submission> submissions) {
    const Handed alone{known, submissions, {}};
    const auto answers = submitTogether(std::span(&alone, 1));
    if (!answers.front()) return std::unexpected(answers.front().error());
    return {};
}

std::vector<Result<std::uint64_t>> Hub::submitTogether(std::span<const Handed> handed) {
    std::vector<Result<std::uint64_t>> answers(handed.size(), Result<std::uint64_t>(0));
    auto done = placed(takeTogether(handed, answers));
    if (done) return answers;
    // Nobody knows how much of it the states have folded in, and whether it was kept.
    m_state.forget();
    const bool one = handed.size() == 1;
    // Without the store nobody is taken, and none of them is asked again for what all of them would be told.
    const bool all = done.error().code == Code::network || done.error().code == Code::failed;
    for (std::size_t i = 0; i < handed.size(); ++i) {
        if (one || (all && answers[i])) answers[i] = std::unexpected(done.error());
        else if (answers[i]) answers[i] = std::move(submitTogether(handed.subspan(i, 1)).front());
    }
    return answers;
}

/// Writes into `answers` who is not heard, and the number of the last commit for the others. An error is one of the
/// turn: nothing of it is kept.
Result<void> Hub::takeTogether(std::span<const Handed> handed, std::vector<Result<std::uint64_t>>& answers) {
    endLook();
    TRY_ASSIGN(auto turn, m_store.write());
    TRY(m_state.refresh(turn->reading()));
    std::vector<std::span<const Submission>> heard;
    for (std::size_t i = 0; i < handed.size(); ++i) {
        auto admitted = [&]() -> Result<void> {
            if (handed[i].admit) TRY(handed[i].admit(m_state.office()));
            return has(turn->reading(), handed[i].known);
        }();
        if (admitted) heard.push_back(handed[i].submissions);
        else answers[i] = std::unexpected(std::move(admitted).error());
    }
    if (heard.empty()) return {};
    TRY(maySeal());
    TRY_ASSIGN(const auto batch, SubmissionSealing(turn->reading(), m_state, m_identity, m_clock.now()).all(heard));
    if (!batch.acts.empty()) {
        TRY(turn->append(batch));
        TRY(turn->commit());
    }
    for (auto& answer : answers) {
        if (answer) answer = m_state.commit();
    }
    return {};
}

Result<void> Hub::beginLook() {
    endLook();
    TRY_ASSIGN(auto reading, placed(m_store.read()));
    m_look = std::make_shared<SharedLook>(std::move(reading));
    return {};
}

Result<std::shared_ptr<HubReading>> Hub::read() {
    if (m_look) return m_look;
    TRY_ASSIGN(auto reading, m_store.read());
    return std::shared_ptr<HubReading>(std::move(reading));
}

Result<std::uint64_t> Hub::takeBack(const Changes& lost) {
    const auto all = [&]() -> Result<std::uint64_t> {
        endLook();
        TRY_ASSIGN(auto turn, m_store.write());
        TRY(m_state.refresh(turn->reading()));
        TRY_ASSIGN(const auto batch, TakingBack(turn->reading(), m_state.office(), m_identity.publicPart()).all(lost));
        if (batch.commits.empty()) return m_state.commit();
        TRY(turn->append(batch));
        TRY(turn->commit());
        return batch.commits.back().commit.number;
    };
    auto last = all();
    // It is folded in from the store at the next look, like what other processes have sealed.
    if (!last) m_state.forget();
    return placed(std::move(last));
}

template <typename T>
Result<T> Hub::looking(PersonId reader, const std::function<Result<T>(HubReading&)>& body) {
    const auto all = [&]() -> Result<T> {
        TRY_ASSIGN(const auto reading, read());
        TRY(m_state.refresh(*reading));
        // They were let in by an earlier look at the register and may have left since.
        TRY(activePerson(m_state.office(), reader));
        return body(*reading);
    };
    return placed(all());
}

Result<const RegisterState*> Hub::office() {
    const auto all = [&]() -> Result<const RegisterState*> {
        TRY_ASSIGN(const auto reading, read());
        TRY(m_state.refresh(*reading));
        return &m_state.office();
    };
    return placed(all());
}

Result<std::uint64_t> Hub::lastCommit() {
    const auto all = [&]() -> Result<std::uint64_t> {
        TRY_ASSIGN(const auto reading, read());
        TRY_ASSIGN(const auto last, reading->last());
        return last ? last->number : 0;
    };
    return placed(all());
}

Result<Changes> Hub::changes(PersonId reader, const ChangesAsk& ask) {
    return looking<Changes>(
        reader, [&](HubReading& reading) { return Gathering(reading, m_state, reader, ask.withOwn).changes(ask); });
}

Result<History> Hub::history(PersonId reader, const HistoryAsk& ask) {
    return looking<History>(
        reader, [&](HubReading& reading) { return Gathering(reading, m_state, reader, ask.withOwn).history(ask); });
}

Result<std::vector<Refusal>> Hub::refusals(std::span<const Digest> events) {
    const auto all = [&]() -> Result<std::vector<Refusal>> {
        TRY_ASSIGN(const auto reading, read());
        return reading->refusals(events);
    };
    return placed(all());
}

Result<std::vector<std::optional<EvidenceOnRecord>>> Hub::evidence(PersonId reader,
                                                                   std::span<const EvidenceName> names) {
    using Found = std::vector<std::optional<EvidenceOnRecord>>;
    return looking<Found>(reader, [&](HubReading& reading) -> Result<Found> {
        std::vector<CaseId> cases;
        for (const auto& name : names) {
            if (name.caseId != m_state.officeId()) cases.push_back(name.caseId);
        }
        TRY(m_state.load(reading, cases));
        Found found;
        for (const auto& name : names) {
            const CaseState* const state =
                name.caseId == m_state.officeId() ? nullptr : &m_state.caseOf(name.caseId).state;
            const bool mayRead = state != nullptr && isReader(*state, m_state.office(), reader);
            found.push_back(mayRead ? evidenceIn(*state, name.address) : std::nullopt);
        }
        return found;
    });
}

} // namespace model
