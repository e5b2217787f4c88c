// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>

/// Randomness is handed in, so that a simulation can replay itself and nothing draws from a hidden source.
namespace crypto {

class Random {
public:
    Random() = default;
    Random(const Random&) = delete;
    Random& operator=(const Random&) = delete;
    virtual ~Random() = default;

    /// Fills all of `out`. Never fails: a system without randomness ends the process. Any thread.
    virtual void fill(std::span<std::uint8_t> out) = 0;
};

/// The operating system's generator. What every real key and nonce comes from.
std::unique_ptr<Random> systemRandom();

/// ChaCha20 from a seed: the same seed gives the same bytes. FOR SIMULATION AND BENCHMARKS ONLY: whoever knows the
/// seed, one of 2^64, knows every key made from it. The bytes a thread gets depend on who asks first; use one each.
std::unique_ptr<Random> seededRandom(std::uint64_t seed);

} // namespace crypto
