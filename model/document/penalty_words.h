// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty.h"

#include <optional>
#include <vector>

namespace model::document {

/// What is imposed, one phrase each, in the order of a decision; amounts in figures and in capitals.
std::vector<Text> penaltyWords(const law::Measures& measures, const std::optional<law::Money>& fine,
                               const std::optional<law::Money>& confiscation);

} // namespace model::document
