// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/random.h"

#include "crypto/check.h"

#include <array>
#include <botan/chacha_rng.h>
#include <botan/system_rng.h>
#include <exception>
#include <mutex>

namespace crypto {

namespace {

class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override {
        if (out.empty()) return;
        try {
            Botan::system_rng().randomize(out);
        } catch (const std::exception&) {
            require(false, "the operating system gives no randomness");
        }
    }
};

class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : m_generator(expand(seed)) {}

    void fill(std::span<std::uint8_t> out) override {
        if (out.empty()) return;
        const std::lock_guard lock(m_mutex);
        m_generator.randomize(out);
    }

private:
    static std::array<std::uint8_t, 32> expand(std::uint64_t seed) {
        std::array<std::uint8_t, 32> key{};
        for (std::size_t i = 0; i < 8; ++i) key[i] = static_cast<std::uint8_t>(seed >> (8 * i));
        return key;
    }

    std::mutex m_mutex;
    Botan::ChaCha_RNG m_generator;
};

} // namespace

std::unique_ptr<Random> systemRandom() { return std::make_unique<SystemRandom>(); }
std::unique_ptr<Random> seededRandom(std::uint64_t seed) { return std::make_unique<SeededRandom>(seed); }

} // namespace crypto
