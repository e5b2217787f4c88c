// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/state.h"
#include "model/law/consistency.h"
#include "model/vault/case_list.h"
#include "model/workflow/definition.h"

#include <vector>

namespace model {

/// What the steps of a case say about its course, for the numbers of the office. Pure.
struct Course {
    std::vector<Stay> stays; ///< the stages that it has left and is not in now, in the order of the first stay
    Instant closed{};        ///< when it came into its final stage; zero while it is in none
    Instant decided{};       ///< when its penalty was approved; zero without an approval that stands
    std::string fine;        ///< a word of finePlaces(); empty where `decided` is zero
    std::int64_t fineFen = 0;
    std::optional<law::PenaltyFeatures> penalty = {}; ///< of that approval, where it can be read
};

/// An approval of a penalty stands unless a later step led back before the stage to which it led.
Course courseOf(const CaseState& state, const Definition& definition);

/// Where a fine stands between the bounds that the law gives: "below", "lower", "middle", "upper" (thirds of the range;
/// a range of one amount is all middle) or "above".
std::string_view finePlaceOf(law::Money fine, law::Money least, law::Money most);

} // namespace model
