// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace net {

struct Address {
    sockaddr_storage bytes{};
    socklen_t size = 0;
};

/// Looks a host's addresses up without making its owner wait: the system's resolver cannot be interrupted, so it works
/// on a thread of its own, which outlives this object where it must and then throws away what it found. An address in
/// digits needs no thread. One thread at a time.
class Resolver {
public:
    /// Begins. Never throws; what fails is seen in error().
    Resolver(std::string host, std::uint16_t port) noexcept;
    ~Resolver();
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    /// Readable when done() is true; -1 where it is true already.
    [[nodiscard]] int event() const noexcept;
    [[nodiscard]] bool done() const noexcept;
    /// After done(): 0, or an EAI_ code of getaddrinfo().
    [[nodiscard]] int error() const noexcept;
    [[nodiscard]] std::vector<Address> addresses() const;

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

} // namespace net
