// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/shipped.h"

#include "model/workflow/definition.h"
#include "embedded/whole_procedure.h"

#include <array>

namespace model {

std::span<const ShippedDefinition> shippedDefinitions() {
    static const std::array<ShippedDefinition, 2> all = {{
        {"penalty-1", shippedDefinition()},
        {"penalty-2", resource::whole_procedure()},
    }};
    return all;
}

} // namespace model
