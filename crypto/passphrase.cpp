// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/passphrase.h"

#include "crypto/check.h"

#include <algorithm>
#include <array>
#include <botan/pwdhash.h>
#include <exception>
#include <thread>

namespace crypto {

namespace {

constexpr std::uint32_t kBasePasses = 3; // RFC 9106, 4, second recommended option
constexpr std::uint32_t kMeasuredMemoryCap = 512 * 1024;

std::chrono::duration<double> timeOf(PassphraseCost cost) {
    static constexpr std::array<std::uint8_t, kSaltSize> kSalt{};
    const auto start = std::chrono::steady_clock::now();
    require(stretch(asBytes("measure"), kSalt, cost).has_value(), "Argon2id cannot be measured");
    return std::chrono::steady_clock::now() - start;
}

} // namespace

Result<Secret> stretch(ByteView passphrase, ByteView salt, PassphraseCost cost) {
    if (passphrase.empty() || salt.size() < kMinSaltSize || cost.memoryKiB < kMinMemoryKiB || cost.passes == 0 ||
        cost.lanes == 0) {
        return std::unexpected(Fault::weak);
    }
    if (cost.memoryKiB > kMaxMemoryKiB || cost.passes > kMaxPasses || cost.lanes > kMaxLanes) {
        return std::unexpected(Fault::unsupported);
    }
    try {
        const auto family = Botan::PasswordHashFamily::create_or_throw("Argon2id");
        const auto argon = family->from_params(cost.memoryKiB, cost.passes, cost.lanes);
        Secret key = Secret::ofSize(32);
        argon->hash(key.mutableView(), asText(passphrase), salt);
        return key;
    } catch (const std::exception&) {
        return std::unexpected(Fault::exhausted);
    }
}

PassphraseCost measureCost(std::chrono::milliseconds target) {
    const std::uint32_t lanes = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
    PassphraseCost cost{.memoryKiB = kMinMemoryKiB, .passes = kBasePasses, .lanes = lanes};
    // Time grows with memory × passes. One measurement at the floor says how much more there is room for.
    const double factor = std::chrono::duration<double>(target) / timeOf(cost);
    const double memory = std::clamp(factor, 1.0, double{kMeasuredMemoryCap} / kMinMemoryKiB);
    // Whole steps of 1 MiB, so that the figure reads well.
    cost.memoryKiB = static_cast<std::uint32_t>(memory * kMinMemoryKiB) / 1024 * 1024;
    const double passes = kBasePasses * factor / memory;
    cost.passes = static_cast<std::uint32_t>(std::clamp(passes, double{kBasePasses}, double{kMaxPasses}));
    return cost;
}

} // namespace crypto
