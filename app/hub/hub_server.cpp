// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/hub_server.h"

#include <algorithm>

namespace app {

namespace {

using Clock = std::chrono::steady_clock;
using model::Code;

constexpr std::string_view kCbor = "application/cbor";
constexpr std::string_view kBearer = "Bearer ";
/// From the first byte of a part of evidence to its last.
constexpr std::chrono::seconds kPartTime{300};
/// What is sealed so soon after the last look is looked at together: each look may cost as much as all who wait.
constexpr std::chrono::milliseconds kGather{10};
/// Submissions that share a turn, at most, and their bytes: a turn is what everybody else waits for.
constexpr std::size_t kTogether = 256;
constexpr std::size_t kTogetherBytes = 4 * 1024 * 1024;
constexpr int kUnavailable = 503;
/// When a hub that is busy may be asked again, in seconds.
constexpr std::uint64_t kBusyRetry = 2;

/// The session's token, in hexadecimal digits behind "Bearer"; empty where there is none.
crypto::Bytes tokenOf(const std::string& authorization) {
    if (!authorization.starts_with(kBearer)) return {};
    auto bytes = crypto::fromHex(std::string_view(authorization).substr(kBearer.size()));
    return bytes ? *std::move(bytes) : crypto::Bytes{};
}

net::Response responseOf(model::Service::Reply reply) {
    return {reply.status, std::string(kCbor), std::move(reply.body), {}, false};
}

net::Response plain(int status, std::string text) {
    return {status, "text/plain; charset=utf-8", crypto::Bytes(text.begin(), text.end()), {}, false};
}

Error busy() {
    return {Code::network, {"The hub is busy", "服务器繁忙"}, {"It is tried again by itself", "将自动重试"}, {}, {}};
}

void metric(std::string& out, std::string_view name, std::string_view kind, std::string_view help,
            std::uint64_t value) {
    out += "# HELP touchstone_hub_" + std::string(name) + " " + std::string(help) + "\n# TYPE touchstone_hub_" +
           std::string(name) + " " + std::string(kind) + "\ntouchstone_hub_" + std::string(name) + " " +
           std::to_string(value) + "\n";
}

} // namespace

Result<std::unique_ptr<HubServer>> HubServer::start(Options options, model::Hub& hub, const crypto::Identity& identity,
                                                    const model::Clock& clock, crypto::Random& random,
                                                    Journal& journal) {
    TRY_ASSIGN(const auto last, hub.lastCommit());
    std::unique_ptr<HubServer> server(new HubServer(
        options.queue, options.glance, hub, model::Service(hub, identity, clock, random, options.shelf), journal));
    server->m_seen = last;
    server->m_commits = last;
    options.net.route = [held = options.net.held](std::string_view method, std::string_view target) {
        net::RouteLimits limits{model::Service::bodyLimit(method, target), {}, 0};
        if (model::Service::movesParts(target)) {
            limits.whole = kPartTime;
            limits.spared = held / 4;
        }
        return limits;
    };
    server->m_carriers = std::make_unique<Carriers>(options.carriers);
    TRY_ASSIGN(server->m_http, net::HttpServer::start(std::move(options.net),
                                                      [raw = server.get()](net::Request request, net::Reply reply) {
                                                          raw->receive(std::move(request), std::move(reply));
                                                      }));
    server->m_ready = true;
    server->m_thread = std::jthread([raw = server.get()](const std::stop_token& stop) { raw->work(stop); });
    return server;
}

HubServer::~HubServer() { stop({}); }

void HubServer::stop(std::chrono::milliseconds patience) {
    if (m_http) m_http->stop(patience);
    m_thread.request_stop();
    m_wake.notify_all();
    if (m_thread.joinable()) m_thread.join();
    m_carriers.reset();
}

void HubServer::receive(net::Request request, net::Reply reply) {
    if (request.method == "GET" && request.target == "/health") {
        // A proxy before several processes sends its requests to those that can answer them.
        (void)reply(m_storeLost ? plain(503, "the store cannot be reached\n") : plain(200, "ok\n"));
        return;
    }
    if (request.method == "GET" && request.target == "/metrics") {
        (void)reply(m_ready ? plain(200, metrics()) : plain(503, "starting\n"));
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.size() < m_queueLimit) {
            m_queue.push_back({std::move(request), std::move(reply), Clock::now()});
            m_queuedNow = m_queue.size();
            m_wake.notify_one();
            return;
        }
    }
    m_journal.note(Journal::Level::warning, "queueFull", {{"peer", request.peer}});
    (void)reply(responseOf(model::Service::refusal(busy(), kBusyRetry)));
}

void HubServer::work(const std::stop_token& stop) {
    bool news = false; // since the last look
    while (!stop.stop_requested()) {
        std::vector<Job> jobs;
        {
            std::unique_lock lock(m_mutex);
            const auto some = [&] { return !m_queue.empty() || m_toGlance; };
            if (m_waiting.empty() && !m_storeLost) m_wake.wait(lock, stop, some);
            else m_wake.wait_until(lock, stop, m_looked + (news ? kGather : m_glance), some);
            if (std::exchange(m_toGlance, false)) news = true;
            jobs = take();
        }
        // This process's own commits are news at once; those of others are looked for now and then.
        if (handleTogether(std::move(jobs))) news = true;
        if (Clock::now() < m_looked + (news ? kGather : m_glance)) continue;
        news = false;
        if (!m_waiting.empty() || m_storeLost) lookAtWaiting();
    }
    for (auto& job : m_waiting) finish(job, model::Service::refusal(busy(), kBusyRetry));
    m_waiting.clear();
}

/// What waits is in different desks' hands, each with one request on its way: no order between them is told to anybody.
std::vector<HubServer::Job> HubServer::take() {
    std::vector<Job> jobs;
    if (m_queue.empty()) return jobs;
    const auto joins = [](const Job& job) { return model::Service::mayJoin(job.request.method, job.request.target); };
    jobs.push_back(std::move(m_queue.front()));
    m_queue.pop_front();
    std::size_t bytes = jobs.front().request.body.size();
    for (auto at = m_queue.begin(); joins(jobs.front()) && at != m_queue.end() && jobs.size() < kTogether;) {
        if (!joins(*at) || bytes + at->request.body.size() > kTogetherBytes) {
            ++at;
            continue;
        }
        bytes += at->request.body.size();
        jobs.push_back(std::move(*at));
        at = m_queue.erase(at);
    }
    m_queuedNow = m_queue.size();
    return jobs;
}

bool HubServer::handleTogether(std::vector<Job> jobs) {
    std::erase_if(jobs, [](const Job& job) { return job.request.gone.stop_requested(); });
    if (jobs.empty()) return false;
    if (jobs.size() == 1) return handle(std::move(jobs.front()));
    std::vector<crypto::Bytes> tokens;
    std::vector<model::Service::Call> calls;
    for (const auto& job : jobs) tokens.push_back(tokenOf(job.request.authorization));
    for (std::size_t i = 0; i < jobs.size(); ++i)
        calls.push_back({jobs[i].request.method, jobs[i].request.target, tokens[i], jobs[i].request.body});
    auto answers = m_service.answerTogether(calls);
    m_handled += jobs.size();
    if (std::ranges::contains(answers, kUnavailable, &model::Service::Reply::status)) setLost(true);
    for (std::size_t i = 0; i < jobs.size(); ++i) finish(jobs[i], std::move(answers[i]));
    return true;
}

bool HubServer::handle(Job job) {
    if (job.request.gone.stop_requested()) return false;
    const bool submits = job.request.target == "/v1/submit";
    const auto token = tokenOf(job.request.authorization);
    auto answer = m_service.answer({job.request.method, job.request.target, token, job.request.body});
    ++m_handled;
    if (answer.status == kUnavailable) setLost(true);
    if (answer.work) {
        carry(std::move(job), std::move(answer.work));
        return false;
    }
    if (answer.waitSeconds > 0 && !job.request.ending.stop_requested()) {
        if (!job.until) job.until = Clock::now() + std::chrono::seconds(answer.waitSeconds);
        if (Clock::now() < *job.until) {
            m_waiting.push_back(std::move(job));
            m_waitingNow = m_waiting.size();
            return false;
        }
    }
    finish(job, std::move(answer));
    return submits;
}

void HubServer::carry(Job job, std::function<model::Service::Reply()> work) {
    m_carriers->carry([this, job = std::move(job), work = std::move(work)]() mutable {
        if (!job.request.gone.stop_requested()) finish(job, work());
    });
}

void HubServer::finish(Job& job, model::Service::Reply answer) {
    if (answer.status != 200) {
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - job.since);
        m_journal.note(answer.status >= 500 ? Journal::Level::error : Journal::Level::warning, "refused",
                       {{"peer", job.request.peer},
                        {"target", job.request.target},
                        {"status", std::int64_t{answer.status}},
                        {"microseconds", std::int64_t{took.count()}}});
    }
    (void)job.reply(responseOf(std::move(answer)));
}

void HubServer::glance() {
    const std::lock_guard lock(m_mutex);
    m_toGlance = true;
    m_wake.notify_one();
}

void HubServer::setLost(bool lost) {
    if (m_storeLost.exchange(lost) == lost) return;
    m_journal.note(lost ? Journal::Level::error : Journal::Level::info, lost ? "storeLost" : "storeBack");
}

void HubServer::lookAtWaiting() {
    // Most of them ask for the same. Where it cannot begin, the next line says why.
    (void)m_hub.beginLook();
    const auto last = m_hub.lastCommit();
    setLost(!last && last.error().code == Code::network);
    // Who waits goes on waiting while the store is away: it may come back before their time is over.
    const bool news = last && *last != m_seen;
    if (last) {
        m_seen = *last;
        m_commits = *last;
    }
    std::list<Job> due;
    const auto now = Clock::now();
    for (auto at = m_waiting.begin(); at != m_waiting.end();) {
        const auto here = at++;
        const bool ended = here->request.gone.stop_requested() || here->request.ending.stop_requested();
        if (news || ended || now >= *here->until) due.splice(due.end(), m_waiting, here);
    }
    m_waitingNow = m_waiting.size();
    for (auto& job : due) (void)handle(std::move(job));
    m_hub.endLook();
    m_looked = Clock::now();
}

std::string HubServer::metrics() const {
    const auto net = m_http->counters();
    std::string out;
    metric(out, "commits", "gauge", "Number of the last commit.", m_commits);
    metric(out, "requests_total", "counter", "Requests that the hub has answered.", m_handled);
    metric(out, "store_lost", "gauge", "1 while the store cannot be reached.", m_storeLost ? 1 : 0);
    metric(out, "waiting", "gauge", "Requests that wait for news.", m_waitingNow);
    metric(out, "queued", "gauge", "Requests that wait for the hub.", m_queuedNow);
    metric(out, "connections", "gauge", "Open connections.", net.connections);
    metric(out, "connections_total", "counter", "Connections that were accepted.", net.accepted);
    metric(out, "held_bytes", "gauge", "Bytes of bodies in memory.", net.held);
    metric(out, "received_bytes_total", "counter", "Bytes of requests, without those of TLS.", net.bytesIn);
    metric(out, "sent_bytes_total", "counter", "Bytes of answers, without those of TLS.", net.bytesOut);
    metric(out, "refused_connections_total", "counter", "Connections over the limit.", net.tooMany);
    metric(out, "refused_limited_total", "counter", "Connections and requests of clients that took too much.",
           net.limited);
    metric(out, "refused_handshakes_total", "counter", "TLS handshakes that failed.", net.tls);
    metric(out, "refused_malformed_total", "counter", "Requests that are none.", net.malformed);
    metric(out, "refused_large_total", "counter", "Headers and bodies over their limit.",
           net.headerLarge + net.bodyLarge);
    metric(out, "refused_memory_total", "counter", "Bodies for which there was no room.", net.noMemory);
    metric(out, "refused_slow_total", "counter", "Clients that did not keep to a time.", net.slow);
    return out;
}

} // namespace app
