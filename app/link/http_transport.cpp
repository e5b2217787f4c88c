// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/link/http_transport.h"

#include "app/net/http_client.h"

#include <algorithm>
#include <array>

namespace app {

namespace {

/// How long a hub may take for an answer, besides what it was allowed to wait.
constexpr std::chrono::seconds kPatience{20};
constexpr std::uint64_t kAnswerLimit = 16ULL * 1024 * 1024;

bool isThisMachine(std::string_view host) {
    return std::ranges::contains(std::array<std::string_view, 3>{"127.0.0.1", "::1", "localhost"}, host);
}

class HttpTransport final : public model::Transport {
public:
    HttpTransport(std::unique_ptr<net::HttpClient> client, std::stop_token stop)
        : m_client(std::move(client)), m_stop(std::move(stop)) {}

    model::Result<Answer> send(std::string_view target, crypto::ByteView token, crypto::Bytes body,
                               std::uint64_t wait) override {
        net::Request request;
        request.method = target == "/v1/hello" ? "GET" : "POST";
        request.target = target;
        if (request.method == "POST") request.contentType = "application/cbor";
        if (!token.empty()) request.authorization = "Bearer " + crypto::toHex(token);
        request.body = std::move(body);
        const auto deadline = std::chrono::steady_clock::now() + kPatience + std::chrono::seconds(wait);
        TRY_ASSIGN(auto response, m_client->send(request, deadline, m_stop));
        return Answer{response.status, std::move(response.body)};
    }

private:
    std::unique_ptr<net::HttpClient> m_client;
    std::stop_token m_stop;
};

} // namespace

model::Result<std::unique_ptr<model::Transport>> httpWay(const model::HubAddress& address, std::stop_token stop) {
    net::ClientOptions options;
    options.host = address.host;
    options.port = address.port;
    options.body = kAnswerLimit;
    options.tls = address.pin || !isThisMachine(address.host);
    if (address.pin) options.trust.pin = address.pin->bytes;
    TRY_ASSIGN(auto client, net::HttpClient::make(std::move(options)));
    return std::make_unique<HttpTransport>(std::move(client), std::move(stop));
}

} // namespace app
