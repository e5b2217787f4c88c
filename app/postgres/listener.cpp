// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/postgres/listener.h"

#include <algorithm>
#include <array>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace postgres {

namespace {

constexpr int kRetryMilliseconds = 1'000;
/// A connection that is silent for so long is asked whether it is still there.
constexpr int kSilentMilliseconds = 60'000;

} // namespace

Listener::Listener(Address address, std::shared_ptr<const std::atomic<int>> own, std::function<void()> news)
    : m_address(std::move(address)), m_own(std::move(own)), m_news(std::move(news)),
      m_end(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

Listener::~Listener() {
    m_thread.request_stop();
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(m_end, &one, sizeof one);
    m_thread.join();
    close(m_end);
}

void Listener::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        auto connection = Connection::open(m_address);
        // The channel has the name of the schema.
        if (connection && (*connection)->script("LISTEN touchstone")) {
            m_news();
            listen(**connection, stop);
        }
        (void)wait(-1, kRetryMilliseconds); // only to be asked again not at once
    }
}

void Listener::listen(Connection& connection, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto senders = connection.notifications();
        if (!senders) return;
        if (std::ranges::any_of(*senders, [&](int one) { return one != *m_own; })) m_news();
        if (!wait(connection.socket(), kSilentMilliseconds) && !connection.script("SELECT 1")) return;
    }
}

bool Listener::wait(int socket, int milliseconds) const {
    std::array<pollfd, 2> ends{{{m_end, POLLIN, 0}, {socket, POLLIN, 0}}};
    return poll(ends.data(), ends.size(), milliseconds) != 0;
}

} // namespace postgres
