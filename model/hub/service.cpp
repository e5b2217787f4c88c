// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hub/service.h"

#include <algorithm>

namespace model {

namespace {

/// HTTP says only to which class an answer belongs; what a client does follows from the code in the body.
int statusOf(Code code) {
    switch (code) {
    case Code::usage:
    case Code::malformed: return 400;
    case Code::locked: return 401;
    case Code::refused:
    case Code::ended: return 403;
    case Code::notFound: return 404;
    case Code::tooLarge: return 413;
    case Code::newer: return 426;
    case Code::network:
    case Code::cancelled: return 503;
    case Code::failed:
    case Code::damaged:
    case Code::partial: return 500;
    }
    return 500;
}

} // namespace

const Service::Endpoint* Service::find(std::string_view method, std::string_view target) {
    static constexpr Endpoint kEndpoints[] = {
        {"GET", "/v1/hello", wire::kSmallLimit, false, &Service::hello},
        {"POST", "/v1/challenge", wire::kSmallLimit, false, &Service::challenge},
        {"POST", "/v1/session", wire::kSmallLimit, false, &Service::session},
        {"POST", "/v1/submit", wire::kSubmitLimit, true, &Service::submit},
        {"POST", "/v1/restore", wire::kAnswerLimit, true, &Service::restore},
        {"POST", "/v1/changes", wire::kSmallLimit, true, &Service::changes},
        {"POST", "/v1/history", wire::kSmallLimit, true, &Service::history},
        {"POST", "/v1/refusals", wire::kAskLimit, true, &Service::refusals},
        {"POST", "/v1/evidence/have", wire::kSmallLimit, true, &Service::haveEvidence},
        {"POST", "/v1/evidence/put", wire::kPartMessageLimit, true, &Service::putEvidence},
        {"POST", "/v1/evidence/get", wire::kSmallLimit, true, &Service::getEvidence},
    };
    const auto* const found = std::ranges::find_if(
        kEndpoints, [&](const Endpoint& one) { return one.method == method && one.target == target; });
    return found == std::end(kEndpoints) ? nullptr : found;
}

std::size_t Service::bodyLimit(std::string_view method, std::string_view target) {
    const auto* const endpoint = find(method, target);
    return endpoint ? endpoint->limit : 0;
}

Service::Reply Service::refusal(const Error& error, std::optional<std::uint64_t> retryAfter) {
    return {statusOf(error.code), wire::encodeErrorAnswer({wire::forClient(error), retryAfter}), 0, {}};
}

Service::Reply Service::answer(const Call& call) {
    const auto all = [&]() -> Result<Reply> {
        const auto* const endpoint = find(call.method, call.target);
        if (!endpoint) return fail(Code::notFound, {"The hub has no such address", "服务器无此地址"});
        PersonId person;
        // A submission is admitted in its turn, where the register is read anyway.
        if (endpoint->session && endpoint->handle != &Service::submit) {
            TRY_ASSIGN(const auto* const office, m_hub.office());
            TRY_ASSIGN(person, m_gate.admit(call.token, *office, m_clock.now()));
        }
        return (this->*endpoint->handle)(call, person);
    };
    auto reply = all();
    return reply ? *std::move(reply) : refusal(reply.error());
}

Result<Service::Reply> Service::hello(const Call&, PersonId) {
    TRY_ASSIGN(const auto* const office, m_hub.office());
    wire::HelloAnswer answer;
    if (office->exists()) answer.founding = office->founding;
    answer.identity = m_identity;
    answer.time = m_clock.now();
    return Reply{200, wire::encodeHelloAnswer(answer), 0, {}};
}

Result<Service::Reply> Service::challenge(const Call& call, PersonId) {
    TRY_ASSIGN(const auto person, wire::readChallengeRequest(call.body));
    return Reply{200, wire::encodeChallengeAnswer(m_gate.challenge(person, m_clock.now())), 0, {}};
}

Result<Service::Reply> Service::session(const Call& call, PersonId) {
    TRY_ASSIGN(const auto request, wire::readSessionRequest(call.body));
    TRY_ASSIGN(const auto* const office, m_hub.office());
    TRY_ASSIGN(const auto answer, m_gate.open(request, *office, m_clock.now()));
    return Reply{200, wire::encodeSessionAnswer(answer), 0, {}};
}

bool Service::mayJoin(std::string_view method, std::string_view target) {
    const auto* const endpoint = find(method, target);
    return endpoint && endpoint->handle == &Service::submit;
}

Result<wire::SubmitRequest> Service::readSubmit(const Call& call) const {
    TRY(m_gate.bearer(call.token, m_clock.now())); // nothing is read of somebody who never was let in
    return wire::readSubmitFrom(call.body);
}

std::vector<Service::Reply> Service::answerTogether(std::span<const Call> calls) {
    // Acts of others may be handed over too: their authors have signed them, and a hub that lost some is given them
    // back.
    std::vector<Result<wire::SubmitRequest>> requests;
    std::vector<Hub::Handed> handed;
    for (const auto& call : calls) requests.push_back(readSubmit(call));
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (!requests[i]) continue;
        handed.push_back({requests[i]->known, requests[i]->submissions,
                          [this, token = calls[i].token](const RegisterState& office) -> Result<void> {
                              TRY(m_gate.admit(token, office, m_clock.now()));
                              return {};
                          }});
    }
    const auto answers = handed.empty() ? std::vector<Result<std::uint64_t>>() : m_hub.submitTogether(handed);
    std::vector<Reply> replies;
    auto next = answers.begin();
    for (const auto& request : requests) {
        if (!request) {
            replies.push_back(refusal(request.error()));
            continue;
        }
        const auto& answer = *next++;
        if (answer) replies.push_back({200, wire::encodeSubmitAnswer(*answer), 0, {}});
        else replies.push_back(refusal(answer.error()));
    }
    return replies;
}

Result<Service::Reply> Service::submit(const Call& call, PersonId) { return answerTogether({&call, 1}).front(); }

Result<Service::Reply> Service::restore(const Call& call, PersonId) {
    TRY_ASSIGN(const auto lost, wire::readChangesAnswer(call.body));
    TRY_ASSIGN(const auto last, m_hub.takeBack(lost));
    return Reply{200, wire::encodeSubmitAnswer(last), 0};
}

Result<Service::Reply> Service::changes(const Call& call, PersonId person) {
    TRY_ASSIGN(const auto request, wire::readChangesRequest(call.body));
    TRY_ASSIGN(const auto changes, m_hub.changes(person, request.ask));
    TRY_ASSIGN(auto body, wire::encodeChangesAnswer(changes, m_identity.suite));
    return Reply{200, std::move(body), changes.commits.empty() ? request.waitSeconds : 0, {}};
}

Result<Service::Reply> Service::history(const Call& call, PersonId person) {
    TRY_ASSIGN(const auto ask, wire::readHistoryRequest(call.body));
    TRY_ASSIGN(const auto history, m_hub.history(person, ask));
    TRY_ASSIGN(auto body, wire::encodeHistoryAnswer(history, m_identity.suite));
    return Reply{200, std::move(body), 0, {}};
}

Result<Service::Reply> Service::refusals(const Call& call, PersonId) {
    TRY_ASSIGN(const auto events, wire::readRefusalsRequest(call.body));
    TRY_ASSIGN(const auto refusals, m_hub.refusals(events));
    TRY_ASSIGN(auto body, wire::encodeRefusalsAnswer(refusals));
    return Reply{200, std::move(body), 0, {}};
}

} // namespace model
