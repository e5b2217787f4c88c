// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace app {

/// Some threads that do what waits for a disk, in the order in which it comes, so that the hub's thread need not. How
/// much waits is bounded by those who bring it: each request holds its share of the server's memory for bodies.
class Carriers {
public:
    explicit Carriers(unsigned threads);
    /// Does what was brought before, and ends.
    ~Carriers();
    Carriers(const Carriers&) = delete;
    Carriers& operator=(const Carriers&) = delete;

    /// Any thread. What it throws ends the program: it must not.
    void carry(std::move_only_function<void()> work);

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::move_only_function<void()>> m_queue;
    bool m_ending = false;
    std::vector<std::jthread> m_threads;
};

} // namespace app
