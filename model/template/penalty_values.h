// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty.h"
#include "model/template/values.h"

namespace model {

/// Whether {penalty.PART} is a value.
bool isPenaltyValue(std::string_view part);
/// What stands in each line of {penalty.PART}; nothing where it is no list.
std::vector<std::string> penaltyColumns(std::string_view part);
/// The value {penalty.PART} of the step that the template names, computed anew from the facts that were signed; nothing
/// where that step was not taken.
Result<DocumentValue> penaltyValue(const DocumentScene& scene, std::string_view part);

/// The measures that are decided: what the law only makes possible is decided by a person, in words.
law::Measures decidedMeasures(const law::PenaltyRange& range);

} // namespace model
