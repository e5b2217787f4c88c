// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/decision.h"

namespace sample {

/// A decision with every item, on 12 pieces of evidence.
model::document::DecisionContent decision();
model::document::DecisionContent noPenalty();

} // namespace sample
