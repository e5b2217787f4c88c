// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/units.h"

#include "crypto/envelope.h"
#include "model/workspace/parts.h"
#include "model/workspace/recovery.h"

#include <algorithm>

namespace model {

namespace {

/// "office" first, then the further ones by name.
std::vector<const Unit*> caseUnits(const RegisterState& office, const Collation& collation) {
    constexpr std::size_t kWhole = 1024; // bytes: no name is cut off
    std::vector<std::pair<std::string, const Unit*>> keyed;
    for (const auto& [id, unit] : office.units) {
        if (unit.readsCases()) keyed.emplace_back(collation.key(unit.name, kWhole), &unit);
    }
    std::ranges::sort(keyed, [](const auto& a, const auto& b) {
        if (a.second->isFurther() != b.second->isFurther()) return b.second->isFurther();
        return a.first < b.first;
    });
    std::vector<const Unit*> out;
    out.reserve(keyed.size());
    for (const auto& [key, unit] : keyed) out.push_back(unit);
    return out;
}

Text namesOf(const std::vector<const Unit*>& units) {
    Text out;
    for (const auto* const unit : units) {
        const Text title = unitTitle(unit->name);
        out.en += (out.en.empty() ? "" : ", ") + title.en;
        out.zh += (out.zh.empty() ? "" : "、") + title.zh;
    }
    return out;
}

} // namespace

std::vector<UnitEntry> Workspace::units() const {
    const Parts& parts = *m_parts;
    const auto byName = peopleByName();
    std::vector<UnitEntry> out;
    for (const auto* const unit : caseUnits(parts.office, parts.vault->collation())) {
        auto& entry = out.emplace_back();
        entry.id = unit->id;
        entry.name = unit->name;
        entry.title = unitTitle(unit->name);
        entry.further = unit->isFurther();
        entry.mine = unit->members.contains(parts.person);
        for (const auto id : byName) {
            const bool member = unit->members.contains(id);
            if (member && unit->leaving.contains(id)) entry.leaving.push_back(id);
            else if (member) entry.people.push_back(id);
            else if (unit->wants(parts.office.people.at(id))) entry.due.push_back(id);
        }
        if (auto may = parts.needAdministrator(); !may) entry.whyNot = std::move(may).error();
    }
    return out;
}

Result<UnitId> Workspace::unitNamed(std::string_view name) const {
    const auto all = caseUnits(m_parts->office, m_parts->vault->collation());
    for (const auto* const unit : all) {
        const Text title = unitTitle(unit->name);
        if (unit->name == name || title.en == name || title.zh == name || unit->id.hex() == name) return unit->id;
    }
    return fail(Code::notFound, model::fill({"There is no unit \"{0}\"", "没有处室“{0}”"}, name),
                model::fill({"There are: {0}", "现有：{0}"}, namesOf(all)), "unit");
}

Result<Receipt> Workspace::foundUnit(const std::string& name, std::span<const PersonId> members) {
    Parts& parts = *m_parts;
    TRY(parts.needAdministrator());
    // As with the fixed units, nobody holds the key but its members: not even who founds it.
    const auto identity = crypto::Identity::generate(parts.officeFile.suite, *parts.random);
    Unit unit;
    parts.random->fill(unit.id.bytes);
    unit.name = name;
    unit.identity = identity.publicPart();
    for (const auto id : members) {
        const Person* const person = parts.office.person(id);
        if (!person) return fail(Code::notFound, {"There is no such person", "无此人员"});
        auto sealed = crypto::sealTo(person->identity, identity.exportSecret().view(), unit.id.view(), *parts.random);
        if (!sealed)
            return fail(Code::failed, {"A unit's key cannot be sealed to this person", "无法向该人员封装处室密钥"});
        unit.members[id] = *std::move(sealed);
    }
    TRY_ASSIGN(auto receipt, parts.sayInRegister({UnitFounded{std::move(unit)}}));
    if (receipt.waits) TRY(parts.reloadOffice());
    TRY(openUnits(parts.keys, parts.office));
    return receipt;
}

Result<Receipt> Workspace::staffUnit(UnitId unit, PersonId person, bool member) {
    Parts& parts = *m_parts;
    TRY_ASSIGN(auto receipt, parts.sayInRegister({UnitStaffed{unit, person, member}}));
    if (!receipt.refused.empty()) return receipt;
    if (receipt.waits) TRY(parts.reloadOffice());
    // What cannot be handed on or turned from here, the next member does.
    KeysTended tended;
    (void)parts.tendUnits(tended);
    return receipt;
}

std::vector<UnitId> Workspace::unitsToTakeInFor() const {
    std::vector<UnitId> out;
    const Person* const me = m_parts->office.person(m_parts->person);
    for (const auto* const unit : caseUnits(m_parts->office, m_parts->vault->collation())) {
        if (me && unit->takesInFrom(*me)) out.push_back(unit->id);
    }
    return out;
}

Result<UnitId> Workspace::unitOfNew(std::optional<UnitId> chosen) const {
    const auto mine = unitsToTakeInFor();
    const auto& units = m_parts->office.units;
    if (chosen) {
        if (std::ranges::contains(mine, *chosen)) return *chosen;
        return fail(
            Code::refused, {"You open no cases for this unit: you are not in it", "您不在该处室，不能为其登记案件"},
            {"Choose a unit that you are in, or let a member do it", "请选择您所在的处室，或由其成员办理"}, "unit");
    }
    std::vector<const Unit*> further;
    for (const auto id : mine) {
        if (units.at(id).isFurther()) further.push_back(&units.at(id));
    }
    if (further.size() == 1) return further.front()->id;
    if (further.empty() && !mine.empty()) return mine.front();
    if (further.empty()) {
        return fail(Code::refused, {"You are in no unit that takes reports in", "您不在任何可登记举报的处室"},
                    {"Have an administrator put you into one", "请由系统管理员将您加入处室"}, "unit");
    }
    return fail(Code::usage,
                {"You are in several units: say for which one the case is", "您在多个处室：请指明案件所属处室"},
                model::fill({"One of: {0}", "可选：{0}"}, namesOf(further)), "unit");
}

Result<Receipt> Workspace::handToUnit(CaseId id, UnitId unit) {
    TRY_ASSIGN(auto loaded, m_parts->load(id));
    TRY_ASSIGN(const auto handing, m_parts->handing(loaded, unit));
    return m_parts->sayInCase(loaded, handing);
}

} // namespace model
