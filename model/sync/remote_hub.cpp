// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/remote_hub.h"

namespace model {

Result<Bytes> RemoteHub::call(std::string_view target, Bytes body, std::uint64_t wait) {
    auto next = m_session.call(target, std::move(body), wait);
    for (;;) {
        TRY_ASSIGN(const auto answer, m_transport->send(next.target, next.token, std::move(next.body), next.wait));
        TRY_ASSIGN(auto step, m_session.take(answer));
        if (auto* const said = std::get_if<Bytes>(&step)) return std::move(*said);
        next = std::move(std::get<Session::Request>(step));
    }
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
    TRY_ASSIGN(const auto answer, m_transport->send("/v1/hello", {}, {}, 0));
    TRY_ASSIGN(const auto body, Session::read(m_session.address(), answer));
    return wire::readHelloAnswer(body);
}

Result<bool> RemoteHub::waitForNews(std::uint64_t after, std::uint64_t seconds) {
    const ChangesAsk ask{after, 1, false, true};
    TRY_ASSIGN(const auto answer, call("/v1/changes", wire::encodeChangesRequest({ask, seconds}), seconds));
    TRY_ASSIGN(const auto changes, wire::readChangesAnswer(answer));
    return !changes.commits.empty();
}

} // namespace model
