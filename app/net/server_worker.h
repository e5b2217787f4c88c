// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/http_server.h"
#include "app/net/tls.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>
#include <unordered_map>

/// Inside the server: one thread with its connections.
namespace net {

/// What several threads count together; outlives the server where a Reply does.
struct Totals {
    std::atomic<std::uint64_t> connections = 0;
    std::atomic<std::uint64_t> held = 0;
    std::atomic<std::uint64_t> accepted = 0;
    std::array<std::atomic<std::uint64_t>, 6> answers = {};
    std::atomic<std::uint64_t> bytesIn = 0, bytesOut = 0;
    std::atomic<std::uint64_t> tooMany = 0, limited = 0, tls = 0, malformed = 0, headerLarge = 0, bodyLarge = 0,
                               noMemory = 0;
    std::atomic<std::uint64_t> slow = 0, cut = 0, gone = 0, dropped = 0;
};

/// A share of the memory for bodies, given back when it ends. One thread at a time.
class Share {
public:
    explicit Share(std::shared_ptr<Totals> totals) noexcept : m_totals(std::move(totals)) {}
    ~Share() { m_totals->held -= m_bytes; }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    /// Makes it so large, if all together stay within the limit. False, and as before, if not.
    bool resize(std::size_t bytes, std::size_t limit) noexcept;

private:
    std::shared_ptr<Totals> m_totals;
    std::size_t m_bytes = 0;
};

/// The certificate that new connections are shown. Any thread.
class CurrentTls {
public:
    explicit CurrentTls(std::shared_ptr<const TlsContext> context) : m_context(std::move(context)) {}
    [[nodiscard]] std::shared_ptr<const TlsContext> get() const {
        const std::lock_guard lock(m_mutex);
        return m_context;
    }
    void set(std::shared_ptr<const TlsContext> context) {
        const std::lock_guard lock(m_mutex);
        m_context.swap(context);
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const TlsContext> m_context;
};

inline constexpr int kBusy = 503;    ///< the server has no room for this
inline constexpr int kLimited = 429; ///< this client takes too much

/// How a new connection is met, and what it takes of its client's share.
struct Arrival {
    boost::asio::ip::tcp::socket socket;
    std::string peer;
    Clients::Place place = {};
    int refusal = 0; ///< the status with which its first request is answered; 0: it is served
};

/// What all workers of a server have in common and nobody changes.
struct Setting {
    ServerOptions options;
    Handler handler;
    std::shared_ptr<CurrentTls> tls; ///< empty: plain
    std::shared_ptr<Clients> clients;
    std::stop_source ending;
};

class Session;

/// One thread, one io_context, and the sessions on it. Everything runs on that thread but where it is said otherwise.
class Worker : public std::enable_shared_from_this<Worker> {
public:
    Worker(std::shared_ptr<const Setting> setting, std::shared_ptr<Totals> totals);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Starts the thread. Called once, by the owner.
    void begin();
    /// Any thread: no new request from now on; the thread ends when the last session has.
    void endSoon();
    /// Any thread: closes every session.
    void endNow();
    /// Any thread but its own: waits for the end of the sessions; false when it is too late.
    bool waitUntil(std::chrono::steady_clock::time_point deadline);
    /// Joins the thread, after endNow() or a wait that was true.
    void join();

    /// Takes a connection over.
    void adopt(Arrival arrival);
    void forget(Session* session);

    [[nodiscard]] boost::asio::io_context& context() { return m_context; }
    [[nodiscard]] const Setting& setting() const { return *m_setting; }
    [[nodiscard]] Totals& totals() { return *m_totals; }
    [[nodiscard]] const std::shared_ptr<Totals>& sharedTotals() const { return m_totals; }
    [[nodiscard]] bool ending() const { return m_ending; }
    /// Where everything is read to first; one for all sessions, because none keeps what is in it.
    [[nodiscard]] std::span<std::uint8_t> scratch() { return m_scratch; }
    /// The value of a Date header for now.
    std::string_view date();

private:
    void run();
    void mayEnd();

    std::shared_ptr<const Setting> m_setting;
    std::shared_ptr<Totals> m_totals;
    std::vector<std::uint8_t> m_scratch;
    std::string m_date;
    std::time_t m_dateAt = -1;
    bool m_ending = false;

    std::mutex m_mutex; ///< guards m_over
    std::condition_variable m_ended;
    bool m_over = false;

    // What waits in the context refers to the members above, and a session's socket to the context.
    boost::asio::io_context m_context{1};
    std::unordered_map<Session*, std::shared_ptr<Session>> m_sessions;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> m_guard;
    std::thread m_thread;
};

} // namespace net
