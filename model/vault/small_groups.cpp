// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/small_groups.h"

#include <algorithm>

namespace model {

ShownGroups hideSmallGroups(std::span<const std::uint64_t> counts, std::uint64_t smallest) {
    ShownGroups out;
    std::vector<std::uint64_t> sizes; // of the groups that have reports, smallest first
    for (const auto count : counts) {
        out.shown.emplace_back(count);
        if (count != 0) sizes.push_back(count);
    }
    std::ranges::sort(sizes);
    if (smallest == 2) smallest = kSmallGroup; // two groups of one report each could not be told from one of two
    const auto firstLarge = std::ranges::lower_bound(sizes, smallest);
    if (firstLarge == sizes.begin()) return out;
    // Hidden are all groups up to a size, whatever they are called, so that the numbers of the hidden ones could stand
    // in any order. While they are all equal, any order says what they are, so the next larger ones go with them.
    std::uint64_t upTo = *std::prev(firstLarge);
    if (upTo == sizes.front() && firstLarge != sizes.end()) upTo = *firstLarge;
    for (auto& one : out.shown) {
        if (*one == 0 || *one > upTo) continue;
        ++out.hidden;
        out.inThem += *one;
        one.reset();
    }
    // Where no group with reports is left to be shown, the list of the groups would say too much: three groups of three
    // reports can only have one each.
    if (out.hidden == sizes.size()) {
        out.shown.clear();
        out.withheld = true;
    }
    return out;
}

} // namespace model
