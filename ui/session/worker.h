// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace ui {

/// A thread that does one job after the other, in the order they were given. Its queue is under a mutex of ours and not
/// Qt's, so that ThreadSanitizer sees a job being handed over.
class Worker {
public:
    /// The thread that makes it also ends it. `name` is what a debugger shows of the thread: 15 bytes at most.
    explicit Worker(const char* name);
    /// Does the jobs that wait, then ends. What those jobs post here meanwhile is dropped.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Any thread, a job of this worker too. Does not wait for the job.
    void post(std::function<void()> job);

private:
    void run(const char* name);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_jobs;
    bool m_ends = false;
    std::thread m_thread; // last: it uses the members above
};

} // namespace ui
