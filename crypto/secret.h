// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"
#include "crypto/random.h"

#include <cstddef>

/// Memory for keys and passphrases.
namespace crypto {

/// A byte string of fixed size that is wiped when it ends. It lives in an arena of its own, which is locked into
/// memory as far as RLIMIT_MEMLOCK lets it be and left out of core dumps and forked children. Costs about 50 ns and a
/// power of two of at least 32 bytes, so a hundred thousand of them are no burden. One Secret belongs to one thread
/// at a time; different Secrets may be made and ended on any thread.
class Secret {
public:
    Secret() noexcept = default;
    /// Copies `bytes`; wiping the original is the caller's matter.
    explicit Secret(ByteView bytes);
    /// `size` zero bytes, to be written through mutableView().
    static Secret ofSize(std::size_t size);
    static Secret random(std::size_t size, Random& random);

    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    /// A second one with the same bytes. Spelled out so that no copy happens unseen.
    Secret copy() const { return Secret(view()); }

    ByteView view() const noexcept { return {m_data, m_size}; }
    std::span<std::uint8_t> mutableView() noexcept { return {m_data, m_size}; }
    std::size_t size() const noexcept { return m_size; }
    bool empty() const noexcept { return m_size == 0; }

    /// In constant time for equal sizes.
    friend bool operator==(const Secret& a, const Secret& b) noexcept { return equal(a.view(), b.view()); }

private:
    std::uint8_t* m_data = nullptr;
    std::size_t m_size = 0;
};

/// Overwrites memory in a way that the compiler does not remove.
void wipe(std::span<std::uint8_t> bytes) noexcept;

/// Keeps this process from being dumped or traced by others of the same user (PR_SET_DUMPABLE 0, RLIMIT_CORE 0).
/// Call it first in main(). False when the system refused; then keys are still wiped, but a crash may write them out.
bool hardenProcess() noexcept;

} // namespace crypto
