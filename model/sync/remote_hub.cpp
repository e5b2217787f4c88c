// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sync/remote_hub.h"

namespace model {

Result<Bytes> RemoteHub::call(std::string_view target, Bytes body, std::uint64_t wait) {
    auto next = m_session.call(target, std::move(body), wait);
    for (;;) {
        TRY_ASSIGN(auto answer, m_transport->send(next.target, next.token, std::move(next.body), next.wait));
        TRY_ASSIGN(auto step, m_session.take(std::move(answer)));
        if (auto* const said = std::get_if<Bytes>(&step)) return std::move(*said);
        next = std::move(std::get<Session::Request>(step));
    }
}

Result<void> RemoteHub::submitFrom(const Known& known, std::span<const Submission> submissions) {
    TRY_ASSIGN(const auto request, wire::encodeSubmitFrom(known, submissions));
    TRY_ASSIGN(const auto answer, call("/v1/submit", request));
    TRY(wire::readSubmitAnswer(answer));
    return {};
}

Result<std::uint64_t> RemoteHub::takeBack(const Changes& lost) {
    TRY_ASSIGN(const auto request, wire::encodeChangesAnswer(lost, m_session.address().hub.suite));
    TRY_ASSIGN(const auto answer, call("/v1/restore", request));
    return wire::readSubmitAnswer(answer);
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

Result<std::vector<std::optional<EvidenceHeld>>> RemoteHub::evidence(std::span<const EvidenceName> names) {
    TRY_ASSIGN(auto request, wire::encodeEvidenceAsk(names));
    TRY_ASSIGN(const auto answer, call("/v1/evidence/have", std::move(request), wire::kPartSeconds));
    TRY_ASSIGN(auto held, wire::readEvidenceAnswer(answer));
    if (held.size() == names.size()) return held;
    return fail(Code::malformed, {"The hub answered another question", "服务器的应答与请求不符"},
                {"Update the older of both programs", "请更新双方中较旧的程序"});
}

Result<bool> RemoteHub::putPart(const EvidenceName& name, std::uint64_t part, std::size_t size,
                                const wire::FillPart& fill) {
    TRY_ASSIGN(auto request, wire::encodeEvidencePut(name, part, size, fill));
    TRY_ASSIGN(const auto answer, call("/v1/evidence/put", std::move(request), wire::kPartSeconds));
    return wire::readEvidencePutAnswer(answer);
}

Result<void> RemoteHub::getPart(const wire::EvidenceGet& get, std::size_t size,
                                const std::function<Result<void>(ByteView)>& use) {
    TRY_ASSIGN(const auto answer, call("/v1/evidence/get", wire::encodeEvidenceGet(get), wire::kPartSeconds));
    TRY_ASSIGN(const auto part, wire::readEvidencePart(answer));
    if (part.size() == size) return use(part);
    return fail(Code::malformed, {"The hub sent a part of another size", "服务器发来的部分大小不符"},
                {"Update the older of both programs", "请更新双方中较旧的程序"});
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
