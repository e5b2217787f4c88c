// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/http_server.h"

#include "app/net/server_worker.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <netinet/tcp.h>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using model::Code;
using model::Result;

namespace net {

namespace {

/// Connections over the limit that still hear why they are refused.
constexpr std::size_t kHeardOut = 64;
constexpr std::chrono::milliseconds kBreath{50}; ///< when the machine has no handle to give

std::string peerOf(const tcp::socket& socket) {
    error_code error;
    const auto end = socket.remote_endpoint(error);
    if (error) return {};
    const auto address = end.address().to_string();
    return (end.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(end.port());
}

void tune(tcp::socket& socket) {
    // None of these is needed to speak; what fails is left as it is.
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.set_option(tcp::no_delay(true), ignored);
    // A client whose machine lost its power says nothing; this finds it within a minute or so.
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    for (const auto& [option, value] :
         {std::pair(TCP_KEEPIDLE, 30), std::pair(TCP_KEEPINTVL, 10), std::pair(TCP_KEEPCNT, 3)})
        (void)::setsockopt(socket.native_handle(), IPPROTO_TCP, option, &value, sizeof value);
}

Result<void> checkOptions(const ServerOptions& options) {
    const bool times = options.firstByte.count() > 0 && options.whole.count() > 0 && options.idle.count() > 0 &&
                       options.stalled.count() > 0 && options.linger.count() >= 0;
    if (options.threads >= 1 && options.threads <= 64 && options.connections >= 1 && options.header >= 256 &&
        options.header <= 1024 * 1024 && options.certificate.empty() == options.key.empty() && times)
        return {};
    return model::fail(
        Code::usage, {"The server's options are out of range", "服务器选项超出允许范围"},
        {"1 to 64 threads, at least one connection, headers of 256 bytes to 1 MiB, times over zero, and a "
         "certificate with its key or neither",
         "线程数为 1 至 64，连接数至少为 1，请求头上限为 256 字节至 1 MiB，各时限大于零，证书与私钥须同时指定或均不指定"});
}

} // namespace

class HttpServer::Parts {
public:
    explicit Parts(std::shared_ptr<const Setting> setting)
        : m_setting(std::move(setting)), m_totals(std::make_shared<Totals>()) {
        for (unsigned i = 0; i < m_setting->options.threads; ++i)
            m_workers.push_back(std::make_shared<Worker>(m_setting, m_totals));
        m_acceptor.emplace(m_workers.front()->context());
        m_breath.emplace(m_workers.front()->context());
    }

    Result<void> listen() {
        const auto& options = m_setting->options;
        error_code error;
        const auto address = asio::ip::make_address(options.address, error);
        if (error)
            return model::fail(
                Code::usage, {"This is no IP address", "这不是有效的 IP 地址"},
                {"Give one of this machine, or :: for all", "请给出本机的一个 IP 地址，或用 :: 表示全部"},
                options.address);
        const tcp::endpoint end(address, options.port);
        m_acceptor->open(end.protocol(), error);
        if (!error) m_acceptor->set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) m_acceptor->bind(end, error);
        if (!error) m_acceptor->listen(tcp::acceptor::max_listen_connections, error);
        if (!error) m_port = m_acceptor->local_endpoint(error).port();
        if (!error) return {};
        return model::fail(
            Code::network,
            {"The server cannot listen there: " + error.message(), "服务器无法在此监听：" + error.message()},
            {"Choose another address or port", "请更换地址或端口"},
            options.address + ":" + std::to_string(options.port));
    }

    void begin() {
        accept();
        for (const auto& worker : m_workers) worker->begin();
    }

    void stop(std::chrono::milliseconds patience) {
        if (m_stopped.exchange(true)) return;
        const auto deadline = std::chrono::steady_clock::now() + patience;
        asio::post(m_workers.front()->context(), [this] {
            error_code ignored;
            m_acceptor->close(ignored);
            m_breath->cancel();
        });
        // First the workers, so that what waits is answered with the end of its connection.
        for (const auto& worker : m_workers) worker->endSoon();
        auto ending = m_setting->ending;
        ending.request_stop();
        for (const auto& worker : m_workers) worker->waitUntil(deadline);
        for (const auto& worker : m_workers) worker->endNow();
        for (const auto& worker : m_workers) worker->join();
    }

    Result<void> reloadCertificate() {
        if (!m_setting->tls) return {};
        TRY_ASSIGN(auto tls, TlsContext::server(m_setting->options.certificate, m_setting->options.key));
        m_setting->tls->set(std::move(tls));
        return {};
    }

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] const Totals& totals() const { return *m_totals; }

private:
    void accept() {
        auto& worker = *m_workers[m_next++ % m_workers.size()];
        m_acceptor->async_accept(worker.context(), [this, &worker](const error_code& error, tcp::socket socket) {
            if (!m_acceptor->is_open()) return;
            if (!error) welcome(worker, std::move(socket));
            if (error && error != asio::error::connection_aborted) return acceptLater();
            accept();
        });
    }

    /// Not at once: without a free handle the same failure would come back for ever.
    void acceptLater() {
        m_breath->expires_after(kBreath);
        m_breath->async_wait([this](const error_code& error) {
            if (!error && m_acceptor->is_open()) accept();
        });
    }

    void welcome(Worker& worker, tcp::socket socket) {
        const auto now = ++m_totals->connections;
        const auto most = m_setting->options.connections;
        if (now > most + kHeardOut) {
            ++m_totals->tooMany;
            --m_totals->connections;
            return;
        }
        ++m_totals->accepted;
        Arrival arrival{std::move(socket), {}};
        error_code error;
        const auto address = arrival.socket.remote_endpoint(error).address().to_string();
        const auto welcome = m_setting->clients->enter(error ? std::string_view() : address,
                                                       std::chrono::steady_clock::now(), arrival.place);
        if (welcome == Clients::Welcome::closed) {
            ++m_totals->limited;
            --m_totals->connections;
            return;
        }
        if (welcome == Clients::Welcome::heardOut) arrival.refusal = kLimited;
        if (now > most) arrival.refusal = kBusy;
        tune(arrival.socket);
        arrival.peer = peerOf(arrival.socket);
        asio::post(worker.context(),
                   [&worker, given = std::move(arrival)]() mutable { worker.adopt(std::move(given)); });
    }

    std::shared_ptr<const Setting> m_setting;
    std::shared_ptr<Totals> m_totals;
    std::vector<std::shared_ptr<Worker>> m_workers;
    std::optional<tcp::acceptor> m_acceptor;    ///< on the first worker's thread
    std::optional<asio::steady_timer> m_breath; ///< likewise
    std::size_t m_next = 0;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stopped = false;
};

Result<std::unique_ptr<HttpServer>> HttpServer::start(ServerOptions options, Handler handler) {
    TRY(checkOptions(options));
    auto setting = std::make_shared<Setting>();
    if (!options.certificate.empty()) {
        TRY_ASSIGN(auto tls, TlsContext::server(options.certificate, options.key));
        setting->tls = std::make_shared<CurrentTls>(std::move(tls));
    }
    setting->clients = std::make_shared<Clients>(options.each);
    setting->options = std::move(options);
    setting->handler = std::move(handler);
    try {
        auto parts = std::make_unique<Parts>(std::move(setting));
        TRY(parts->listen());
        // From here on what fails is ended by the destructor.
        std::unique_ptr<HttpServer> server(new HttpServer(std::move(parts)));
        server->m_parts->begin();
        return server;
    } catch (const std::exception& failure) {
        return model::fail(Code::failed,
                           {std::string("The server cannot start: ") + failure.what(),
                            std::string("服务器无法启动：") + failure.what()},
                           {"Raise the limits of threads and open files", "请提高线程数和打开文件数的上限"});
    }
}

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
HttpServer::~HttpServer() { stop({}); }

std::uint16_t HttpServer::port() const { return m_parts->port(); }
void HttpServer::stop(std::chrono::milliseconds patience) { m_parts->stop(patience); }
Result<void> HttpServer::reloadCertificate() { return m_parts->reloadCertificate(); }

ServerCounters HttpServer::counters() const {
    const auto& totals = m_parts->totals();
    ServerCounters out;
    for (std::size_t i = 0; i < out.answers.size(); ++i) out.answers[i] = totals.answers[i];
    out.connections = totals.connections;
    out.held = totals.held;
    out.accepted = totals.accepted;
    out.bytesIn = totals.bytesIn;
    out.bytesOut = totals.bytesOut;
    out.tooMany = totals.tooMany;
    out.limited = totals.limited;
    out.tls = totals.tls;
    out.malformed = totals.malformed;
    out.headerLarge = totals.headerLarge;
    out.bodyLarge = totals.bodyLarge;
    out.noMemory = totals.noMemory;
    out.slow = totals.slow;
    out.cut = totals.cut;
    out.gone = totals.gone;
    out.dropped = totals.dropped;
    return out;
}

} // namespace net
