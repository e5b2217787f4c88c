// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace net {

/// What one client may take of a server. A client is an IPv4 address, or the first 64 bits of an IPv6 address: that is
/// what one household or office is given.
struct ClientLimits {
    std::size_t connections = 0; ///< at once; over it: 429, and far over it closed without a word; 0: no limit
    /// Requests a second in the long run; over it: 429, and the connection ends. As many new connections, those over it
    /// closed without a word. 0: no limit
    std::uint32_t requests = 0;
    std::uint32_t burst = 0; ///< requests, and connections, that may come at once after a while without; at least 1
    /// IP addresses without limits: of proxies, which speak for many.
    std::vector<std::string> unlimited = {};
};

/// Who is there and how much they have asked of late. Any thread. Keeps nothing of a client that has left and could do
/// everything again, and of 65,536 clients that have left at most.
class Clients : public std::enable_shared_from_this<Clients> {
public:
    using Key = std::array<std::uint8_t, 16>;
    using Moment = std::chrono::steady_clock::time_point;

    /// How a new connection is met.
    enum class Welcome { in, heardOut, closed };

    /// One connection's place; given back when it ends.
    class Place {
    public:
        Place() = default;
        Place(std::shared_ptr<Clients> clients, Key key) : m_clients(std::move(clients)), m_key(key) {}
        Place(Place&& other) noexcept : m_clients(std::move(other.m_clients)), m_key(other.m_key) {}
        Place& operator=(Place&& other) noexcept;
        ~Place() { leave(); }
        /// Whether one more request may be handled.
        [[nodiscard]] bool ask(Moment now) const { return !m_clients || m_clients->mayAsk(m_key, now); }

    private:
        void leave() noexcept;
        std::shared_ptr<Clients> m_clients; ///< empty: without limits
        Key m_key{};
    };

    explicit Clients(ClientLimits limits);

    /// `address` is an IP address as text. `place` is set unless the connection is to be closed.
    Welcome enter(std::string_view address, Moment now, Place& place);

    /// Of an address as text; all zeros if it is none.
    static Key keyOf(std::string_view address);
    /// Clients that are remembered now.
    [[nodiscard]] std::size_t size() const;

private:
    struct Bucket {
        double filled = 0; ///< of what may come at once
        Moment at;
    };
    struct Client {
        std::size_t connections = 0;
        Bucket requests, arrivals;
    };
    Welcome meet(const Key& key, Moment now);
    bool take(Bucket& bucket, Moment now) const;
    void refill(Bucket& bucket, Moment now) const;
    bool mayAsk(const Key& key, Moment now);
    void leave(const Key& key) noexcept;
    Client& clientAt(const Key& key, Moment now);
    void forgetWhoLeft(Moment now);

    struct Hash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    ClientLimits m_limits;
    std::vector<Key> m_unlimited;
    mutable std::mutex m_mutex; ///< guards m_clients and what is below
    std::unordered_map<Key, Client, Hash> m_clients;
    std::size_t m_sweepAt;
};

} // namespace net
