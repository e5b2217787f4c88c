// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/message.h"
#include "app/net/tls.h"
#include "model/base/result.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

namespace net {

struct ClientOptions {
    std::string host = {};                 ///< a name, or an IP address without brackets
    std::uint16_t port = 0;                ///< 1 to 65535
    bool tls = true;                       ///< false: plain, for loopback
    TlsTrust trust = {};                   ///< with TLS: the pin, the file of authorities, or the system's authorities
    std::uint64_t body = 64 * 1024 * 1024; ///< bytes of an answer's body at most
    std::uint32_t header = 16 * 1024;      ///< bytes of an answer's header at most
};

/// One connection to one server, kept between requests and made anew where it was closed. Synchronous; one thread at a
/// time, any thread. It starts no thread but the resolver's, for a host that is a name.
class HttpClient {
public:
    /// Does not connect yet. Code::usage without host or port, TlsContext::client()'s errors.
    static model::Result<std::unique_ptr<HttpClient>> make(ClientOptions options);

    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Asks and waits for the whole answer, whatever its status; connects first where needed. A connection that was
    /// kept and turns out closed before any byte of the answer is made anew, once; so a request may reach the server
    /// twice, and what it asks must bear that. Code::network: the other side cannot be reached, is not who it should
    /// be, is late, or does not answer in the promised form; the words name the check, `where` is "host:port".
    /// Code::cancelled at once after a stop. Code::usage when a text of the request would end its line.
    model::Result<Response> send(const Request& request, std::chrono::steady_clock::time_point deadline,
                                 const std::stop_token& stop = {});

    /// The connection is open, as far as one knows without asking.
    [[nodiscard]] bool connected() const;
    /// Ends the connection; the next request makes one.
    void disconnect();

private:
    class Parts;
    explicit HttpClient(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace net
