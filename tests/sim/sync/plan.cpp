// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/plan.h"

namespace sim {

std::string_view sortName(Sort sort) {
    switch (sort) {
    case Sort::calm: return "calm";
    case Sort::network: return "network";
    case Sort::crashes: return "crashes";
    case Sort::everything: return "everything";
    case Sort::people: return "people";
    case Sort::hostile: return "hostile hub";
    case Sort::setBack: return "hub set back";
    case Sort::recovery: return "lost keys";
    }
    return "?";
}

Plan planOf(std::uint64_t seed, Dice& dice) {
    static constexpr Sort kSorts[] = {Sort::everything, Sort::calm,   Sort::network, Sort::crashes,
                                      Sort::everything, Sort::people, Sort::hostile, Sort::setBack};
    Plan plan;
    plan.sort = seed % 11 >= 9 ? Sort::recovery : kSorts[seed % std::size(kSorts)];
    plan.desks = 3 + dice.below(3);
    plan.steps = 30 + dice.below(31);
    plan.hubs = 1 + dice.below(2);
    plan.office = 3;
    const bool all = plan.sort == Sort::everything;
    if (plan.sort == Sort::network || all) {
        plan.lost = 8;
        plan.doubled = 10;
        plan.slow = 6;
    }
    if (all && dice.chance(50)) {
        plan.noise = 6;
        plan.stale = 4;
    }
    if (plan.sort == Sort::crashes || all) {
        plan.hubFaults = 15;
        plan.deskFaults = 12;
        plan.clocks = true;
    }
    if (all || plan.sort == Sort::people) {
        plan.vandals = 5;
        plan.hubs = 2;
    }
    if (plan.sort == Sort::people) {
        plan.office = 18;
        plan.lost = 5;
        plan.doubled = 5;
        plan.deskFaults = 4;
    }
    if (plan.sort == Sort::recovery) {
        plan.desks = 4 + dice.below(2);
        plan.hubs = 2;
        plan.office = 3;
        plan.recovery = 22;
        plan.lost = 4;
        plan.doubled = 5;
        plan.hubFaults = 4;
        plan.deskFaults = 4;
    }
    if (plan.sort == Sort::hostile) {
        plan.lies = 30;
        plan.hubs = 1;
    }
    if (plan.sort == Sort::setBack) {
        plan.lost = 4;
        plan.hubFaults = 5;
        plan.deskFaults = 4;
    }
    return plan;
}

} // namespace sim
