// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/session.h"

#include "model/base/token.h"
#include "model/sync/wire.h"

namespace model {

namespace {

constexpr int kOk = 200;
constexpr int kUnauthorised = 401;

template <class... Cases>
struct ByKind : Cases... {
    using Cases::operator()...;
};

} // namespace

Session::Request Session::call(std::string_view target, Bytes body, std::uint64_t wait) {
    m_call = {target, {}, std::move(body), wait};
    m_again = false;
    if (m_token.empty()) {
        m_again = true; // it is as new as it can be
        return askChallenge();
    }
    m_phase = Phase::call;
    Request request = m_call;
    request.token = m_token;
    return request;
}

Session::Request Session::askChallenge() {
    m_phase = Phase::challenge;
    return {"/v1/challenge", {}, wire::encodeChallengeRequest(m_person), 0};
}

Result<Session::Step> Session::take(Transport::Answer answer) {
    if (m_phase == Phase::call && answer.status == kUnauthorised && !m_again) {
        m_again = true;
        return askChallenge();
    }
    TRY_ASSIGN(auto body, read(m_address, std::move(answer)));
    if (m_phase == Phase::call) return body;
    if (m_phase == Phase::challenge) {
        TRY_ASSIGN(const auto challenge, wire::readChallengeAnswer(body));
        wire::SessionRequest request{m_person, challenge, {}};
        TRY_ASSIGN(request.signature,
                   signWith(m_identity, wire::challengeMessage(challenge, m_address.hub, m_fingerprint)));
        m_phase = Phase::session;
        return Request{"/v1/session", {}, wire::encodeSessionRequest(request), 0};
    }
    TRY_ASSIGN(auto session, wire::readSessionAnswer(body));
    m_token = std::move(session.token);
    m_phase = Phase::call;
    Request request = m_call;
    request.token = m_token;
    return request;
}

Result<Bytes> Session::read(const HubAddress& address, Transport::Answer answer) {
    if (answer.status == kOk) return std::move(answer.body);
    auto said = wire::readErrorAnswer(answer.body);
    if (said) return std::unexpected(std::move(said->error));
    // Something between the desk and the hub has answered in its place.
    return fail(Code::network,
                fill({"The hub did not answer: status {0}", "服务器未应答：状态码 {0}"}, std::to_string(answer.status)),
                {"Try again later; if it stays so, ask who runs the hub", "请稍后重试；如仍如此，请联系服务器管理人员"},
                address.host + ":" + std::to_string(address.port));
}

Result<Question> questionOf(const Ask& ask) {
    return std::visit(ByKind{[](const SubmitAsk& one) -> Result<Question> {
                                 TRY_ASSIGN(auto body, wire::encodeSubmitFrom(one.known, one.submissions()));
                                 return Question{"/v1/submit", std::move(body)};
                             },
                             [](const GiveBackAsk& one) -> Result<Question> {
                                 TRY_ASSIGN(auto body, wire::encodeChangesAnswer(one.lost, one.suite));
                                 return Question{"/v1/restore", std::move(body)};
                             },
                             [](const ChangesAsk& one) -> Result<Question> {
                                 return Question{"/v1/changes", wire::encodeChangesRequest({one, 0})};
                             },
                             [](const HistoryAsk& one) -> Result<Question> {
                                 return Question{"/v1/history", wire::encodeHistoryRequest(one)};
                             },
                             [](const RefusalsAsk& one) -> Result<Question> {
                                 TRY_ASSIGN(auto body, wire::encodeRefusalsRequest(one.events));
                                 return Question{"/v1/refusals", std::move(body)};
                             }},
                      ask);
}

Result<Answer> answerTo(const Ask& ask, ByteView body) {
    return std::visit(ByKind{[&](const SubmitAsk&) -> Result<Answer> {
                                 TRY(wire::readSubmitAnswer(body));
                                 return Result<Answer>(std::in_place, std::monostate{});
                             },
                             [&](const GiveBackAsk&) -> Result<Answer> {
                                 TRY_ASSIGN(const auto last, wire::readSubmitAnswer(body));
                                 return TakenBack{last};
                             },
                             [&](const ChangesAsk&) -> Result<Answer> { return wire::readChangesAnswer(body); },
                             [&](const HistoryAsk&) -> Result<Answer> { return wire::readHistoryAnswer(body); },
                             [&](const RefusalsAsk&) -> Result<Answer> { return wire::readRefusalsAnswer(body); }},
                      ask);
}

} // namespace model
