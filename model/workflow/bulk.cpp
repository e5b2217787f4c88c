// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/bulk.h"

#include <algorithm>

namespace model {

namespace {

/// Whether the person has one of these parts, or could be given it.
bool mayHold(const Definition& definition, const RegisterState& office, PersonId actor,
             const std::vector<std::string>& roles) {
    return std::ranges::any_of(roles, [&](const std::string& id) {
        const CaseRole* part = definition.role(id);
        const auto system = part ? parseRole(part->system) : std::nullopt;
        return system && office.has(actor, *system);
    });
}

} // namespace

Result<void> allowedInBulk(const Step& step) {
    const Text cure{"Open each case and decide it there.", "请逐件打开案件办理。"};
    if (!step.track.empty()) {
        return fail(Code::refused,
                    fill({"\"{0}\" is a step beside the procedure of one case; it is not done for several at once.",
                          "“{0}”是个案另行程序的步骤，不得批量办理。"},
                         step.title),
                    cure, step.id);
    }
    if (!step.approves.empty()) {
        return fail(Code::refused,
                    fill({"\"{0}\" approves what was proposed in one case; it is not done for several at once.",
                          "“{0}”是对个案建议的审批，不得批量办理。"},
                         step.title),
                    cure, step.id);
    }
    if (step.confirm) {
        return fail(Code::refused,
                    fill({"\"{0}\" cannot be taken back by another step; it is not done for several cases at once.",
                          "“{0}”作出后不能以其他步骤撤回，不得批量办理。"},
                         step.title),
                    cure, step.id);
    }
    if (std::ranges::contains(step.form, FieldType::penalty, &Field::type)) {
        return fail(Code::refused,
                    fill({"\"{0}\" carries a penalty, which follows from the facts of one case.",
                          "“{0}”载有处罚内容，须依个案事实确定，不得批量办理。"},
                         step.title),
                    cure, step.id);
    }
    return {};
}

std::vector<PersonId> assignable(const Definition& definition, const RegisterState& office, const std::string& role) {
    std::vector<PersonId> out;
    const CaseRole* part = definition.role(role);
    const auto system = part && part->assigned ? parseRole(part->system) : std::nullopt;
    if (!system) return out;
    for (const auto& [id, person] : office.people) {
        if (person.active && person.roles.contains(*system)) out.push_back(id);
    }
    return out;
}

BulkOptions bulkOptions(const Definition& definition, const RegisterState& office, PersonId actor,
                        const std::vector<std::pair<std::string, std::uint64_t>>& stages) {
    BulkOptions out;
    for (const auto& [id, count] : stages) {
        out.cases += count;
        const Stage* stage = definition.stage(id);
        if (!stage || stage->final) continue;
        if (mayHold(definition, office, actor, stage->assigners)) out.assignable += count;
        if (mayHold(definition, office, actor, stage->workers)) out.notable += count;
    }
    for (const auto& step : definition.steps) {
        if (!allowedInBulk(step) || !mayHold(definition, office, actor, {step.role})) continue;
        BulkStep option{step.id, step.title, 0};
        for (const auto& [id, count] : stages) {
            if (std::ranges::contains(step.from, id)) option.cases += count;
        }
        if (option.cases != 0) out.steps.push_back(std::move(option));
    }
    return out;
}

} // namespace model
