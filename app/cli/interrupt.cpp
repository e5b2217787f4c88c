// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <csignal>
#include <cstdint>
#include <ctime>
#include <utility>
#include <sys/eventfd.h>
#include <unistd.h>

namespace app {

namespace {

sigset_t awaited() {
    sigset_t set;
    sigemptyset(&set);
    for (const int one : {SIGINT, SIGTERM, SIGHUP}) {
        // A shell starts a background job with SIGINT ignored, and nohup ignores SIGHUP: that wish is kept.
        struct sigaction action{};
        sigaction(one, nullptr, &action);
        if (action.sa_handler != SIG_IGN) sigaddset(&set, one);
    }
    return set;
}

} // namespace

Interrupt::Interrupt() : m_event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    const sigset_t set = awaited();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    // A closed pipe is seen as a failed write and reported, instead of ending the process in the middle of something.
    struct sigaction ignore{};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, nullptr);
    m_thread = std::jthread([this](const std::stop_token& ended) { wait(ended); });
}

Interrupt::~Interrupt() {
    m_thread.request_stop();
    m_thread.join();
    close(m_event);
}

void Interrupt::onHangup(std::function<void()> call) const {
    const std::lock_guard lock(m_mutex);
    m_hangup = std::move(call);
}

bool Interrupt::hangUp() const {
    const std::lock_guard lock(m_mutex);
    if (!m_hangup) return false;
    m_hangup();
    return true;
}

void Interrupt::wait(const std::stop_token& ended) {
    const sigset_t set = awaited();
    while (!ended.stop_requested()) {
        const timespec patience{0, 20'000'000};
        const int signal = sigtimedwait(&set, nullptr, &patience);
        if (signal < 0 || (signal == SIGHUP && hangUp())) continue;
        if (m_source.stop_requested()) _exit(130);
        m_source.request_stop();
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = write(m_event, &one, sizeof one);
    }
}

} // namespace app
