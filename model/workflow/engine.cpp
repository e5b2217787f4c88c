// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/engine.h"

#include "model/workflow/guards.h"

#include <algorithm>
#include <map>

namespace model {
namespace {

// What holds for every command on a case, whatever it is.
Result<const Stage*> openStage(const Definition& definition, const CaseState& state) {
    if (!state.unknown.empty()) {
        return fail(Code::newer,
                    model::fill({"The case holds an entry of a kind that this version does not know: {0}.",
                                 "案件中含有本版本不认识的记录：{0}。"},
                                state.unknown.front().kind),
                    {"Update the program; until then the case can be read only.", "请更新程序；在此之前只能查阅。"});
    }
    const Stage* stage = definition.stage(state.stage);
    if (!stage) {
        return fail(Code::refused,
                    model::fill({"The case stands in the stage \"{0}\", which its workflow does not have.",
                                 "案件所处阶段“{0}”不在其工作流中。"},
                                state.stage),
                    {"Check the case with verify.", "请用verify检查该案件。"});
    }
    return stage;
}

bool namesAnyRole(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                  const std::vector<std::string>& roles) {
    return std::ranges::any_of(
        roles, [&](const auto& role) { return holdsRole(definition, state, office, actor, role).has_value(); });
}

Text titlesOf(const Definition& definition, const std::vector<std::string>& roles) {
    Text out;
    for (const auto& id : roles) {
        const CaseRole* role = definition.role(id);
        const Text title = role ? role->title : same(id);
        out.en += (out.en.empty() ? "" : ", ") + title.en;
        out.zh += (out.zh.empty() ? "" : "、") + title.zh;
    }
    return out;
}

Error at(Error error, const std::string& where) {
    if (error.where.empty()) error.where = where;
    return error;
}

// The stage and the existence of the step.
Result<const Step*> stepHere(const Definition& definition, const CaseState& state, const std::string& id) {
    TRY_ASSIGN(const Stage* stage, openStage(definition, state));
    const Step* step = definition.step(id);
    if (!step) {
        return fail(Code::refused, model::fill({"The workflow has no step \"{0}\".", "工作流没有步骤“{0}”。"}, id),
                    {"List the steps of the case to see those there are.", "请查看该案件可办理的步骤。"}, id);
    }
    if (!std::ranges::contains(step->from, stage->id)) {
        Text stages;
        for (const auto& from : step->from) {
            const Stage* other = definition.stage(from);
            stages.en += (stages.en.empty() ? "" : ", ") + (other ? other->title.en : from);
            stages.zh += (stages.zh.empty() ? "" : "、") + (other ? other->title.zh : from);
        }
        return fail(Code::refused,
                    model::fill({"\"{0}\" cannot be taken in the stage \"{1}\".", "在“{1}”阶段不能办理“{0}”。"},
                                step->title, stage->title),
                    model::fill({"It can be taken in: {0}.", "可在下列阶段办理：{0}。"}, stages), id, step->cite);
    }
    return step;
}

// An approval approves what the last taking of the other step said, and never that of the approver; a definition
// without a guard for it does not pass its check, and a crafted one does not pass here.
Result<void> fourEyes(const Definition& definition, const CaseState& state, const Step& step, PersonId actor) {
    if (step.approves.empty()) return {};
    if (!std::ranges::contains(state.steps, step.approves, &StepTaken::step)) {
        const Step* other = definition.step(step.approves);
        return fail(Code::refused, {"There is nothing to approve yet.", "尚无可批准的内容。"},
                    model::fill({"First: {0}.", "请先办理：{0}。"}, other ? other->title : same(step.approves)),
                    step.id, step.cite);
    }
    if (!state.everTook(actor, step.approves)) return {}; // what was taken back was still proposed
    return fail(Code::refused, {"Nobody approves what they proposed.", "任何人不得批准本人提出的内容。"},
                {"Let another person approve it.", "请由他人批准。"}, step.id, step.cite);
}

bool isForward(const Definition& definition, const std::string& from, const std::string& to) {
    const auto index = [&](const std::string& id) { return std::ranges::find(definition.stages, id, &Stage::id); };
    return index(to) > index(from);
}

} // namespace

Result<void> allowedStep(const Definition& definition, const CaseState& state, const RegisterState& office,
                         PersonId actor, const StepCall& call, Instant now, const law::Calendar* calendar) {
    TRY_ASSIGN(const Step* step, stepHere(definition, state, call.step));
    if (call.role != step->role) {
        const CaseRole* role = definition.role(step->role);
        return fail(Code::refused,
                    model::fill({"\"{0}\" is taken as {1}, not as \"{2}\".", "“{0}”应以{1}身份办理，而不是“{2}”。"},
                                step->title, role ? role->title : same(step->role), call.role),
                    {"Take it in that role.", "请以该身份办理。"}, step->id, step->cite);
    }
    if (auto holds = holdsRole(definition, state, office, actor, step->role); !holds) {
        return std::unexpected(at(std::move(holds).error(), step->id));
    }
    const GuardScene scene{.definition = definition,
                           .state = state,
                           .office = office,
                           .now = now,
                           .calendar = calendar,
                           .readable = call.form != nullptr,
                           .form = call.form};
    for (const auto& guard : step->guards) {
        if (const GuardGap gap = judgeGuard(scene, *step, guard, &actor); gap.open) {
            return std::unexpected(refusalOf(*step, guard, gap));
        }
    }
    TRY(fourEyes(definition, state, *step, actor));
    if (call.form) TRY(checkForm(*step, *call.form, office));
    return {};
}

std::vector<StepOption> stepsFrom(const Definition& definition, const CaseState& state, const RegisterState& office,
                                  PersonId actor, Instant now, const law::Calendar* calendar) {
    std::vector<StepOption> options;
    const GuardScene scene{.definition = definition,
                           .state = state,
                           .office = office,
                           .now = now,
                           .calendar = calendar,
                           .readable = true,
                           .form = nullptr};
    for (const auto& step : definition.steps) {
        if (!std::ranges::contains(step.from, state.stage)) continue;
        StepOption option{.step = step.id,
                          .title = step.title,
                          .role = step.role,
                          .to = targetOf(step, state.stage),
                          .confirm = step.confirm,
                          .mine = true,
                          .refusals = {}};
        if (auto open = openStage(definition, state); !open) option.refusals.push_back(std::move(open).error());
        if (auto holds = holdsRole(definition, state, office, actor, step.role); !holds) {
            option.mine = false;
            option.refusals.push_back(at(std::move(holds).error(), step.id));
        }
        bool eyes = false; // a guard has said it already
        for (const auto& guard : step.guards) {
            const GuardGap gap = judgeGuard(scene, step, guard, &actor);
            if (!gap.open) continue;
            eyes = eyes || guard.kind == GuardKind::notPerformedBy;
            option.refusals.push_back(refusalOf(step, guard, gap));
        }
        if (auto other = fourEyes(definition, state, step, actor); !other && !eyes) {
            option.refusals.push_back(std::move(other).error());
        }
        if (auto rests = restsOnReadable(definition, state, step); !rests && option.mine)
            option.refusals.push_back(std::move(rests).error());
        options.push_back(std::move(option));
    }
    return options;
}

Result<void> mayOpen(const Definition& definition, const RegisterState& office, PersonId actor) {
    if (namesAnyRole(definition, {}, office, actor, definition.openers)) return {};
    return fail(Code::refused,
                model::fill({"Reports are taken in by: {0}.", "举报由下列人员登记：{0}。"},
                            titlesOf(definition, definition.openers)),
                {"Let a person with this role do it.", "请由具有该身份的人员办理。"}, definition.initialStage().id);
}

Result<void> mayAddMaterial(const Definition& definition, const CaseState& state, const RegisterState& office,
                            PersonId actor) {
    TRY_ASSIGN(const Stage* stage, openStage(definition, state));
    if (namesAnyRole(definition, state, office, actor, stage->workers)) return {};
    if (stage->workers.empty()) {
        return fail(Code::refused,
                    model::fill({"In the stage \"{0}\" nothing is added to the case.", "“{0}”阶段不再补充材料。"},
                                stage->title),
                    {"Add it before this stage, or return the case.", "请在此阶段之前补充，或先退回案件。"}, stage->id);
    }
    return fail(Code::refused,
                model::fill({"In the stage \"{0}\" the case is worked on by: {1}.", "“{0}”阶段由下列人员办理：{1}。"},
                            stage->title, titlesOf(definition, stage->workers)),
                {"Have yourself assigned, or let them add it.", "请先获得指派，或由上述人员补充。"}, stage->id);
}

Result<void> mayAssign(const Definition& definition, const CaseState& state, const RegisterState& office,
                       PersonId actor) {
    TRY_ASSIGN(const Stage* stage, openStage(definition, state));
    if (namesAnyRole(definition, state, office, actor, stage->assigners)) return {};
    if (stage->assigners.empty()) {
        return fail(
            Code::refused,
            model::fill({"In the stage \"{0}\" nobody is assigned or released.", "“{0}”阶段不办理指派或解除指派。"},
                        stage->title),
            {"Assign in another stage.", "请在其他阶段指派。"}, stage->id);
    }
    return fail(Code::refused,
                model::fill({"In the stage \"{0}\" persons are assigned by: {1}.", "“{0}”阶段由下列人员指派：{1}。"},
                            stage->title, titlesOf(definition, stage->assigners)),
                {"Let a person with this role do it.", "请由具有该身份的人员办理。"}, stage->id);
}

Result<void> mayAssign(const Definition& definition, const CaseState& state, const RegisterState& office,
                       PersonId actor, PersonId person, const std::string& role) {
    TRY(mayAssign(definition, state, office, actor));
    const CaseRole* part = definition.role(role);
    if (!part || !part->assigned) {
        return fail(Code::refused, model::fill({"Nobody is assigned as \"{0}\".", "角色“{0}”无需指派。"}, role),
                    {"Choose a role of this workflow that has assigned persons.", "请选择本工作流中需指派的角色。"},
                    role);
    }
    const auto found = office.people.find(person);
    const auto system = parseRole(part->system);
    if (found == office.people.end() || !found->second.active || !system || !found->second.roles.contains(*system)) {
        return fail(Code::refused,
                    model::fill({"This person cannot be {0}: they are not active or lack the role.",
                                 "该人员不能担任{0}：不在岗或没有相应身份。"},
                                part->title),
                    {"Choose a person who has the role.", "请选择具有该身份的人员。"}, role);
    }
    const auto now = [&](const Assignment& one) { return one.person == person && one.role == role; };
    if (std::ranges::any_of(state.assignments, now)) {
        return fail(Code::refused,
                    model::fill({"This person is assigned as {0} already.", "该人员已被指派为{0}。"}, part->title),
                    {"Choose another person.", "请选择其他人员。"}, role);
    }
    for (const auto& other : part->excludes) {
        if (!everHad(state, person, other)) continue;
        const CaseRole* had = definition.role(other);
        return fail(Code::refused,
                    model::fill({"Who was {0} in this case cannot be {1}.", "担任过本案{0}的人员不能担任{1}。"},
                                had ? had->title : same(other), part->title),
                    {"Choose a person who has not taken part in that role.", "请选择未以该身份参与本案的人员。"}, role);
    }
    return {};
}

Result<void> mayRelease(const Definition& definition, const CaseState& state, const RegisterState& office,
                        PersonId actor, PersonId person, const std::string& role) {
    TRY(mayAssign(definition, state, office, actor));
    const auto now = [&](const Assignment& one) { return one.person == person && one.role == role; };
    if (std::ranges::any_of(state.assignments, now)) return {};
    return fail(Code::refused, {"This person is not assigned in this role.", "该人员未以此身份被指派。"},
                {"See who is assigned to the case.", "请查看本案已指派的人员。"}, role);
}

std::vector<Missing> completeness(const Definition& definition, const CaseState& state, const RegisterState& office,
                                  Instant now, const law::Calendar* calendar) {
    std::vector<Missing> out;
    const GuardScene scene{.definition = definition,
                           .state = state,
                           .office = office,
                           .now = now,
                           .calendar = calendar,
                           .readable = true,
                           .form = nullptr};
    for (const auto& step : definition.steps) {
        if (!std::ranges::contains(step.from, state.stage)) continue;
        if (!isForward(definition, state.stage, targetOf(step, state.stage))) continue;
        for (const auto& guard : step.guards) {
            GuardGap gap = judgeGuard(scene, step, guard, nullptr);
            if (!gap.open) continue;
            const Error refusal = refusalOf(step, guard, gap);
            out.push_back({.step = step.id,
                           .stepTitle = step.title,
                           .guard = guard.kind,
                           .what = refusal.what,
                           .cure = refusal.cure,
                           .cite = refusal.cite,
                           .role = guard.role,
                           .names = std::move(gap.names),
                           .have = gap.have,
                           .need = gap.need});
        }
    }
    return out;
}

} // namespace model
