// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/postgres/connection.h"
#include "model/hub/hub_store.h"

#include <atomic>
#include <thread>

namespace postgres {

/// Listens, on a connection and a thread of its own, for what other processes seal. While it has no connection it tries
/// to get one, and tells of news when it has it, because it may have missed some.
class Listener final : public model::HubWatch {
public:
    /// `own` is the server's process of the store that it listens for: what that one says is no news.
    Listener(Address address, std::shared_ptr<const std::atomic<int>> own, std::function<void()> news);
    ~Listener() override;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

private:
    void work(const std::stop_token& stop);
    /// Until the connection is lost or it is asked to stop.
    void listen(Connection& connection, const std::stop_token& stop);
    /// Waits until the socket (-1: none) can be read or it is asked to stop. False if neither was so in time.
    [[nodiscard]] bool wait(int socket, int milliseconds) const;

    Address m_address;
    std::shared_ptr<const std::atomic<int>> m_own;
    std::function<void()> m_news;
    int m_end; ///< becomes readable when it is asked to stop
    std::jthread m_thread;
};

} // namespace postgres
