// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/clients.h"

#include <algorithm>
#include <arpa/inet.h>
#include <string>
#include <utility>

namespace net {

namespace {

/// Connections over the limit that still hear why they are refused.
constexpr std::size_t kHeardOut = 8;
constexpr std::size_t kFirstSweep = 1'024;
constexpr std::size_t kMostThatLeft = 65'536;

} // namespace

Clients::Place& Clients::Place::operator=(Place&& other) noexcept {
    if (this != &other) {
        leave();
        m_clients = std::move(other.m_clients);
        m_key = other.m_key;
    }
    return *this;
}

void Clients::Place::leave() noexcept {
    if (const auto clients = std::exchange(m_clients, {})) clients->leave(m_key);
}

Clients::Clients(ClientLimits limits) : m_limits(std::move(limits)), m_sweepAt(kFirstSweep) {
    m_limits.burst = std::max(m_limits.burst, 1U);
    for (const auto& address : m_limits.unlimited) m_unlimited.push_back(keyOf(address));
}

Clients::Key Clients::keyOf(std::string_view address) {
    Key key{};
    const std::string text(address.substr(0, address.find('%'))); // without the zone of a link-local address
    if (in_addr four{}; inet_pton(AF_INET, text.c_str(), &four) == 1) {
        key[10] = key[11] = 0xff;
        std::copy_n(reinterpret_cast<const std::uint8_t*>(&four), 4, key.begin() + 12);
    } else if (in6_addr six{}; inet_pton(AF_INET6, text.c_str(), &six) == 1) {
        std::copy_n(six.s6_addr, 16, key.begin());
        // An IPv4 client of a socket for both kinds stays one; of the others one network is one client, but this
        // machine.
        if (!IN6_IS_ADDR_V4MAPPED(&six) && !IN6_IS_ADDR_LOOPBACK(&six)) std::fill(key.begin() + 8, key.end(), 0);
    }
    return key;
}

std::size_t Clients::Hash::operator()(const Key& key) const noexcept {
    return std::hash<std::string_view>()({reinterpret_cast<const char*>(key.data()), key.size()});
}

std::size_t Clients::size() const {
    const std::lock_guard lock(m_mutex);
    return m_clients.size();
}

Clients::Welcome Clients::enter(std::string_view address, Moment now, Place& place) {
    if (m_limits.connections == 0 && m_limits.requests == 0) return Welcome::in;
    const Key key = keyOf(address);
    if (std::ranges::find(m_unlimited, key) != m_unlimited.end()) return Welcome::in;
    const auto met = meet(key, now);
    // Not under the lock: what was in the place is given back.
    if (met != Welcome::closed) place = Place(shared_from_this(), key);
    return met;
}

Clients::Welcome Clients::meet(const Key& key, Moment now) {
    const std::lock_guard lock(m_mutex);
    Client& client = clientAt(key, now);
    if (m_limits.connections > 0 && client.connections >= m_limits.connections + kHeardOut) return Welcome::closed;
    if (!take(client.arrivals, now)) return Welcome::closed;
    ++client.connections;
    const bool tooMany = m_limits.connections > 0 && client.connections > m_limits.connections;
    return tooMany ? Welcome::heardOut : Welcome::in;
}

bool Clients::mayAsk(const Key& key, Moment now) {
    const std::lock_guard lock(m_mutex);
    return take(clientAt(key, now).requests, now);
}

void Clients::leave(const Key& key) noexcept {
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_clients.find(key); found != m_clients.end()) --found->second.connections;
}

void Clients::refill(Bucket& bucket, Moment now) const {
    const std::chrono::duration<double> since = now - bucket.at;
    bucket.filled = std::min<double>(m_limits.burst, bucket.filled + std::max(since.count(), 0.0) * m_limits.requests);
    bucket.at = now;
}

bool Clients::take(Bucket& bucket, Moment now) const {
    if (m_limits.requests == 0) return true;
    refill(bucket, now);
    if (bucket.filled < 1) return false;
    bucket.filled -= 1;
    return true;
}

Clients::Client& Clients::clientAt(const Key& key, Moment now) {
    if (const auto found = m_clients.find(key); found != m_clients.end()) return found->second;
    if (m_clients.size() >= m_sweepAt) forgetWhoLeft(now);
    const Bucket full{static_cast<double>(m_limits.burst), now};
    return m_clients.emplace(key, Client{0, full, full}).first->second;
}

/// First those who could do everything again; where too many are left, all who are not there.
void Clients::forgetWhoLeft(Moment now) {
    std::erase_if(m_clients, [&](auto& one) {
        auto& client = one.second;
        refill(client.requests, now);
        refill(client.arrivals, now);
        return client.connections == 0 && client.requests.filled >= m_limits.burst &&
               client.arrivals.filled >= m_limits.burst;
    });
    if (m_clients.size() > kMostThatLeft)
        std::erase_if(m_clients, [](const auto& one) { return one.second.connections == 0; });
    m_sweepAt = std::max(kFirstSweep, 2 * m_clients.size());
}

} // namespace net
