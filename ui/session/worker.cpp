// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/worker.h"

#include <pthread.h>

#include <utility>

namespace ui {

Worker::Worker(const char* name) : m_thread([this, name] { run(name); }) {}

Worker::~Worker() {
    {
        const std::lock_guard guard(m_mutex);
        m_ends = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void Worker::post(std::function<void()> job) {
    {
        const std::lock_guard guard(m_mutex);
        if (m_ends) return;
        m_jobs.push_back(std::move(job));
    }
    m_changed.notify_one();
}

void Worker::run(const char* name) {
    (void)pthread_setname_np(pthread_self(), name); // a help for debuggers: no harm if it is refused
    while (true) {
        std::function<void()> job;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_ends || !m_jobs.empty(); });
            // Also at the end: what was asked for before it, such as keeping a draft, is still done.
            if (m_jobs.empty()) return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace ui
