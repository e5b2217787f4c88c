// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/definition_node.h"

namespace model::reading {

/// A field of a form, of a step or of a template; or a fact, which no form requires.
Field readField(const Node& node, bool isFact);

} // namespace model::reading
