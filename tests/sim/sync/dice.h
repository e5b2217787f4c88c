// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <format>
#include <stdexcept>
#include <string>

namespace sim {

/// All chance of a run, from its seed (splitmix64). The same seed rolls the same on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15U + 1) {}

    std::uint64_t draw() {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
        z = (z ^ z >> 27) * 0x94D049BB133111EBU;
        return z ^ z >> 31;
    }
    /// 0 to n - 1; n must not be 0.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(draw() % n); }
    bool chance(unsigned percent) { return draw() % 100 < percent; }
    template <class All>
    auto& among(All& all) {
        return all[below(all.size())];
    }

private:
    std::uint64_t m_state;
};

/// What does not hold. Ends the run.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& what) {
    if (!holds) throw Broken(what);
}

} // namespace sim
