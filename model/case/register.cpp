// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/register.h"

#include "model/base/cbor.h"

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

const crypto::PublicIdentity& Person::identityAt(Moment at) const {
    for (const auto& one : former) {
        if (at < one.until) return one.identity;
    }
    return identity;
}

Result<void> verifyAct(const Act& act, const Person& author, std::optional<Moment> sealed,
                       std::span<const Digest> events) {
    if (sealed) return verifyAct(act, author.identityAt(*sealed), events);
    auto checked = verifyAct(act, author.identity, events);
    for (const auto& one : author.former) {
        if (!checked && verifyAct(act, one.identity, events)) return {};
    }
    return checked;
}

Digest sealingKeys(const crypto::PublicIdentity& unit, std::span<const crypto::PublicIdentity> people) {
    Bytes all = unit.encode();
    for (const auto& one : people) {
        const auto bytes = one.encode();
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    return crypto::digest(unit.suite, all);
}

Digest RegisterState::sealingKeys(const Unit& unit, const std::set<PersonId>& to) const {
    std::vector<crypto::PublicIdentity> identities;
    for (const auto id : to) {
        if (const Person* const one = person(id)) identities.push_back(one->identity);
    }
    return model::sealingKeys(unit.identity, identities);
}

std::unexpected<Error> personLeft() {
    return fail(Code::ended, {"You have left this office", "您已离开本办公室"},
                {"Ask an administrator to take you back", "如需恢复，请联系系统管理员"});
}

std::unexpected<Error> keysReplaced() {
    return fail(Code::ended,
                {"Your keys were replaced: new ones were made for you, and these sign nothing more",
                 "您的密钥已被更换：已为您启用新密钥，原密钥不能再签名"},
                {"Use the new keys; if you did not ask for them, call an administrator at once",
                 "请使用新密钥；如非本人申请，请立即联系系统管理员"});
}

std::set<PersonId> Unit::staying() const {
    std::set<PersonId> out;
    for (const auto& [member, sealed] : members) {
        if (!leaving.contains(member)) out.insert(member);
    }
    return out;
}

std::vector<std::string_view> unitsOf(const std::set<Role>& roles) {
    std::vector<std::string_view> units;
    if (roles.contains(Role::officer) || roles.contains(Role::supervisor)) units.push_back(kOfficeUnit);
    if (roles.contains(Role::custodian)) units.push_back(kCustodyUnit);
    return units;
}

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool sameName(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

} // namespace

bool Unit::suits(const Person& person) const {
    const auto role = isFurther() ? kOfficeUnit : std::string_view(name);
    return person.active && std::ranges::contains(unitsOf(person.roles), role);
}

bool Unit::wants(const Person& person) const {
    if (!suits(person)) return false;
    const auto said = placed.find(person.id);
    return said == placed.end() ? !isFurther() : said->second;
}

bool Unit::takesInFrom(const Person& person) const {
    if (!readsCases()) return false;
    if (isFurther()) return members.contains(person.id) && !leaving.contains(person.id);
    // Who may open cases there is what the workflow says, but for who was taken out.
    const auto said = placed.find(person.id);
    return said == placed.end() || said->second;
}

Text unitTitle(std::string_view name) {
    if (name == kOfficeUnit) return {"Whole office", "全单位"};
    if (name == kCustodyUnit) return {"Identity custody", "举报人信息专管"};
    return same(name);
}

Result<void> checkUnitName(std::string_view name) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    const auto size =
        std::ranges::count_if(name, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
    const auto blank = [&](std::string_view one) { return name.starts_with(one) || name.ends_with(one); };
    const bool fits = size >= 1 && static_cast<std::size_t>(size) <= kUnitNameLimit && isUtf8(name) &&
                      std::ranges::none_of(name, control) && !blank(" ") && !blank("\u3000");
    if (fits) return {};
    return fail(Code::refused, {"A unit cannot be called so", "处室不能使用此名称"},
                model::fill({"One line of 1 to {0} characters, without blanks around it",
                             "名称须为一行，1至{0}个字符，前后无空格"},
                            std::to_string(kUnitNameLimit)),
                "name");
}

bool RegisterState::hasUnitLike(std::string_view unitName) const {
    return sameName(unitName, kOfficeUnit) || sameName(unitName, kCustodyUnit) ||
           std::ranges::any_of(units, [&](const auto& one) { return sameName(one.second.name, unitName); });
}

bool RegisterState::knows(const crypto::PublicIdentity& identity) const {
    const auto is = [&](const auto& one) { return one.identity == identity; };
    return std::ranges::any_of(
               people, [&](const auto& one) { return is(one.second) || std::ranges::any_of(one.second.former, is); }) ||
           std::ranges::any_of(
               units, [&](const auto& one) { return is(one.second) || std::ranges::any_of(one.second.former, is); });
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
