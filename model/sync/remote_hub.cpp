// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/remote_hub.h"

namespace model {

namespace {

constexpr int kOk = 200;
constexpr int kUnauthorised = 401;

} // namespace

Result<Bytes> RemoteHub::callOnce(std::string_view target, ByteView token, Bytes body, std::uint64_t wait,
                                  int* status) {
    TRY_ASSIGN(auto answer, m_transport->send(target, token, std::move(body), wait));
    if (status != nullptr) *status = answer.status;
    if (answer.status == kOk) return std::move(answer.body);
    auto said = wire::readErrorAnswer(answer.body);
    if (said) return std::unexpected(std::move(said->error));
    // Something between the desk and the hub has answered in its place.
    return fail(Code::network,
                fill({"The hub did not answer: status {0}", "服务器未应答：状态码 {0}"}, std::to_string(answer.status)),
                {"Try again later; if it stays so, ask who runs the hub", "请稍后重试；如仍如此，请联系服务器管理人员"},
                m_address.host + ":" + std::to_string(m_address.port));
}

Result<void> RemoteHub::openSession() {
    TRY_ASSIGN(const auto given, callOnce("/v1/challenge", {}, wire::encodeChallengeRequest(m_person), 0, nullptr));
    TRY_ASSIGN(const auto challenge, wire::readChallengeAnswer(given));
    wire::SessionRequest request{m_person, challenge, {}};
    request.signature = m_identity.sign(wire::challengeMessage(challenge, m_address.hub, m_fingerprint));
    TRY_ASSIGN(const auto opened, callOnce("/v1/session", {}, wire::encodeSessionRequest(request), 0, nullptr));
    TRY_ASSIGN(auto session, wire::readSessionAnswer(opened));
    m_token = std::move(session.token);
    return {};
}

Result<Bytes> RemoteHub::call(std::string_view target, const Bytes& body, std::uint64_t wait) {
    const bool had = !m_token.empty();
    if (!had) TRY(openSession());
    int status = 0;
    auto answer = callOnce(target, m_token, body, wait, &status);
    if (status != kUnauthorised || !had) return answer;
    TRY(openSession());
    return callOnce(target, m_token, body, wait, nullptr);
}

Result<void> RemoteHub::submit(std::span<const Submission> submissions) {
    TRY_ASSIGN(const auto request, wire::encodeSubmitRequest(submissions));
    TRY_ASSIGN(const auto answer, call("/v1/submit", request));
    TRY(wire::readSubmitAnswer(answer));
    return {};
}

Result<Changes> RemoteHub::changes(PersonId, const ChangesAsk& ask) {
    TRY_ASSIGN(const auto answer, call("/v1/changes", wire::encodeChangesRequest({ask, 0})));
    return wire::readChangesAnswer(answer);
}

Result<History> RemoteHub::history(PersonId, const HistoryAsk& ask) {
    TRY_ASSIGN(const auto answer, call("/v1/history", wire::encodeHistoryRequest(ask)));
    return wire::readHistoryAnswer(answer);
}

Result<std::vector<Refusal>> RemoteHub::refusals(std::span<const Digest> events) {
    TRY_ASSIGN(const auto request, wire::encodeRefusalsRequest(events));
    TRY_ASSIGN(const auto answer, call("/v1/refusals", request));
    return wire::readRefusalsAnswer(answer);
}

Result<wire::HelloAnswer> RemoteHub::hello() {
    TRY_ASSIGN(const auto answer, callOnce("/v1/hello", {}, {}, 0, nullptr));
    return wire::readHelloAnswer(answer);
}

Result<bool> RemoteHub::waitForNews(std::uint64_t after, std::uint64_t seconds) {
    const ChangesAsk ask{after, 1, false, true};
    TRY_ASSIGN(const auto answer, call("/v1/changes", wire::encodeChangesRequest({ask, seconds}), seconds));
    TRY_ASSIGN(const auto changes, wire::readChangesAnswer(answer));
    return !changes.commits.empty();
}

} // namespace model
