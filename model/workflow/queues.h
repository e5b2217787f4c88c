// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/register.h"
#include "model/workflow/definition.h"

#include <string>
#include <vector>

namespace model {

/// The stages out of which a person with this role of the office can lead a case, in reading order: by the parts that
/// are `assigned`, or by those that everyone with the role has. Pure.
std::vector<std::string> stagesLedBy(const Definition& definition, Role role, bool assigned);

} // namespace model
