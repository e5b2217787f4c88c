// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/net/message_reader.h"
#include "app/net/server_worker.h"

#include <boost/asio/steady_timer.hpp>

/// Inside the server: one connection.
namespace net {

/// One connection from its first byte to its last: a machine of states that goes on whenever its socket can, its time
/// is over or its answer comes. One request at a time; what a client sends behind it waits. Runs on its worker's thread
/// only.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Worker& worker, Arrival arrival);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void start();
    /// No request after the one that is here.
    void endSoon();
    void close();
    /// The answer to the request that was handed over.
    void answer(Response response);

private:
    using Moment = std::chrono::steady_clock::time_point;
    enum class State { handshaking, reading, ready, handling, writing, lingering, closed };

    void pump() noexcept;
    void pumpLater();
    bool step();
    bool handshake();
    bool read();
    bool handOver();
    bool watch();
    bool write();
    bool linger();

    void consume(std::span<const std::uint8_t> bytes);
    void keepRest(std::span<const std::uint8_t> bytes, std::size_t used);
    void headerCame();
    void sayContinue();
    void refuse(Flaw flaw);
    void beginAnswer(Response response);
    void answered();
    bool waitFor(Io how);
    [[nodiscard]] std::size_t wanted() const;

    void allow(std::chrono::milliseconds time);
    void setDeadline(Moment moment);
    void expired();

    Worker& m_worker;
    boost::asio::ip::tcp::socket m_socket;
    std::shared_ptr<const TlsContext> m_tls; ///< of the channel, which it must outlive
    Channel m_channel;
    Clients::Place m_place;
    std::string m_peer;
    State m_state;

    std::unique_ptr<RequestReader> m_reader; ///< while a request comes
    std::unique_ptr<Share> m_share;          ///< of its body, then of the answer's
    std::size_t m_mayHold = 0;               ///< bytes of all bodies over which its own finds no room
    Bytes m_rest;                            ///< came, and not yet understood
    Moment m_begun;                          ///< of the request's first byte
    std::stop_source m_gone{std::nostopstate};

    std::string m_head;
    Bytes m_body;
    std::size_t m_written = 0; ///< of both together

    boost::asio::steady_timer m_timer;
    Moment m_deadline = Moment::max();
    Moment m_timerAt = Moment::max(); ///< max: the timer does not run

    bool m_restTried = false; ///< m_rest needs more to be understood
    bool m_headerSeen = false;
    int m_refusal;         ///< the status of the answer to the first request; 0: it is served
    bool m_served = false; ///< at least one answer was given
    bool m_keep = false;   ///< the connection goes on after this answer
    bool m_headOnly = false;
    bool m_waitsRead = false;
    bool m_waitsWrite = false;
};

/// What a Reply knows of its request.
class Exchange {
public:
    Exchange(std::shared_ptr<Worker> worker, std::weak_ptr<Session> session, std::unique_ptr<Share> share) noexcept
        : m_worker(std::move(worker)), m_session(std::move(session)), m_share(std::move(share)) {}

    /// Any thread.
    void deliver(Response response) noexcept;
    void drop() noexcept;

private:
    std::shared_ptr<Worker> m_worker; ///< first, so that it goes last
    std::weak_ptr<Session> m_session;
    std::unique_ptr<Share> m_share;
};

} // namespace net
