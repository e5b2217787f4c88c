// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace model {

/// A definition that the program carries.
struct ShippedDefinition {
    std::string_view name; ///< by which commands know it: "penalty-1", "penalty-2"
    std::string_view json;
};

/// All of them: first the one that an office is founded with (shippedDefinition()), then "penalty-2", the whole
/// ordinary procedure (docs/procedure.md), which an administrator adopts.
std::span<const ShippedDefinition> shippedDefinitions();

} // namespace model
