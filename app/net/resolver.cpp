// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/net/resolver.h"

#include <cstring>
#include <mutex>
#include <netdb.h>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>

namespace net {

struct Resolver::Shared {
    ~Shared() {
        if (event >= 0) ::close(event);
    }

    std::string host;
    std::string service;
    int event = -1;

    std::mutex mutex; ///< guards what follows
    bool done = false;
    int error = 0;
    std::vector<Address> addresses;

    void lookUp(int flags) noexcept {
        addrinfo hints{};
        hints.ai_family = AF_UNSPEC;
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = flags | AI_NUMERICSERV;
        addrinfo* found = nullptr;
        int failure = ::getaddrinfo(host.c_str(), service.c_str(), &hints, &found);
        std::vector<Address> list;
        try {
            for (const auto* one = failure == 0 ? found : nullptr; one != nullptr; one = one->ai_next) {
                auto& address = list.emplace_back();
                std::memcpy(&address.bytes, one->ai_addr, one->ai_addrlen);
                address.size = one->ai_addrlen;
            }
        } catch (...) {
            failure = EAI_MEMORY;
        }
        if (found != nullptr) ::freeaddrinfo(found);
        if (failure == EAI_NONAME && (flags & AI_NUMERICHOST) != 0) return; // a name, then
        const std::lock_guard lock(mutex);
        addresses = std::move(list);
        error = failure;
        done = true;
    }
};

Resolver::Resolver(std::string host, std::uint16_t port) noexcept {
    try {
        m_shared = std::make_shared<Shared>();
        m_shared->host = std::move(host);
        m_shared->service = std::to_string(port);
        m_shared->lookUp(AI_NUMERICHOST);
        if (m_shared->done) return;
        m_shared->event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        std::thread([shared = m_shared] {
            shared->lookUp(AI_ADDRCONFIG);
            (void)::eventfd_write(shared->event, 1); // there is room for this one
        }).detach();
    } catch (...) {
        if (!m_shared) return;
        m_shared->error = EAI_MEMORY;
        m_shared->done = true;
    }
}

Resolver::~Resolver() = default;

int Resolver::event() const noexcept { return m_shared ? m_shared->event : -1; }

bool Resolver::done() const noexcept {
    if (!m_shared) return true;
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->done;
}

int Resolver::error() const noexcept {
    if (!m_shared) return EAI_MEMORY;
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->error;
}

std::vector<Address> Resolver::addresses() const {
    if (!m_shared) return {};
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->addresses;
}

} // namespace net
