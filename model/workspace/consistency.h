// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/precedents.h"
#include "model/workflow/penalty_check.h"

namespace model {

/// A proposed penalty beside what was decided in like cases.
struct Compared {
    law::PenaltyFeatures proposal;
    law::Consistency consistency;
    std::vector<Precedent> nearest; ///< of consistency.nearest, in its order
};

/// Holds a proposal against these. Code as of recomputePenalty().
Result<Compared> compared(const PenaltyValue& value, std::span<const Precedent> precedents);

} // namespace model
