// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/http_client.h"

#include "app/net/message_reader.h"
#include "app/net/resolver.h"

#include <algorithm>
#include <cerrno>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

using model::Code;
using model::Error;
using model::Result;
using model::Text;

namespace net {

namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kWritten = 256 * 1024;

/// A handle that is closed.
class Handle {
public:
    Handle() = default;
    explicit Handle(int fd) noexcept : m_fd(fd) {}
    ~Handle() { reset(); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    void reset(int fd = -1) noexcept {
        if (m_fd >= 0) ::close(m_fd);
        m_fd = fd;
    }
    [[nodiscard]] int get() const noexcept { return m_fd; }

private:
    int m_fd = -1;
};

/// "host:port", as a URL has it.
std::string authority(const std::string& host, std::uint16_t port) {
    return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
}

} // namespace

class HttpClient::Parts {
public:
    Parts(ClientOptions options, std::shared_ptr<const TlsContext> tls)
        : m_options(std::move(options)), m_tls(std::move(tls)), m_where(authority(m_options.host, m_options.port)),
          m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    Result<Response> send(const Request& request, Moment deadline, const std::stop_token& stop) {
        const auto head = requestHead(request, m_where);
        if (head.empty())
            return model::fail(Code::usage, {"This request cannot be sent", "该请求无法发送"},
                               {"Its target begins with / and no text in it has line breaks",
                                "请求目标须以 / 开头，各项内容不得含换行符"},
                               m_where);
        if (stop.stop_requested()) return std::unexpected(stopped());
        if (std::chrono::steady_clock::now() >= deadline)
            return std::unexpected(late({"waiting for its turn", "等待发送"}));
        eventfd_t old = 0;
        (void)::eventfd_read(m_wake.get(), &old); // a stop of before says nothing now
        m_deadline = deadline;
        m_stop = stop;
        const std::stop_callback wake(stop, [this] { (void)::eventfd_write(m_wake.get(), 1); });
        auto result = sendOnce(request, head);
        if (!result && m_lost) result = sendOnce(request, head);
        m_stop = {};
        if (!result) disconnect();
        return result;
    }

    [[nodiscard]] bool connected() const { return m_socket.get() >= 0; }

    void disconnect() {
        m_channel = Channel();
        m_socket.reset();
    }

private:
    Error network(Text what, Text cure) const { return {Code::network, std::move(what), std::move(cure), m_where}; }

    /// Waits until the handle is ready. An error says that it is too late or that a stop was asked for.
    Result<void> wait(int handle, short events, const Text& doing, std::optional<Moment> until = {}) {
        for (;;) {
            if (m_stop.stop_requested()) return model::fail(Code::cancelled, {"Stopped", "已停止"}, {}, m_where);
            const auto end = std::min(m_deadline, until.value_or(m_deadline));
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
            if (left <= 0) return std::unexpected(late(doing));
            pollfd waits[] = {{handle, events, 0}, {m_wake.get(), POLLIN, 0}};
            const int ready = ::poll(waits, 2, static_cast<int>(std::min<long>(left, 1'000'000'000)));
            if (ready > 0 && waits[0].revents != 0 && !m_stop.stop_requested()) return {};
        }
    }

    Error stopped() const { return {Code::cancelled, {"Stopped", "已停止"}, {}, m_where}; }

    Error late(const Text& doing) const {
        return network(model::fill({"Timed out while {0}", "{0}超时"}, doing),
                       {"Try again; if it stays so, look at the network and at the server",
                        "请重试；若仍超时，请检查网络和服务器"});
    }

    Result<std::vector<Address>> resolve() {
        const Resolver resolver(m_options.host, m_options.port);
        while (!resolver.done()) TRY(wait(resolver.event(), POLLIN, {"looking the host's name up", "解析主机名"}));
        if (resolver.error() == 0) return resolver.addresses();
        const std::string why = ::gai_strerror(resolver.error());
        return std::unexpected(
            network({"The host's name could not be resolved: " + why, "主机名无法解析：" + why},
                    {"Look at the name, and at this machine's name servers", "请检查主机名及本机的 DNS 设置"}));
    }

    Error connectError(int failure) const {
        const auto why = std::system_category().message(failure);
        if (failure == ECONNREFUSED)
            return network({"The connection was refused: nothing listens there", "连接被拒绝：该地址没有服务在监听"},
                           {"Look at the port, and whether the server runs", "请检查端口，并确认服务器已启动"});
        return network({"No connection: " + why, "无法连接：" + why},
                       {"Look at the network, the address and firewalls", "请检查网络、地址和防火墙"});
    }

    /// One address. What is left of the time is shared with those after it.
    Result<void> connectTo(const Address& address, std::size_t left) {
        m_socket.reset(::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (m_socket.get() < 0) return std::unexpected(connectError(errno));
        const int on = 1;
        (void)::setsockopt(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        (void)::setsockopt(m_socket.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
        int failure = 0;
        if (::connect(m_socket.get(), reinterpret_cast<const sockaddr*>(&address.bytes), address.size) != 0)
            failure = errno;
        if (failure == EINPROGRESS) {
            const auto now = std::chrono::steady_clock::now();
            TRY(wait(m_socket.get(), POLLOUT, {"connecting", "连接"},
                     now + (m_deadline - now) / static_cast<int>(left)));
            socklen_t size = sizeof failure;
            if (::getsockopt(m_socket.get(), SOL_SOCKET, SO_ERROR, &failure, &size) != 0) failure = errno;
        }
        if (failure != 0) return std::unexpected(connectError(failure));
        return {};
    }

    Result<void> handshake() {
        SslPtr ssl;
        if (m_tls) {
            ssl = m_tls->connect(m_socket.get(), m_options.host);
            if (!ssl)
                return std::unexpected(network({"TLS could not be set up for this host", "无法为该主机建立 TLS"},
                                               {"Look at the host's name", "请检查主机名"}));
        }
        m_channel = Channel(m_socket.get(), std::move(ssl));
        for (;;) {
            const auto how = m_channel.handshake();
            if (how == Io::done) return {};
            if (how == Io::failed)
                return std::unexpected(handshakeError(m_channel, m_options.trust.pin.has_value(), m_where));
            if (how == Io::cut || how == Io::ended)
                return std::unexpected(network(
                    {"The other side closed the connection during the TLS handshake", "对方在 TLS 握手期间关闭了连接"},
                    {"Look at the port; the server may be at its limit of connections",
                     "请检查端口；服务器的连接数可能已达上限"}));
            TRY(wait(m_socket.get(), how == Io::wantRead ? POLLIN : POLLOUT, {"agreeing on TLS", "进行 TLS 握手"}));
        }
    }

    Result<void> connect() {
        TRY_ASSIGN(const auto addresses, resolve());
        Result<void> result = std::unexpected(
            network({"The host has no address", "该主机没有地址"}, {"Look at the name", "请检查主机名"}));
        for (std::size_t i = 0; i < addresses.size(); ++i) {
            result = connectTo(addresses[i], addresses.size() - i);
            if (result) return handshake();
            if (result.error().code == Code::cancelled) break;
        }
        return result;
    }

    /// Sets m_lost where a kept connection was closed before any byte of the answer.
    Result<Response> sendOnce(const Request& request, const std::string& head) {
        const bool kept = connected() && !m_lost;
        m_lost = false;
        if (!kept) {
            disconnect();
            TRY(connect());
        }
        AnswerReader reader(m_options.header, m_options.body, request.method == "HEAD");
        bool begun = false;
        const auto whole = talk(request, head, reader, begun);
        if (!whole) {
            m_lost = kept && !begun && whole.error().code == Code::network && m_closed;
            return std::unexpected(whole.error());
        }
        auto response = std::move(reader.response());
        response.close = !reader.keepAlive() || !*whole;
        if (response.close) disconnect();
        return response;
    }

    /// What is being sent, and how far that is.
    struct Sending {
        const std::string& head;
        const Bytes& body;
        std::size_t written = 0;
        bool possible = true; ///< false: the other side takes no more; what it answered before may still come

        [[nodiscard]] bool over() const { return !possible || written == head.size() + body.size(); }
    };

    /// Writes some. True: something went.
    bool say(Sending& sending, short& events) {
        const auto before = sending.written;
        const auto head = crypto::asBytes(sending.head);
        while (!sending.over() && sending.written - before < kWritten) {
            const auto from = sending.written < head.size()
                                  ? head.subspan(sending.written)
                                  : crypto::ByteView(sending.body).subspan(sending.written - head.size());
            const auto out = m_channel.write(from.first(std::min(from.size(), kWritten)));
            if (out.how == Io::wantWrite) events |= POLLOUT;
            else if (out.how != Io::done && out.how != Io::wantRead) sending.possible = false;
            if (out.how != Io::done) break;
            sending.written += out.bytes;
        }
        return sending.written != before;
    }

    /// Writes and reads by turns, because a server may refuse a body before it is through. True: the connection can be
    /// used again.
    Result<bool> talk(const Request& request, const std::string& head, AnswerReader& reader, bool& begun) {
        Sending sending{head, request.body};
        Bytes rest;
        m_closed = false;
        while (!reader.done()) {
            short events = POLLIN;
            const bool went = say(sending, events);
            TRY_ASSIGN(const bool came, hear(reader, rest, begun, events));
            if (!went && !came && !reader.done())
                TRY(wait(m_socket.get(), events, {"waiting for the answer", "等待应答"}));
        }
        return sending.possible && sending.over() && rest.empty() && !m_closed;
    }

    /// Reads what there is. True: something came.
    Result<bool> hear(AnswerReader& reader, Bytes& rest, bool& begun, short& events) {
        m_piece.resize(kPiece);
        const auto in = m_channel.read(m_piece);
        if (in.how == Io::wantRead) return false;
        if (in.how == Io::wantWrite) {
            events |= POLLOUT;
            return false;
        }
        if (in.how != Io::done) {
            m_closed = true;
            if (in.how == Io::ended && begun) reader.end();
            if (reader.done()) return true;
            return std::unexpected(
                begun ? network({"The connection broke off within the answer", "应答未收完，连接已中断"},
                                {"Try again", "请重试"})
                      : network({"The server closed the connection without an answer", "服务器未作应答即关闭了连接"},
                                {"Try again; if it stays so, look at the server", "请重试；若仍如此，请检查服务器"}));
        }
        begun = true;
        rest.insert(rest.end(), m_piece.begin(), m_piece.begin() + static_cast<std::ptrdiff_t>(in.bytes));
        const auto used = reader.take(rest);
        rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(used));
        const auto flaw = reader.flaw();
        if (flaw == Flaw::bodyLarge || flaw == Flaw::headerLarge)
            return std::unexpected(network({"The answer is over the limit of its size", "应答超过大小上限"},
                                           {"Ask for less at once", "请减少单次请求的内容"}));
        if (flaw != Flaw::none || rest.size() > m_options.header + 2 * kPiece)
            return std::unexpected(network({"The answer is not HTTP/1.1", "应答不符合 HTTP/1.1"},
                                           {"Look at the port: another service, or a server with TLS, may answer there",
                                            "请检查端口：应答的可能是其他服务或启用了 TLS 的服务器"}));
        return true;
    }

    ClientOptions m_options;
    std::shared_ptr<const TlsContext> m_tls;
    std::string m_where;
    Handle m_wake; ///< readable after a stop
    Handle m_socket;
    Channel m_channel; ///< after the socket, so that it ends before it
    Bytes m_piece;
    Moment m_deadline;
    std::stop_token m_stop;
    bool m_lost = false;
    bool m_closed = false; ///< the other side ended within talk()
};

Result<std::unique_ptr<HttpClient>> HttpClient::make(ClientOptions options) {
    if (options.host.empty() || options.port == 0)
        return model::fail(Code::usage, {"A server has a host and a port", "服务器须有主机名和端口"},
                           {"Give both, as in hub.example:8443", "请同时给出，例如 hub.example:8443"});
    std::shared_ptr<const TlsContext> tls;
    if (options.tls) {
        TRY_ASSIGN(tls, TlsContext::client(options.trust));
    }
    return std::unique_ptr<HttpClient>(new HttpClient(std::make_unique<Parts>(std::move(options), std::move(tls))));
}

HttpClient::HttpClient(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
HttpClient::~HttpClient() = default;

Result<Response> HttpClient::send(const Request& request, std::chrono::steady_clock::time_point deadline,
                                  const std::stop_token& stop) {
    return m_parts->send(request, deadline, stop);
}

bool HttpClient::connected() const { return m_parts->connected(); }
void HttpClient::disconnect() { m_parts->disconnect(); }

} // namespace net
