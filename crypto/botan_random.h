// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Private to crypto/*.cpp: no header outside includes this, and Botan's include path ends at this folder.
#include "crypto/random.h"

#include <botan/rng.h>

namespace crypto {

/// Lets Botan draw from a Random that was handed in.
class BotanRandom final : public Botan::RandomNumberGenerator {
public:
    explicit BotanRandom(Random& random) noexcept : m_random(random) {}

    std::string name() const override { return "crypto::Random"; }
    bool accepts_input() const override { return false; }
    bool is_seeded() const override { return true; }
    void clear() override {}

private:
    void fill_bytes_with_input(std::span<std::uint8_t> output, std::span<const std::uint8_t>) override {
        m_random.fill(output);
    }

    Random& m_random;
};

} // namespace crypto
