// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/definition.h"

namespace model {

/// The definition as a graph for Graphviz (dot). The same definition gives the same bytes.
std::string dotDiagram(const Definition& definition, Language language);

/// The definition as plain text that reads well in a terminal: each stage with the steps out of it, their roles, guards
/// with articles, forms and periods. The same definition gives the same bytes.
std::string textDiagram(const Definition& definition, Language language);

} // namespace model
