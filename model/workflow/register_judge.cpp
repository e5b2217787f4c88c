// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/judge.h"

#include "model/workflow/judge_parts.h"
#include "model/workflow/document_template.h"

#include <algorithm>
#include <set>

namespace model {

using namespace judging;

namespace {

struct RegisterJudge {
    const RegisterState& office;
    const EventHeader& header;

    Result<void> administrator() const {
        if (office.has(header.author, Role::administrator)) return {};
        return refuse({"Only an administrator may change the register", "仅系统管理员可变更名册"},
                      {"Ask an administrator", "请联系系统管理员"});
    }

    Result<void> operator()(const OfficeFounded& body) const {
        TRY(sealedAsItMust(header, true));
        if (office.exists()) return refuse({"The office is founded already", "单位已设立"});
        if (body.founder.id != header.author || !body.founder.roles.contains(Role::administrator)) {
            return refuse({"An office is founded by its first administrator", "单位须由首位系统管理员设立"});
        }
        return {};
    }

    Result<void> operator()(const PersonAdded& body) const {
        TRY(sealedAsItMust(header, true));
        TRY(administrator());
        if (office.person(body.person.id))
            return refuse({"This person is in the register already", "该人员已在名册中"});
        if (body.person.roles.empty())
            return refuse({"A person needs a role", "人员须有角色"}, {"Give at least one role", "请至少指定一个角色"});
        if (body.person.identity.suite != office.suite)
            return refuse({"The keys are of another suite", "密钥属于其他密码套件"});
        return {};
    }

    Result<void> operator()(const PersonChanged& body) const {
        TRY(sealedAsItMust(header, false));
        TRY(administrator());
        const Person* person = office.person(body.person);
        if (!person) return refuse({"There is no such person", "无此人员"});
        if (body.person == header.author) {
            return refuse({"Nobody changes their own roles", "不得变更本人角色"},
                          {"Ask another administrator", "请另一名系统管理员办理"});
        }
        if (body.roles.empty())
            return refuse({"A person needs a role", "人员须有角色"}, {"Give at least one role", "请至少指定一个角色"});
        return {};
    }

    Result<void> operator()(const UnitFounded& body) const {
        TRY(sealedAsItMust(header, false));
        TRY(administrator());
        if (office.unit(body.unit.name)) return refuse({"There is a unit of this name", "已有同名单位"});
        return body.unit.isFurther() ? furtherUnit(body.unit) : Result<void>();
    }

    Result<void> furtherUnit(const Unit& unit) const {
        TRY(checkUnitName(unit.name));
        if (office.hasUnitLike(unit.name))
            return refuse({"There is a unit of this name", "已有同名单位"}, {"Choose another name", "请另取名称"},
                          "name");
        if (static_cast<std::size_t>(std::ranges::count_if(
                office.units, [](const auto& one) { return one.second.isFurther(); })) >= kFurtherUnits) {
            return refuse(model::fill({"An office has at most {0} further units", "处室最多 {0} 个"},
                                      std::to_string(kFurtherUnits)));
        }
        // Who is let into a case is told by the bytes of an id alone.
        if (office.units.contains(unit.id) || office.person(PersonId{unit.id.bytes}))
            return refuse({"This id is in the register already", "该标识已在名册中"});
        TRY(isNew(unit.identity));
        if (unit.members.empty()) {
            return refuse({"A unit begins with its first member", "处室须至少有一名成员"},
                          {"Name somebody who is in it", "请指定成员"}, "members");
        }
        for (const auto& [id, sealed] : unit.members) TRY(suits(unit, id));
        return {};
    }

    /// Whether somebody may be put into a unit.
    Result<void> suits(const Unit& unit, PersonId id) const {
        const Person* person = office.person(id);
        if (!person) return refuse({"There is no such person", "无此人员"});
        if (unit.suits(*person)) return {};
        return refuse({"In a unit are active intake officers and authority heads; others are let into cases one by one",
                       "处室成员须为在岗的举报受理人员或机关负责人；其他人员按案件逐一指派"},
                      {"Give the person one of these roles first", "请先授予相应角色"}, "person");
    }

    Result<void> operator()(const UnitStaffed& body) const {
        TRY(sealedAsItMust(header, false));
        TRY(administrator());
        const auto found = office.units.find(body.unit);
        const Person* person = office.person(body.person);
        if (found == office.units.end() || !person)
            return refuse({"There is no such unit or person", "无此处室或人员"});
        const Unit& unit = found->second;
        if (!unit.readsCases()) {
            return refuse({"Who is in this unit follows from the roles", "该密钥组的成员由角色决定"},
                          {"Change the roles of the person", "请变更该人员的角色"});
        }
        if (body.person == header.author) {
            return refuse({"Nobody puts themselves into a unit or takes themselves out", "不得将本人加入或移出处室"},
                          {"Ask another administrator", "请另一名系统管理员办理"});
        }
        const bool isIn = unit.wants(*person) || unit.staying().contains(body.person);
        if (body.member) {
            if (isIn) return refuse({"This person is in the unit already", "该人员已在处室中"});
            return suits(unit, body.person);
        }
        if (!isIn) return refuse({"This person is not in the unit", "该人员不在该处室"});
        auto staying = unit.staying();
        if (staying.erase(body.person) == 0 || !staying.empty()) return {};
        return refuse(
            {"They alone have the unit's key: without them nobody could open its cases",
             "仅此人持有该处室密钥：移出后无人可打开其案件"},
            {"Put somebody else in first, and wait until they have the key", "请先加入其他人员，并等待其取得密钥"});
    }

    Result<void> operator()(const UnitJoined& body) const {
        TRY(sealedAsItMust(header, false));
        const auto unit = office.units.find(body.unit);
        const Person* person = office.person(body.person);
        if (unit == office.units.end() || !person) return refuse({"There is no such unit or person", "无此单位或人员"});
        if (!unit->second.members.contains(header.author)) {
            return refuse({"Only a member can let another into a unit", "仅成员可引入新成员"},
                          {"Ask a member of the unit", "请由该单位成员办理"});
        }
        // Else any member could put something that does not open in the place of another's key.
        if (unit->second.members.contains(body.person))
            return refuse({"This person is in the unit already", "该人员已在单位中"});
        // The fixed units say nothing of who has no role of theirs, as founders.
        const Unit& to = unit->second;
        const auto said = to.placed.find(body.person);
        const bool out = said != to.placed.end() && !said->second;
        if (out || (to.isFurther() && !to.wants(*person))) {
            return refuse({"No administrator has put this person into the unit", "系统管理员未将该人员加入该处室"},
                          {"Ask an administrator", "请联系系统管理员"});
        }
        return madeWithTheirKeys(to, {body.person}, body.with);
    }

    /// Who cannot open the key of a unit could not be let in again.
    Result<void> madeWithTheirKeys(const Unit& unit, const std::set<PersonId>& to, const Digest& with) const {
        if (with == office.sealingKeys(unit, to)) return {};
        return refuse(
            {"The unit, or somebody to whom its key was sealed, has other keys now", "密钥组或接收人的密钥已更换"},
            {"Exchange with the hub and do it again", "请与服务器同步后重试"});
    }

    Result<void> operator()(const UnitTurned& body) const {
        TRY(sealedAsItMust(header, false));
        const auto found = office.units.find(body.unit);
        if (found == office.units.end()) return refuse({"There is no such unit", "无此密钥组"});
        const Unit& unit = found->second;
        if (!unit.mustTurn()) return refuse({"Nobody has left this unit", "无人离开该密钥组"});
        TRY(isNew(body.identity));
        const auto members = body.to();
        const auto staying = unit.staying();
        if (staying.empty()) return turnedByNobody(unit, body, members);
        if (!staying.contains(header.author)) {
            return refuse({"Only who stays in a unit can turn it", "仅留任成员可更换密钥组的密钥"},
                          {"Ask a member of the unit", "请由该密钥组成员办理"});
        }
        if (members != staying) {
            return refuse({"The unit's new key would go to others than those who stay in it",
                           "密钥组新密钥的接收者与留任成员不一致"},
                          {"Exchange with the hub and do it again", "请与服务器同步后重试"});
        }
        if (body.former.empty())
            return refuse({"The unit's earlier key must come with the new one", "新密钥须附带原密钥"});
        return madeWithTheirKeys(unit, members, body.with);
    }

    /// Nobody is left who has the key that the unit had: what was sealed to it is lost, and the unit begins anew.
    Result<void> turnedByNobody(const Unit& unit, const UnitTurned& body, const std::set<PersonId>& members) const {
        TRY(administrator());
        const bool fit = std::ranges::all_of(members, [&](PersonId id) {
            const Person* person = office.person(id);
            return person && unit.wants(*person);
        });
        if (members.empty() || !fit) {
            return refuse(
                {"A unit begins anew with active people of its roles", "密钥组须由具有相应角色的在岗人员重新开始"},
                {"Give somebody the role first", "请先授予相应角色"});
        }
        if (!body.former.empty())
            return refuse({"Nobody is left who has the unit's earlier key", "已无人持有该密钥组的原密钥"});
        return madeWithTheirKeys(unit, members, body.with);
    }

    /// A new identity of a person or a unit is nobody's so far.
    Result<void> isNew(const crypto::PublicIdentity& identity) const {
        if (identity.suite != office.suite) return refuse({"The keys are of another suite", "密钥属于其他密码套件"});
        if (office.knows(identity)) return refuse({"These keys were used here before", "该密钥此前已在本单位使用"});
        return {};
    }

    Result<void> operator()(const IdentityProposed& body) const {
        TRY(sealedAsItMust(header, true));
        TRY(administrator());
        if (!office.person(body.person)) return refuse({"There is no such person", "无此人员"});
        if (body.person == header.author) {
            return refuse({"Nobody proposes new keys for themselves", "不得为本人提出更换密钥"},
                          {"Ask another administrator", "请另一名系统管理员办理"});
        }
        return isNew(body.identity);
    }

    /// The proposal that an event names; refused if it is not the one that waits.
    Result<const Proposal*> proposal(PersonId person, const Digest& event) const {
        const auto found = office.proposals.find(person);
        if (found != office.proposals.end() && found->second.place.event == event) return &found->second;
        return refuse({"There is no such proposal any more", "该更换提议已不存在"},
                      {"Look at what is proposed now", "请查看当前的提议"});
    }

    [[nodiscard]] bool agrees() const {
        return office.has(header.author, Role::administrator) || office.has(header.author, Role::supervisor);
    }

    Result<void> operator()(const IdentityDeclined& body) const {
        TRY(sealedAsItMust(header, false));
        TRY(proposal(body.person, body.proposal));
        // Who still has their keys stops those that somebody else made in their name.
        if (agrees() || header.author == body.person) return {};
        return refuse({"Only administrators, authority heads and the person decline new keys",
                       "仅系统管理员、机关负责人和本人可否决更换密钥"});
    }

    Result<void> operator()(const IdentityReplaced& body) const {
        TRY(sealedAsItMust(header, false));
        TRY_ASSIGN(const auto* const proposed, proposal(body.person, body.proposal));
        if (proposed->identity != body.identity)
            return refuse({"These are not the keys that were proposed", "该密钥并非所提议的密钥"});
        if (!agrees()) {
            return refuse({"New keys are approved by an administrator or an authority head",
                           "更换密钥须由系统管理员或机关负责人批准"});
        }
        if (header.author == proposed->place.by || header.author == body.person) {
            return refuse({"New keys need a second person: neither who proposed them nor who gets them",
                           "更换密钥须由第二人批准：提议者和本人均不得批准"},
                          {"Ask another administrator or an authority head", "请另一名系统管理员或机关负责人办理"});
        }
        if (!office.has(proposed->place.by, Role::administrator)) {
            return refuse({"Who proposed these keys is no administrator any more", "提议者已不再是系统管理员"},
                          {"Let an administrator propose them anew", "请由系统管理员重新提议"});
        }
        return {};
    }

    Result<void> operator()(const WorkflowAdopted& body) const {
        TRY(sealedAsItMust(header, false));
        TRY(administrator());
        TRY(parseDefinition(body.definition));
        return {};
    }

    Result<void> operator()(const CalendarAdopted& body) const {
        TRY(sealedAsItMust(header, false));
        TRY(administrator());
        if (!law::Calendar::parse(body.calendar)) {
            return refuse({"The calendar is not valid", "日历无效"},
                          {"Check it before it is adopted", "请先检查再启用"});
        }
        return {};
    }

    Result<void> operator()(const TemplateAdopted& body) const {
        TRY(sealedAsItMust(header, false));
        TRY(administrator());
        if (body.text.empty()) {
            if (office.templates.contains(body.id)) return {};
            return refuse({"The office has no template of its own with this name", "本单位没有自行修改的该模板"},
                          {"Nothing is left to do", "无需再办理"}, body.id);
        }
        TRY_ASSIGN(const auto read, parseTemplate(body.text));
        if (read.id == body.id) return {};
        return refuse({"The template says another name than its event", "模板名称与启用记录不一致"},
                      {"Update the program", "请更新程序"}, body.id);
    }

    Result<void> operator()(const UnknownBody& body) const {
        return fail(Code::newer,
                    {"The event kind \"" + body.kind + "\" is not known here", "不认识事件类型“" + body.kind + "”"},
                    update());
    }
};

} // namespace

Result<void> allowed(const RegisterState& office, const EventHeader& header, const RegisterBody& body) {
    if (office.exists()) {
        TRY(isActive(office, header.author));
        if (header.suite != office.suite) return refuse({"The event is of another suite", "事件属于其他密码套件"});
        if (!office.unknown.empty()) {
            return fail(Code::newer,
                        {"The register holds an entry that this version does not know", "名册含有本版本不认识的记录"},
                        update());
        }
        TRY(basisHolds(header.seen, office.chain, header.author));
        // One that nobody holds would be the newest from here on, and nobody could be admitted any more.
        if (header.epoch > office.epoch)
            return refuse({"It is sealed under a key that the register does not have", "其密封所用密钥不属于本名册"});
    } else if (!std::holds_alternative<OfficeFounded>(body)) {
        return refuse({"A register begins with the founding of its office", "名册须以单位设立开始"});
    }
    return std::visit(RegisterJudge{office, header}, body);
}

} // namespace model
