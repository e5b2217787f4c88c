// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/sim/sync/dice.h"

#include <string_view>

namespace sim {

/// What a run is about. It follows from the seed.
enum class Sort { calm, network, crashes, everything, people, hostile, setBack, recovery };
std::string_view sortName(Sort sort);

/// How a run goes: percentages of what may go wrong at each chance to. It follows from the seed.
struct Plan {
    Sort sort = Sort::calm;
    std::size_t desks = 3;
    std::size_t steps = 40;
    std::size_t hubs = 1;
    unsigned lost = 0;       ///< of messages
    unsigned doubled = 0;    ///< of messages
    unsigned slow = 0;       ///< of messages: so late that the desk has given up
    unsigned noise = 0;      ///< of messages: cut, or with other bytes
    unsigned stale = 0;      ///< of answers: an older one comes in its place
    unsigned hubFaults = 0;  ///< of turns
    unsigned deskFaults = 0; ///< of steps
    unsigned vandals = 0;    ///< of steps: somebody sends what no program makes
    unsigned office = 0;     ///< of steps: something in the register
    unsigned lies = 0;       ///< of answers
    unsigned recovery = 0;   ///< of steps: something about keys that were lost
    bool clocks = false;     ///< clocks of desks are wrong and jump

    /// Whether bytes reach the desks that the hub never sent, so that a desk may speak of tampering.
    [[nodiscard]] bool falsified() const { return noise > 0 || stale > 0 || sort == Sort::hostile; }
};

Plan planOf(std::uint64_t seed, Dice& dice);

} // namespace sim
