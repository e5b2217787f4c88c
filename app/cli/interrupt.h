// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace app {

/// Turns SIGINT, SIGTERM and SIGHUP into a request to stop, which long commands heed between two whole things. The
/// signals are blocked in every thread and awaited by one, so nothing runs inside a handler. Make it first in main(),
/// before any other thread. A second signal ends the process at once; what was saved by then stays saved.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
    /// From now on SIGHUP calls this, on the thread that awaits signals, and no longer asks to stop; empty: as before.
    /// When this returns, what was there before is not called any more.
    void onHangup(std::function<void()> call) const;
    /// Becomes readable when a signal came: for those who wait in poll().
    [[nodiscard]] int descriptor() const { return m_event; }

private:
    void wait(const std::stop_token& ended);
    /// Whether there was something to call.
    bool hangUp() const;

    std::stop_source m_source;
    int m_event = -1;
    mutable std::mutex m_mutex; ///< guards m_hangup, also while it is called
    mutable std::function<void()> m_hangup;
    std::jthread m_thread;
};

} // namespace app
