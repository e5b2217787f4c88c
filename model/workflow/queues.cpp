// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/queues.h"

#include <algorithm>

namespace model {

std::vector<std::string> stagesLedBy(const Definition& definition, Role role, bool assigned) {
    std::vector<std::string> stages;
    for (const auto& stage : definition.stages) {
        const bool any = std::ranges::any_of(definition.steps, [&](const Step& step) {
            const auto* part = definition.role(step.role);
            return part != nullptr && part->system == roleName(role) && part->assigned == assigned &&
                   !step.to.empty() && std::ranges::contains(step.from, stage.id);
        });
        if (any) stages.push_back(stage.id);
    }
    return stages;
}

} // namespace model
