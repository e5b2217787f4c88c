// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/register.h"

#include <algorithm>
#include <utility>

namespace model {

namespace {

struct RoleWords {
    Role role;
    std::string_view name;
    Text title;
};

const std::array<RoleWords, 6>& roleWords() {
    static const std::array<RoleWords, 6> words = {{
        {Role::officer, "officer", {"Intake officer", "举报受理人员"}},
        {Role::investigator, "investigator", {"Case officer", "承办人"}},
        {Role::supervisor, "supervisor", {"Authority head", "机关负责人"}},
        {Role::custodian, "custodian", {"Identity custodian", "举报人信息专管员"}},
        {Role::auditor, "auditor", {"Auditor", "监督审计人员"}},
        {Role::administrator, "administrator", {"Administrator", "系统管理员"}},
    }};
    return words;
}

} // namespace

std::string_view roleName(Role role) { return roleWords()[static_cast<std::size_t>(role)].name; }

Text roleTitle(Role role) { return roleWords()[static_cast<std::size_t>(role)].title; }

std::optional<Role> parseRole(std::string_view name) {
    const auto found = std::ranges::find(roleWords(), name, &RoleWords::name);
    if (found == roleWords().end()) return std::nullopt;
    return found->role;
}

const Person* RegisterState::person(PersonId id) const {
    const auto found = people.find(id);
    return found == people.end() ? nullptr : &found->second;
}

const Unit* RegisterState::unit(std::string_view unitName) const {
    for (const auto& [id, unit] : units) {
        if (unit.name == unitName) return &unit;
    }
    return nullptr;
}

bool RegisterState::has(PersonId id, Role role) const {
    const Person* found = person(id);
    return found && found->active && found->roles.contains(role);
}

bool isReader(const std::set<std::array<std::uint8_t, 16>>& readers, const RegisterState& office, PersonId person) {
    if (readers.contains(person.bytes)) return true;
    return std::ranges::any_of(office.units, [&](const auto& one) {
        return readers.contains(one.first.bytes) && one.second.members.contains(person);
    });
}

bool isReader(const CaseState& state, const RegisterState& office, PersonId person) {
    return isReader(state.readers, office, person);
}

} // namespace model
