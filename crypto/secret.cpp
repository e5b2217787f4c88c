// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/secret.h"

#include "crypto/secret_arena.h"

#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <utility>

namespace crypto {

Secret::Secret(ByteView bytes) {
    if (bytes.empty()) return;
    m_data = arena::allocate(bytes.size());
    m_size = bytes.size();
    std::memcpy(m_data, bytes.data(), bytes.size());
}

Secret Secret::ofSize(std::size_t size) {
    Secret secret;
    if (size == 0) return secret;
    secret.m_data = arena::allocate(size);
    secret.m_size = size;
    return secret;
}

Secret Secret::random(std::size_t size, Random& random) {
    Secret secret = ofSize(size);
    random.fill(secret.mutableView());
    return secret;
}

Secret::Secret(Secret&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    Secret old(std::move(other));
    std::swap(m_data, old.m_data);
    std::swap(m_size, old.m_size);
    return *this;
}

Secret::~Secret() {
    if (m_data != nullptr) arena::release(m_data, m_size);
}

void wipe(std::span<std::uint8_t> bytes) noexcept {
    if (!bytes.empty()) explicit_bzero(bytes.data(), bytes.size());
}

bool hardenProcess() noexcept {
    const rlimit none{0, 0};
    const bool noCore = setrlimit(RLIMIT_CORE, &none) == 0;
    const bool notDumpable = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
    return noCore && notDumpable;
}

} // namespace crypto
