// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/clients.h"
#include "app/net/message.h"
#include "model/base/result.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace net {

/// What a request of one route may cost.
struct RouteLimits {
    std::uint64_t body = 1024 * 1024;                    ///< bytes of the body at most; over it: 413
    std::optional<std::chrono::milliseconds> whole = {}; ///< in place of ServerOptions::whole, from its first byte
    /// Bytes of ServerOptions::held that its bodies, asked and answered, leave to other routes: what is large and comes
    /// slowly must not keep out what is small.
    std::size_t spared = 0;
};

/// Asked after the header and before the body, by method and target as sent; on several threads at once. Quick.
using RouteOf = std::function<RouteLimits(std::string_view method, std::string_view target)>;

struct ServerOptions {
    std::string address = "127.0.0.1"; ///< an IP address of this machine; "::" for all
    std::uint16_t port = 0;            ///< 0: one that is free, see HttpServer::port()

    std::filesystem::path certificate = {}; ///< PEM with its chain; empty: no TLS (loopback, or behind a proxy)
    std::filesystem::path key = {};         ///< PEM

    unsigned threads = 2;                    ///< 1 to 64; a connection stays on one
    std::size_t connections = 4096;          ///< over it: 503, and far over it closed without a word
    std::uint32_t header = 16 * 1024;        ///< bytes of a request's header; over it: 431
    std::size_t held = 256ULL * 1024 * 1024; ///< bytes of bodies in memory, asked and answered; over it: 503
    ClientLimits each = {};                  ///< what one client may take of these
    RouteOf route = {};                      ///< empty: RouteLimits{} for everything

    std::chrono::milliseconds firstByte{10'000}; ///< from the connection to the first byte of a request, TLS included
    std::chrono::milliseconds whole{60'000};     ///< from a request's first byte to its last
    std::chrono::milliseconds idle{75'000};      ///< between an answer and the next request
    std::chrono::milliseconds stalled{30'000};   ///< an answer of which the client takes nothing for so long
    std::chrono::milliseconds linger{2'000};     ///< what is still listened to after a refusal, so that it is read
};

/// What has happened since the start; the first two say what is now.
struct ServerCounters {
    std::uint64_t connections = 0;             ///< now
    std::uint64_t held = 0;                    ///< bytes of bodies in memory now
    std::uint64_t accepted = 0;                ///< connections ever
    std::array<std::uint64_t, 6> answers = {}; ///< by the hundreds of their status; [0] stays 0
    std::uint64_t bytesIn = 0;                 ///< of requests, without TLS's own
    std::uint64_t bytesOut = 0;                ///< of answers, likewise

    // Refused or given up, by cause.
    std::uint64_t tooMany = 0;     ///< connections over the limit
    std::uint64_t limited = 0;     ///< connections and requests of clients that took too much
    std::uint64_t tls = 0;         ///< handshakes that failed
    std::uint64_t malformed = 0;   ///< requests that are none
    std::uint64_t headerLarge = 0; ///< headers over the limit
    std::uint64_t bodyLarge = 0;   ///< bodies over their route's limit
    std::uint64_t noMemory = 0;    ///< bodies for which there was no room
    std::uint64_t slow = 0;        ///< clients that did not keep to a time
    std::uint64_t cut = 0;         ///< connections that broke off within a request
    std::uint64_t gone = 0;        ///< clients that did not wait for their answer
    std::uint64_t dropped = 0;     ///< requests that the handler dropped, or answered with what cannot be sent
};

class Exchange;

/// The one answer to one request. It may be given from any thread, at once or later, also after the server has ended;
/// one that is dropped answers 500 and closes the connection.
class Reply {
public:
    explicit Reply(std::shared_ptr<Exchange> exchange) noexcept;
    ~Reply();
    Reply(Reply&&) noexcept;
    Reply& operator=(Reply&&) noexcept;
    Reply(const Reply&) = delete;
    Reply& operator=(const Reply&) = delete;

    /// Answers. False, and nothing happens, when this was answered before or was moved from. True does not say that the
    /// client reads it. One thread at a time.
    bool operator()(Response response) noexcept;

private:
    std::shared_ptr<Exchange> m_exchange;
};

/// Called on one of the server's threads for each whole request, on several at once. It must not block: what takes time
/// goes to threads of its own and takes the Reply along. Stop callbacks on Request::gone run on those threads
/// too, those on Request::ending on the one that calls HttpServer::stop(). An exception out of it answers 500.
using Handler = std::function<void(Request request, Reply reply)>;

/// An HTTP/1.1 server, plain or over TLS 1.3. Each of its threads has its own connections and shares nothing with the
/// others but counters. It believes nothing a client sends, waits for nobody longer than its options say, and keeps no
/// buffer for a connection that is idle. A client that ends its side of the connection counts as gone; one that sends
/// more than 4 KiB behind a request that waits is not watched until that is answered.
class HttpServer {
public:
    /// Listens, and answers from then on. Code::usage for options out of range, Code::network when the address is none
    /// of this machine or is in use, TlsContext::server()'s errors for the files.
    static model::Result<std::unique_ptr<HttpServer>> start(ServerOptions options, Handler handler);

    /// As stop() with no time.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// The port on which it listens.
    [[nodiscard]] std::uint16_t port() const;
    /// Any thread.
    [[nodiscard]] ServerCounters counters() const;

    /// Reads the certificate and its key anew and shows them to connections from now on; those that are open go on as
    /// they are. After an error, which is one of TlsContext::server(), all stays as it was. Nothing without TLS. Any
    /// thread.
    model::Result<void> reloadCertificate();

    /// Takes no new connection, closes those without a request, asks those that wait to end (Request::ending), and
    /// returns when every request has its answer, or after `patience` without those that have none. Not from a handler.
    /// A second call returns at once.
    void stop(std::chrono::milliseconds patience);

private:
    class Parts;
    explicit HttpServer(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace net
