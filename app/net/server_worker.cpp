// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/server_worker.h"

#include "app/net/server_session.h"

#include <boost/asio/post.hpp>

#include <ctime>
#include <format>

namespace net {

namespace {
constexpr std::size_t kScratch = 64 * 1024;
} // namespace

bool Share::resize(std::size_t bytes, std::size_t limit) noexcept {
    if (bytes > m_bytes) {
        const auto more = bytes - m_bytes;
        if (m_totals->held.fetch_add(more) + more > limit) {
            m_totals->held -= more;
            return false;
        }
    } else {
        m_totals->held -= m_bytes - bytes;
    }
    m_bytes = bytes;
    return true;
}

Worker::Worker(std::shared_ptr<const Setting> setting, std::shared_ptr<Totals> totals)
    : m_setting(std::move(setting)), m_totals(std::move(totals)), m_scratch(kScratch),
      m_guard(boost::asio::make_work_guard(m_context)) {}

Worker::~Worker() = default;

void Worker::begin() {
    m_thread = std::thread([this] { run(); });
}

void Worker::run() {
    // What a step threw (memory was short) has ended its session at most; the others go on.
    for (bool again = true; again;) {
        again = false;
        try {
            m_context.run();
        } catch (...) {
            again = true;
        }
    }
    const std::lock_guard lock(m_mutex);
    m_over = true;
    m_ended.notify_all();
}

void Worker::endSoon() {
    boost::asio::post(m_context, [this] {
        m_ending = true;
        for (const auto& [session, held] : std::unordered_map(m_sessions)) held->endSoon();
        mayEnd();
    });
}

void Worker::endNow() {
    boost::asio::post(m_context, [this] {
        m_ending = true;
        for (const auto& [session, held] : std::unordered_map(m_sessions)) held->close();
        mayEnd();
    });
}

bool Worker::waitUntil(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(m_mutex);
    return m_ended.wait_until(lock, deadline, [this] { return m_over; });
}

void Worker::join() {
    if (m_thread.joinable()) m_thread.join();
}

void Worker::adopt(Arrival arrival) {
    if (m_ending) {
        --m_totals->connections;
        return;
    }
    std::shared_ptr<Session> session;
    try {
        session = std::make_shared<Session>(*this, std::move(arrival));
        m_sessions.emplace(session.get(), session);
    } catch (...) {
        --m_totals->connections;
        return;
    }
    session->start();
}

void Worker::forget(Session* session) {
    --m_totals->connections;
    m_sessions.erase(session);
    mayEnd();
}

void Worker::mayEnd() {
    if (m_ending && m_sessions.empty()) m_guard.reset();
}

std::string_view Worker::date() {
    const auto now = std::time(nullptr);
    if (now != m_dateAt) {
        std::tm parts{};
        (void)gmtime_r(&now, &parts); // fails for years beyond an int alone
        static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        m_date = std::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[parts.tm_wday], parts.tm_mday,
                             kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
        m_dateAt = now;
    }
    return m_date;
}

} // namespace net
