// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/carriers.h"

namespace app {

Carriers::Carriers(unsigned threads) {
    for (unsigned i = 0; i < threads; ++i) m_threads.emplace_back([this] { run(); });
}

Carriers::~Carriers() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_all();
    m_threads.clear();
}

void Carriers::carry(std::move_only_function<void()> work) {
    const std::lock_guard lock(m_mutex);
    m_queue.push_back(std::move(work));
    m_wake.notify_one();
}

void Carriers::run() {
    for (;;) {
        std::move_only_function<void()> work;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [&] { return m_ending || !m_queue.empty(); });
            if (m_queue.empty()) return;
            work = std::move(m_queue.front());
            m_queue.pop_front();
        }
        work();
    }
}

} // namespace app
