// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/hub/service.h"
#include "model/sync/transport.h"

#include <functional>

/// A way to a hub in the same process: the bytes of a request go to its Service as they would from a network.
class ServiceTransport final : public model::Transport {
public:
    /// Looks at a call before it is answered; what it returns is the answer instead.
    using Between = std::function<std::optional<model::Result<Answer>>(const model::Service::Call& call)>;

    explicit ServiceTransport(model::Service& service, Between between = {})
        : m_service(service), m_between(std::move(between)) {}

    model::Result<Answer> send(std::string_view target, crypto::ByteView token, crypto::Bytes body,
                               std::uint64_t) override {
        const model::Service::Call call{target == "/v1/hello" ? "GET" : "POST", target, token, body};
        if (m_between) {
            if (auto instead = m_between(call)) return *std::move(instead);
        }
        if (body.size() > model::Service::bodyLimit(call.method, call.target)) return Answer{413, {}};
        auto reply = m_service.answer(call);
        if (reply.work) reply = reply.work();
        return Answer{reply.status, std::move(reply.body)};
    }

private:
    model::Service& m_service;
    Between m_between;
};
