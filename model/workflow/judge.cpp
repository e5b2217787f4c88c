// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/judge.h"

#include "model/workflow/judge_parts.h"
#include "model/workflow/items.h"
#include "model/workflow/step_documents.h"

#include <algorithm>
#include <set>

namespace model {

namespace judging {

std::unexpected<Error> refuse(Text what, Text cure, std::string where, std::string cite) {
    return fail(Code::refused, std::move(what), std::move(cure), std::move(where), std::move(cite));
}

Text update() { return {"Update the program to the version that wrote it", "请将程序更新到写入该记录的版本"}; }

Result<void> sawThisChain(const Seen& seen, const std::vector<Entered>& chain) {
    if (seen.seq > chain.size() || (seen.seq > 0 && chain[seen.seq - 1].link != seen.link)) {
        return refuse({"It was decided on a state that this record does not have", "决定所依据的状态不在本记录中"},
                      {"Exchange with the hub and decide again", "请与服务器同步后重新决定"});
    }
    return {};
}

Result<void> basisHolds(const Seen& seen, const std::vector<Entered>& chain, PersonId author) {
    TRY(sawThisChain(seen, chain));
    if (changedByOthers(chain, seen.seq, author)) {
        return refuse(model::fill({"Somebody else changed the case after you saw it (you saw entry {0}, it is at {1})",
                                   "您查看之后，案件已被他人更新（您所见为第 {0} 条，现为第 {1} 条）"},
                                  std::to_string(seen.seq), std::to_string(chain.size())),
                      {"Look at what is new and decide again", "请查看新内容后重新决定"});
    }
    return {};
}

Result<void> sealedAsItMust(const EventHeader& header, bool must) {
    if (header.sealedHash.has_value() == must) return {};
    return refuse({"An event of this kind must " + std::string(must ? "" : "not ") + "have a sealed part",
                   std::string("此类事件") + (must ? "必须" : "不得") + "含密封部分"},
                  {}, header.kind);
}

Result<void> isActive(const RegisterState& office, PersonId id) {
    const Person* person = office.person(id);
    if (!person) return refuse({"The author is not a person of this office", "作者不属于本单位"});
    if (!person->active) {
        return refuse({"The author has left the office", "作者已离开本单位"},
                      {"An administrator can admit them again", "可由系统管理员重新启用"});
    }
    return {};
}

} // namespace judging

namespace {

using namespace judging;

struct CaseJudge {
    const CaseState& state;
    const EventHeader& header;
    const Bench& bench;

    [[nodiscard]] const Definition& definition() const { return *bench.definition; }
    [[nodiscard]] const RegisterState& office() const { return *bench.office; }

    /// Who gets the keys that this event carries is exactly who it lets in: it is all that says who can read.
    [[nodiscard]] Result<void> keysGoTo(const std::set<std::array<std::uint8_t, 16>>& expected) const {
        if (std::set(bench.recipients.begin(), bench.recipients.end()) == expected) return {};
        return refuse({"The case's key would go to others than those whom this event lets in",
                       "案件密钥的接收者与该事件准许阅读的人员不一致"},
                      {"Update the program, and check the case with verify", "请更新程序，并用verify检查该案件"},
                      header.kind);
    }

    /// Who still reads the case once this person is released: nobody else may be left out, and nobody come in.
    [[nodiscard]] std::set<std::array<std::uint8_t, 16>> staying(const PersonReleased& body) const {
        const bool leaves = std::ranges::count(state.assignments, body.person, &Assignment::person) == 1;
        return stayingBut(leaves ? std::optional(body.person.bytes) : std::nullopt);
    }

    [[nodiscard]] std::set<std::array<std::uint8_t, 16>>
    stayingBut(const std::optional<std::array<std::uint8_t, 16>>& leaver) const {
        std::set<std::array<std::uint8_t, 16>> out;
        for (const auto& reader : state.readers) {
            if (leaver == reader) continue;
            if (office().person(PersonId{reader}) || office().units.contains(UnitId{reader})) out.insert(reader);
        }
        return out;
    }

    Result<void> operator()(const ReportReceived& body) const {
        TRY(sealedAsItMust(header, true));
        if (state.exists()) return refuse({"The case is open already", "案件已存在"});
        if (header.seen.seq != 0)
            return refuse({"A report opens its case and follows nothing", "举报应为案件首条记录"});
        if (header.keys.empty())
            return refuse({"A new case must give its key to its readers", "新案件必须附带案件密钥"});
        TRY(forOneUnit());
        if (body.workflow != office().currentWorkflow) {
            return refuse({"New cases run on the workflow in force", "新案件须适用现行流程"},
                          {"Exchange with the hub and take the report in again", "请同步后重新登记"});
        }
        if (body.stage != definition().initialStage().id)
            return refuse({"A case begins in its first stage", "案件须从初始阶段开始"});
        TRY(mayOpen(definition(), office(), header.author));
        return facts(body.facts);
    }

    /// A case is opened for one unit, by somebody who is in it.
    [[nodiscard]] Result<void> forOneUnit() const {
        if (!office().unit(kOfficeUnit))
            return refuse({"The office has no unit that reads cases", "没有可阅读案件的单位"});
        const auto to =
            bench.recipients.empty() ? office().units.end() : office().units.find(UnitId{bench.recipients.front()});
        if (to == office().units.end() || !to->second.readsCases()) return keysGoTo({});
        TRY(keysGoTo({to->first.bytes}));
        if (to->second.takesInFrom(office().people.at(header.author))) return {};
        return refuse(
            model::fill({"You open no cases for the unit {0}: you are not in it", "您不在“{0}”，不能为其登记案件"},
                        unitTitle(to->second.name)),
            {"Choose a unit that you are in, or let a member do it", "请选择您所在的处室，或由其成员办理"}, "unit");
    }

    Result<void> facts(const Form& values) const {
        if (!bench.readable) return {};
        for (const auto& [field, value] : values) TRY(checkFact(definition(), field, value, office()));
        return {};
    }

    Result<void> material() const { return mayAddMaterial(definition(), state, office(), header.author); }

    Result<void> operator()(const FactsSet& body) const {
        TRY(sealedAsItMust(header, true));
        TRY(material());
        if (body.values.empty()) return refuse({"No fact is stated", "未填写任何事实"});
        return facts(body.values);
    }

    Result<void> operator()(const NoteAdded& body) const {
        TRY(sealedAsItMust(header, true));
        if (bench.readable && body.text.empty()) return refuse({"The note is empty", "备注为空"});
        return material();
    }

    Result<void> operator()(const EvidenceAdded& body) const {
        TRY(sealedAsItMust(header, true));
        if (std::ranges::find(evidenceCategories(), body.category, &EvidenceCategory::id) ==
            evidenceCategories().end()) {
            return refuse(
                {"\"" + body.category + "\" is not a kind of evidence", "“" + body.category + "”不是法定证据种类"},
                {"Choose one of the eight kinds", "请选择八种证据之一"}, "category", "APL 46");
        }
        if (std::ranges::contains(state.evidence, body.item, &EvidenceItem::id)) {
            return refuse({"This piece of evidence is in the case already", "该证据已在案中"});
        }
        return material();
    }

    Result<void> operator()(const EvidenceExcluded& body) const {
        TRY(sealedAsItMust(header, true));
        const auto found = std::ranges::find(state.evidence, body.item, &EvidenceItem::id);
        if (found == state.evidence.end())
            return refuse({"There is no such piece of evidence in the case", "案中无此证据"});
        if (found->excluded) return refuse({"It is excluded already", "该证据已被排除"});
        if (bench.readable && body.reason.empty()) {
            return refuse({"Excluding evidence needs a reason", "排除证据须说明理由"},
                          {"State the reason", "请填写理由"}, "reason", "APL 46");
        }
        return material();
    }

    Result<void> operator()(const DocumentMade& body) const {
        TRY(sealedAsItMust(header, true));
        if (std::ranges::contains(state.documents, body.item, &CaseDocument::id))
            return refuse({"This document is in the case already", "该文书已在案中"});
        const OpenedTrack* own = body.opening ? state.track(*body.opening) : nullptr;
        if (body.opening && !own) {
            return refuse({"There is no such side procedure in the case", "案中没有该另行程序"},
                          {"Look at what is new and make it again", "请查看新内容后重新制作"}, body.document);
        }
        return mayMakeDocument(definition(), state, office(), header.author, body.document, own);
    }

    Result<void> operator()(const ChronologyEntered& body) const {
        return statement(ItemSort::chronology, body, state.chronology);
    }
    Result<void> operator()(const PartyStated& body) const { return statement(ItemSort::party, body, state.parties); }

    /// Nothing here depends on what others said of the thing meanwhile: a statement is additive, and must land.
    Result<void> statement(ItemSort sort, const ItemStatement& body, const std::vector<StatedItem>& known) const {
        TRY(sealedAsItMust(header, true));
        TRY(material());
        if (!bench.readable) return {};
        if (body.withdraws()) {
            if (std::ranges::contains(known, body.item, &StatedItem::id)) return {};
            return refuse({"There is nothing of this id in the case to withdraw", "案中没有可撤回的该条目"});
        }
        TRY(checkItem(sort, body.fields, office()));
        return checkCitations(state, body.evidence);
    }

    Result<void> operator()(const PersonAssigned& body) const {
        TRY(sealedAsItMust(header, false));
        if (!office().person(body.person)) return refuse({"There is no such person", "无此人员"});
        if (state.isAssigned(body.person, body.role))
            return refuse({"This person is assigned already", "该人员已被指派"});
        if (header.keys.empty()) return refuse({"An assignment must give the case's key", "指派须附带案件密钥"});
        TRY(keysGoTo({body.person.bytes}));
        return mayAssign(definition(), state, office(), header.author, body.person, body.role);
    }

    Result<void> operator()(const PersonReleased& body) const {
        TRY(sealedAsItMust(header, false));
        if (!state.isAssigned(body.person, body.role)) return refuse({"This person is not assigned", "该人员未被指派"});
        if (header.keys.empty()) return refuse({"A release must turn the case's key", "解除指派须更换案件密钥"});
        TRY(keysGoTo(staying(body)));
        return mayRelease(definition(), state, office(), header.author, body.person, body.role);
    }

    Result<void> operator()(const CaseHanded& body) const {
        TRY(sealedAsItMust(header, false));
        const auto to = office().units.find(body.unit);
        if (to == office().units.end() || !to->second.readsCases())
            return refuse({"There is no such unit that reads cases", "没有可阅读案件的该处室"});
        if (body.unit == state.unit)
            return refuse({"The case belongs to this unit already", "案件已属于该处室"}, {}, "unit");
        if (to->second.staying().empty()) {
            return refuse({"Nobody is in this unit who could open the case", "该处室尚无可打开案件的成员"},
                          {"Have somebody put into it first", "请先由系统管理员加入人员"}, "unit");
        }
        if (header.keys.empty())
            return refuse({"A handing must carry the case's keys and a new one", "移交处室须附带案件密钥及新密钥"});
        auto readers = stayingBut(state.unit.bytes);
        readers.insert(body.unit.bytes);
        TRY(keysGoTo(readers));
        return mayAssign(definition(), state, office(), header.author);
    }

    // Whoever reads the case may do it: it lets nobody in, and says nothing of the matter.
    Result<void> operator()(const KeysGiven& body) const {
        TRY(sealedAsItMust(header, false));
        const Person* person = office().person(body.person);
        if (!person || !person->active || !state.readers.contains(body.person.bytes)) {
            return refuse({"This person is not let into the case", "该人员未获准阅读本案"},
                          {"Assign them to it", "请先指派"});
        }
        if (!isReader(state, office(), header.author))
            return refuse({"Only who can read a case gives its keys again", "仅能阅读案件的人员可重新给予案件密钥"});
        const auto given = state.given.find(body.person);
        if (given != state.given.end() && given->second >= person->identitySince())
            return refuse({"This person was given the keys already", "该人员已获得案件密钥"});
        if (header.keys.empty()) return refuse({"It must carry the case's keys", "须附带案件密钥"});
        return keysGoTo({body.person.bytes});
    }

    Result<void> operator()(const StepDone& body) const {
        return step(body, state.stage,
                    {.step = body.step,
                     .form = bench.readable ? &body.form : nullptr,
                     .role = body.role,
                     .day = body.day,
                     .documents = body.documents});
    }

    Result<void> operator()(const TrackStep& body) const {
        const OpenedTrack* own = body.opening ? state.track(*body.opening) : nullptr;
        if (body.track.empty() || (body.opening && (!own || own->track != body.track))) {
            return refuse({"There is no such side procedure in the case", "案中没有该另行程序"},
                          {"Look at what is new and decide again", "请查看新内容后重新决定"}, body.step);
        }
        return step(body, own ? own->stage : state.stage,
                    {.step = body.step,
                     .form = bench.readable ? &body.form : nullptr,
                     .role = body.role,
                     .day = body.day,
                     .track = body.track,
                     .on = body.opening,
                     .documents = body.documents});
    }

    [[nodiscard]] Result<void> step(const StepDone& body, const std::string& stands, const StepCall& call) const {
        TRY(sealedAsItMust(header, true));
        if (body.from != stands) {
            return refuse({"The case is no longer in the stage this step was taken from", "案件已不在该步骤的起始阶段"},
                          {"Look at what is new and decide again", "请查看新内容后重新决定"}, body.step);
        }
        TRY(allowedStep(definition(), state, office(), header.author, call, bench.now, bench.calendar));
        if (body.to != targetOf(*definition().anyStep(body.step), body.from))
            return refuse({"The step does not lead there", "该步骤不通向该阶段"}, {}, body.step);
        return {};
    }

    // Neither additive nor decisive: whether it may land follows from what stands where it lands.
    Result<void> operator()(const EventWithdrawn& body) const {
        TRY(sealedAsItMust(header, false));
        return mayWithdraw(definition(), state, office(), header.author, body.event);
    }

    // No role and no stage: whoever holds the keys can look at any time, and an ended case is looked at too.
    Result<void> operator()(const CaseOpened&) const {
        TRY(sealedAsItMust(header, false));
        if (!isReader(state, office(), header.author)) {
            return refuse({"Only who can read a case opens it", "仅能阅读案件的人员可查阅"},
                          {"Ask to be assigned to the case", "请申请指派到该案件"});
        }
        const Date day = chinaDate(header.time);
        using std::chrono::sys_days;
        constexpr std::chrono::days kSkew{1}; // of clocks; else a wrong day could be noted over and over
        if (sys_days(day) > sys_days(chinaDate(bench.now)) + kSkew ||
            sys_days(day) < sys_days(chinaDate(state.opened.time)) - kSkew) {
            return refuse({"The day of the opening cannot be", "查阅日期不可能成立"},
                          {"Set the clock of this computer right", "请校准本机时钟"});
        }
        if (state.openedOn(header.author, day))
            return refuse({"It is noted already that you opened the case today", "当日查阅已有记录"});
        return {};
    }

    Result<void> operator()(const UnknownBody& body) const {
        return fail(Code::newer,
                    {"The event kind \"" + body.kind + "\" is not known here", "不认识事件类型“" + body.kind + "”"},
                    update());
    }
};

} // namespace

bool isDecisive(std::string_view kind) {
    return kind == StepDone::kKind || kind == TrackStep::kKind || kind == PersonAssigned::kKind ||
           kind == PersonReleased::kKind || kind == CaseHanded::kKind;
}

Result<void> allowed(const CaseState& state, const EventHeader& header, const CaseBody& body, const Bench& bench) {
    TRY(isActive(*bench.office, header.author));
    if (header.suite != bench.office->suite) return refuse({"The event is of another suite", "事件属于其他密码套件"});
    // That a case was opened is noted whatever else it holds: also where it can only be read.
    const bool opening = std::holds_alternative<CaseOpened>(body);
    if (!state.unknown.empty() && !opening) {
        return fail(Code::newer,
                    {"The case holds an entry that this version does not know", "案件含有本版本不认识的记录"},
                    update());
    }
    if (!state.exists() && header.kind != ReportReceived::kKind)
        return refuse({"A case begins with a report", "案件须以举报开始"});
    if (!bench.definition && !opening)
        return refuse({"The workflow of the case is not in the register", "名册中没有该案件的流程"});
    // Who can read a case changes by a decision on who is in it, and by nothing else.
    if (!header.keys.empty() && !mayGiveKeys(header.kind))
        return refuse({"An event of this kind gives no key to anybody", "此类事件不得附带密钥"}, {}, header.kind);
    if (isDecisive(header.kind)) TRY(basisHolds(header.seen, state.chain, header.author));
    // They land whatever happened meanwhile, but nothing is lost if they do not: who looks or takes back can do it once
    // more. With an invented history they would leave a finding in every verification for good.
    if (opening || std::holds_alternative<EventWithdrawn>(body)) TRY(sawThisChain(header.seen, state.chain));
    // A role says what somebody may do in the cases that they are let into, and lets them into none.
    const bool saysItself = opening || std::holds_alternative<KeysGiven>(body);
    if (state.exists() && !saysItself && !isReader(state, *bench.office, header.author)) {
        return refuse(
            {"You are not let into this case, nor is a unit that you are in", "您及您所在的处室均未获准办理本案"},
            {"Ask to be assigned to it", "请申请指派到该案件"});
    }
    return std::visit(CaseJudge{state, header, bench}, body);
}

} // namespace model
