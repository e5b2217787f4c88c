// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/hub/carriers.h"
#include "app/hub/journal.h"
#include "app/net/http_server.h"
#include "model/hub/service.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <thread>

namespace app {

using model::Error;
using model::Result;

/// Carries requests from the network to a hub and answers back. The hub itself is one thread's; requests wait for it in
/// a queue, and those that ask for news where there is none wait until there is some.
class HubServer {
public:
    struct Options {
        net::ServerOptions net;
        std::size_t queue = 4'096; ///< requests that wait for the hub at most; over it: 503
        /// How often it looks whether another process of this hub has sealed something, while somebody waits for news.
        std::chrono::milliseconds glance{500};
        model::EvidenceShelf* shelf = nullptr; ///< where evidence is kept; null: nowhere
        unsigned carriers = 2;                 ///< threads that read and write evidence
    };

    /// Everything must outlive it; `hub` is used by its thread alone from here on.
    static Result<std::unique_ptr<HubServer>> start(Options options, model::Hub& hub, const crypto::Identity& identity,
                                                    const model::Clock& clock, crypto::Random& random,
                                                    Journal& journal);
    ~HubServer();

    [[nodiscard]] std::uint16_t port() const { return m_http->port(); }
    /// Another process of this hub may have sealed something: looks at once. Any thread.
    void glance();
    /// HttpServer::reloadCertificate(). Any thread.
    Result<void> reloadCertificate() { return m_http->reloadCertificate(); }
    /// Takes nothing new, answers what was begun, as long as `patience` lasts.
    void stop(std::chrono::milliseconds patience);

private:
    struct Job {
        net::Request request;
        net::Reply reply;
        std::chrono::steady_clock::time_point since;
        std::optional<std::chrono::steady_clock::time_point> until = {}; ///< of one that waits for news
    };
    HubServer(std::size_t queue, std::chrono::milliseconds glance, model::Hub& hub, model::Service service,
              Journal& journal)
        : m_queueLimit(queue), m_glance(glance), m_hub(hub), m_service(std::move(service)), m_journal(journal) {}

    void receive(net::Request request, net::Reply reply);
    void work(const std::stop_token& stop);
    /// The jobs that are next: one, or all submissions that wait, up to what one turn takes.
    std::vector<Job> take();
    /// Whether the hub may have sealed something.
    bool handle(Job job);
    bool handleTogether(std::vector<Job> jobs);
    void finish(Job& job, model::Service::Reply answer);
    /// Lets the files be read or written elsewhere, and answers then.
    void carry(Job job, std::function<model::Service::Reply()> work);
    void lookAtWaiting();
    void setLost(bool lost);
    [[nodiscard]] std::string metrics() const;

    std::size_t m_queueLimit;
    std::chrono::milliseconds m_glance;
    model::Hub& m_hub;
    model::Service m_service;
    Journal& m_journal;

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Job> m_queue;
    bool m_toGlance = false; ///< somebody said that there may be news
    // Of the hub's thread:
    std::list<Job> m_waiting;
    std::uint64_t m_seen = 0;                       ///< the last commit that those who wait were asked about
    std::chrono::steady_clock::time_point m_looked; ///< when that was
    std::atomic<std::uint64_t> m_commits = 0, m_handled = 0, m_waitingNow = 0, m_queuedNow = 0;
    std::atomic<bool> m_storeLost = false; ///< the last question could not be put to the store

    std::unique_ptr<net::HttpServer> m_http;
    std::atomic<bool> m_ready = false;    ///< m_http is there: requests can come before start() has it
    std::unique_ptr<Carriers> m_carriers; ///< before the thread, which gives them work, and after all that they use
    std::jthread m_thread;
};

} // namespace app
