// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace model {

/// Hands values from one thread to another. One value waits at most, so that the faster thread cannot run away with
/// memory.
template <typename T>
class Relay {
public:
    /// Waits until the value before was taken. False, and the value is dropped, if the relay was closed.
    bool put(T value) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_value || m_closed; });
        if (m_closed) return false;
        m_value.emplace(std::move(value));
        m_changed.notify_all();
        return true;
    }

    /// Waits for a value. Nothing once the relay is closed and empty.
    std::optional<T> take() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_value || m_closed; });
        auto taken = std::exchange(m_value, std::nullopt);
        m_changed.notify_all();
        return taken;
    }

    /// From either side: nothing more will be put, or taken.
    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<T> m_value;
    bool m_closed = false;
};

} // namespace model
