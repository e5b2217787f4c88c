// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <string>

namespace model {

/// Whether the text is a penalty proposal in the canonical form that model/law writes.
Result<void> checkPenaltyText(const std::string& json);
/// Whether the penalty, recomputed from the facts it states, gives what it proposes. The error says what differs.
Result<void> checkPenaltyRange(const std::string& json);

} // namespace model
