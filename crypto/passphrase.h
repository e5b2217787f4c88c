// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/secret.h"

#include <chrono>
#include <cstdint>

/// From a person's passphrase to a key, slowly on purpose: Argon2id (RFC 9106), version 0x13, in both suites.
namespace crypto {

/// What one guess costs. Stored in the clear beside the salt.
struct PassphraseCost {
    std::uint32_t memoryKiB = 0;
    std::uint32_t passes = 0;
    std::uint32_t lanes = 0;

    friend bool operator==(const PassphraseCost&, const PassphraseCost&) = default;
};

/// Below this stretch() refuses, in tests too.
inline constexpr std::uint32_t kMinMemoryKiB = 64 * 1024;
/// Above these stretch() refuses too, so that a forged header cannot hang the program.
inline constexpr std::uint32_t kMaxMemoryKiB = 4 * 1024 * 1024;
inline constexpr std::uint32_t kMaxPasses = 64;
inline constexpr std::uint32_t kMaxLanes = 16;
inline constexpr std::size_t kMinSaltSize = 8; ///< RFC 9106, 3.1
inline constexpr std::size_t kSaltSize = 16;   ///< what new salts have

/// 32 bytes. Fault::weak under the floor (memory, no pass, no lane, a salt under 8 bytes, an empty passphrase),
/// Fault::unsupported above the ceilings, Fault::exhausted when there is not enough memory. Blocks for as long as the
/// cost says: never on the GUI thread. Any thread.
Result<Secret> stretch(ByteView passphrase, ByteView salt, PassphraseCost cost);

/// A cost that takes about `target` on this machine now: 3 passes, memory as much as fits between 64 MiB and 512 MiB,
/// then more passes; lanes as many as there are cores, at most 4. Never under the floor, however slow the machine.
/// Blocks for about `target`.
PassphraseCost measureCost(std::chrono::milliseconds target);

} // namespace crypto
