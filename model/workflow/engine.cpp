// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/engine.h"

#include "model/workflow/guards.h"
#include "model/workflow/step_documents.h"

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

// A step that leads out of the stage in which its track stands.
struct StepHere {
    const Step* step = nullptr;
    const OpenedTrack* own = nullptr; ///< the side track that it moves
};

Result<void> leadsFrom(const Track& track, const Step& step, const Stage& stage) {
    if (std::ranges::contains(step.from, stage.id)) return {};
    Text stages;
    for (const auto& from : step.from) {
        const Stage* other = track.stage(from);
        stages.en += (stages.en.empty() ? "" : ", ") + (other ? other->title.en : from);
        stages.zh += (stages.zh.empty() ? "" : "、") + (other ? other->title.zh : from);
    }
    return fail(Code::refused,
                model::fill({"\"{0}\" cannot be taken in the stage \"{1}\".", "在“{1}”阶段不能办理“{0}”。"}, step.title,
                            stage.title),
                model::fill({"It can be taken in: {0}.", "可在下列阶段办理：{0}。"}, stages), step.id, step.cite);
}

// Beside a case that has ended only what outlives it goes on.
Result<void> notOver(const SideTrack& side, const Step& step, const Stage& stage) {
    if (!stage.final || side.outlives) return {};
    return fail(Code::refused,
                model::fill({"The case has ended, and \"{0}\" with it.", "案件已结束，“{0}”随之结束。"}, side.title),
                {"Look at how the case ended.", "请查看案件的结束情况。"}, step.id, step.cite);
}

Result<void> mayOpenTrack(const Definition& definition, const CaseState& state, const SideTrack& side,
                          const Step& step) {
    if (side.many) return {};
    const auto open = std::ranges::find_if(state.tracks, [&](const OpenedTrack& one) {
        return one.track == side.id && !hasEnded(definition, state, one);
    });
    if (open == state.tracks.end()) return {};
    const Stage* stage = side.stage(open->stage);
    return fail(Code::refused,
                model::fill({"\"{0}\" is open already, in the stage \"{1}\".", "“{0}”正在进行，处于“{1}”阶段。"},
                            side.title, stage ? stage->title : same(open->stage)),
                {"Go on with that one, or end it first.", "请继续办理，或先使其结束。"}, step.id, step.cite);
}

// The stage and the existence of the step.
Result<StepHere> stepHere(const Definition& definition, const CaseState& state, const StepCall& call) {
    TRY_ASSIGN(const Stage* stage, openStage(definition, state));
    const SideTrack* side = definition.track(call.track);
    const Track* track = call.track.empty() ? static_cast<const Track*>(&definition) : side;
    const Step* step = track ? track->step(call.step) : nullptr;
    if (!step) {
        return fail(Code::refused,
                    model::fill({"The workflow has no step \"{0}\".", "工作流没有步骤“{0}”。"},
                                call.track.empty() ? call.step : call.track + "/" + call.step),
                    {"List the steps of the case to see those there are.", "请查看该案件可办理的步骤。"}, call.step);
    }
    if (!side) {
        TRY(leadsFrom(*track, *step, *stage));
        return StepHere{step, nullptr};
    }
    TRY(notOver(*side, *step, *stage));
    const OpenedTrack* own = call.on ? state.track(*call.on) : nullptr;
    if (step->opens != !call.on || (call.on && (!own || own->track != side->id))) {
        return fail(Code::refused,
                    step->opens ? Text{"This step opens a side procedure; it is not taken in one.",
                                       "该步骤用于开启另行程序，不在已开启的程序中办理。"}
                                : model::fill({"\"{0}\" is a step of \"{1}\", of which there is none like that here.",
                                               "“{0}”是“{1}”的步骤，而本案没有所指的该程序。"},
                                              step->title, side->title),
                    {"List the steps of the case to see those there are.", "请查看该案件可办理的步骤。"}, step->id,
                    step->cite);
    }
    if (step->opens) {
        TRY(leadsFrom(definition, *step, *stage));
        TRY(mayOpenTrack(definition, state, *side, *step));
        return StepHere{step, nullptr};
    }
    Stage unknown;
    unknown.id = own->stage;
    unknown.title = same(own->stage);
    const Stage* stands = side->stage(own->stage);
    TRY(leadsFrom(*side, *step, stands ? *stands : unknown));
    return StepHere{step, own};
}

// A dated step says its day once for the hub and once in its form. No period of a case began before the case.
Result<void> checkDay(const CaseState& state, const Step& step, const StepCall& call, Instant now) {
    const auto refuse = [&](Text what, Text cure) {
        return Result<void>(fail(Code::refused, std::move(what), std::move(cure),
                                 step.dated.empty() ? step.id : step.dated, step.cite));
    };
    if (step.dated.empty()) {
        if (!call.day) return {};
        return refuse(model::fill({"\"{0}\" happens when it is said; it has no day of its own.",
                                   "“{0}”以办理时间为准，不另载日期。"},
                                  step.title),
                      {"Update the program.", "请更新程序。"});
    }
    const auto written = call.form ? call.form->find(step.dated) : Form::const_iterator{};
    const bool typed = call.form && written != call.form->end() && !written->second.empty();
    if (call.form && !typed) {
        const auto field = std::ranges::find(step.form, step.dated, &Field::id);
        return refuse(model::fill({"\"{0}\": {1}", "“{0}”：{1}"},
                                  field == step.form.end() ? same(step.dated) : field->title,
                                  Text{"must be filled in", "必须填写"}),
                      {"Fill it in.", "请填写。"});
    }
    if (!call.day || (call.form && formatDate(*call.day) != written->second)) {
        return refuse(model::fill({"The day on which \"{0}\" happened is not the one in its form.",
                                   "“{0}”的发生日期与其表单不符。"},
                                  step.title),
                      {"Enter a day as 2026-03-04.", "请按2026-03-04的格式填写。"});
    }
    using std::chrono::sys_days;
    if (sys_days(*call.day) > sys_days(chinaDate(now))) {
        return refuse(model::fill({"{0} is still to come.", "{0}尚未到来。"}, formatDate(*call.day)),
                      {"Enter the day on which it happened.", "请填写实际发生的日期。"});
    }
    const Date first = chinaDate(state.opened.time);
    if (sys_days(*call.day) < sys_days(first)) {
        return refuse(
            model::fill({"{0} is before {1}, the day on which the case was opened.", "{0}早于案件登记之日{1}。"},
                        formatDate(*call.day), formatDate(first)),
            {"Correct the year, or say in a note what happened before.", "请核对年份，或以备注说明此前情况。"});
    }
    return {};
}

// An approval approves what the last taking of the other step said, and never that of the approver; a definition
// without a guard for it does not pass its check, and a crafted one does not pass here.
Result<void> fourEyes(const Definition& definition, const CaseState& state, const Step& step, PersonId actor,
                      const OpenedTrack* own) {
    if (step.approves.empty()) return {};
    if (!state.lastStep(step.approves, own)) {
        const Step* other = definition.anyStep(step.approves);
        return fail(Code::refused, {"There is nothing to approve yet.", "尚无可批准的内容。"},
                    model::fill({"First: {0}.", "请先办理：{0}。"}, other ? other->title : same(step.approves)),
                    step.id, step.cite);
    }
    if (!state.everTook(actor, step.approves, own)) return {}; // what was taken back was still proposed
    return fail(Code::refused, {"Nobody approves what they proposed.", "任何人不得批准本人提出的内容。"},
                {"Let another person approve it.", "请由他人批准。"}, step.id, step.cite);
}

bool isForward(const Track& track, const std::string& from, const std::string& to) {
    const auto index = [&](const std::string& id) { return std::ranges::find(track.stages, id, &Stage::id); };
    return index(to) > index(from);
}

} // namespace

bool hasEnded(const Definition& definition, const CaseState& state, const OpenedTrack& one) {
    const SideTrack* side = definition.track(one.track);
    const Stage* own = side ? side->stage(one.stage) : nullptr;
    if (own && own->final) return true;
    const Stage* stage = definition.stage(state.stage);
    return stage && stage->final && !(side && side->outlives);
}

Text titleOf(const Definition& definition, const CaseState& state, const OpenedTrack& one) {
    const SideTrack* side = definition.track(one.track);
    if (!side) return same(one.track);
    return side->many ? model::fill({"{0} {1}", "{0}（{1}）"}, side->title, std::to_string(state.numberOf(one)))
                      : side->title;
}

Result<const OpenedTrack*> trackMovedBy(const Definition& definition, const CaseState& state, const Step& step,
                                        const std::optional<Digest>& on) {
    const SideTrack* side = step.opens ? nullptr : definition.track(step.track);
    if (!side) {
        if (!on) return nullptr;
        return fail(Code::usage,
                    model::fill({"\"{0}\" is not taken in an open side procedure", "“{0}”不在已开启的另行程序中办理"},
                                step.title),
                    {"Take it without naming one", "办理时请勿指明另行程序"}, step.id);
    }
    const Text& title = side->title;
    std::vector<const OpenedTrack*> open;
    Text names;
    for (const auto& one : state.tracks) {
        if (one.track != step.track || (on && one.id != *on)) continue;
        if (!on && hasEnded(definition, state, one)) continue;
        open.push_back(&one);
        const Text name = titleOf(definition, state, one);
        names.en += (names.en.empty() ? "" : ", ") + name.en;
        names.zh += (names.zh.empty() ? "" : "、") + name.zh;
    }
    if (open.size() == 1) return open.front();
    if (open.empty()) {
        return fail(Code::refused,
                    model::fill(on ? Text{"The case has no \"{0}\" that was opened there", "本案没有在该处开启的“{0}”"}
                                   : Text{"No \"{0}\" is open in the case", "本案没有正在进行的“{0}”"},
                                title),
                    {"Open one first, or look at those there are", "请先开启，或查看已有的程序"}, step.id, step.cite);
    }
    return fail(
        Code::usage,
        model::fill({"Several are open: {0}; say in which the step is taken", "有多项正在进行：{0}；请指明是哪一项"},
                    names),
        {"Name the entry of the history that opened it", "请指明开启该程序的历史记录"}, step.id);
}

Result<void> allowedStep(const Definition& definition, const CaseState& state, const RegisterState& office,
                         PersonId actor, const StepCall& call, Instant now, const law::Calendar* calendar) {
    TRY_ASSIGN(const StepHere here, stepHere(definition, state, call));
    const Step* step = here.step;
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
    TRY(checkDay(state, *step, call, now));
    StepTaken said;
    said.place.time = now;
    said.day = call.day;
    const GuardScene scene{.definition = definition,
                           .state = state,
                           .office = office,
                           .now = said.moment(),
                           .calendar = calendar,
                           .readable = call.form != nullptr,
                           .form = call.form,
                           .own = here.own};
    for (const auto& guard : step->guards) {
        if (const GuardGap gap = judgeGuard(scene, *step, guard, &actor); gap.open) {
            return std::unexpected(refusalOf(*step, guard, gap));
        }
    }
    TRY(fourEyes(definition, state, *step, actor, here.own));
    TRY(signsItsDocuments(definition, state, *step, call.documents, call.form, here.own));
    if (call.form) TRY(checkForm(*step, *call.form, office));
    return {};
}

namespace {

/// What looks for the steps that a person may take, and for what is missing for them.
struct Look {
    const Definition& definition;
    const CaseState& state;
    const RegisterState& office;
    Instant now;
    const law::Calendar* calendar;

    [[nodiscard]] GuardScene scene(const Step& step, const OpenedTrack* own) const {
        return {.definition = definition,
                .state = state,
                .office = office,
                .now = now,
                .calendar = calendar,
                .readable = true,
                .form = nullptr,
                .own = own,
                .undated = !step.dated.empty()};
    }

    /// The option of a step that leads from `from`, whose track stands there.
    [[nodiscard]] StepOption option(const Step& step, const std::string& from, const OpenedTrack* own,
                                    PersonId actor) const {
        StepOption option{.step = step.id,
                          .title = step.title,
                          .role = step.role,
                          .to = targetOf(step, from),
                          .confirm = step.confirm,
                          .mine = true,
                          .refusals = {},
                          .track = step.track,
                          .on = own ? std::optional(own->id) : std::nullopt};
        const auto add = [&](Result<void> result) {
            if (!result) option.refusals.push_back(std::move(result).error());
            return result.has_value();
        };
        if (auto open = openStage(definition, state); !open) option.refusals.push_back(std::move(open).error());
        if (step.opens) add(mayOpenTrack(definition, state, *definition.track(step.track), step));
        if (auto holds = holdsRole(definition, state, office, actor, step.role); !holds) {
            option.mine = false;
            option.refusals.push_back(at(std::move(holds).error(), step.id));
        }
        bool eyes = false; // a guard has said it already
        const GuardScene where = scene(step, own);
        for (const auto& guard : step.guards) {
            const GuardGap gap = judgeGuard(where, step, guard, &actor);
            if (!gap.open) continue;
            eyes = eyes || guard.kind == GuardKind::notPerformedBy;
            option.refusals.push_back(refusalOf(step, guard, gap));
        }
        if (auto other = fourEyes(definition, state, step, actor, own); !other && !eyes) {
            option.refusals.push_back(std::move(other).error());
        }
        for (const auto& entry : step.documents) {
            if (auto one = documentToSign(definition, state, step, entry, own); !one)
                option.refusals.push_back(std::move(one).error());
        }
        if (option.mine) add(restsOnReadable(definition, state, step, own));
        return option;
    }
};

} // namespace

std::vector<StepOption> stepsFrom(const Definition& definition, const CaseState& state, const RegisterState& office,
                                  PersonId actor, Instant now, const law::Calendar* calendar) {
    std::vector<StepOption> options;
    const Look look{definition, state, office, now, calendar};
    for (const auto& step : definition.steps) {
        if (std::ranges::contains(step.from, state.stage))
            options.push_back(look.option(step, state.stage, nullptr, actor));
    }
    for (const auto& one : state.tracks) {
        const SideTrack* side = definition.track(one.track);
        if (!side || hasEnded(definition, state, one)) continue;
        for (const auto& step : side->steps) {
            if (!step.opens && std::ranges::contains(step.from, one.stage))
                options.push_back(look.option(step, one.stage, &one, actor));
        }
    }
    for (const auto& side : definition.tracks) {
        for (const auto& step : side.steps) {
            if (step.opens && std::ranges::contains(step.from, state.stage))
                options.push_back(look.option(step, state.stage, nullptr, actor));
        }
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
    const Look look{definition, state, office, now, calendar};
    const auto missing = [&](const Step& step, const Error& refusal, const OpenedTrack* own) {
        return Missing{.step = step.id,
                       .stepTitle = step.title,
                       .guard = {},
                       .what = refusal.what,
                       .cure = refusal.cure,
                       .cite = refusal.cite,
                       .role = {},
                       .names = {},
                       .on = own ? std::optional(own->id) : std::nullopt};
    };
    const auto add = [&](const Track& track, const std::string& stage, const OpenedTrack* own) {
        for (const auto& step : track.steps) {
            if (step.opens || !std::ranges::contains(step.from, stage)) continue;
            if (!isForward(track, stage, targetOf(step, stage))) continue;
            for (const auto& guard : step.guards) {
                GuardGap gap = judgeGuard(look.scene(step, own), step, guard, nullptr);
                if (!gap.open) continue;
                auto one = missing(step, refusalOf(step, guard, gap), own);
                one.guard = guard.kind;
                one.role = guard.role;
                one.names = std::move(gap.names);
                one.have = gap.have;
                one.need = gap.need;
                out.push_back(std::move(one));
            }
            for (const auto& entry : step.documents) {
                const auto document = documentToSign(definition, state, step, entry, own);
                if (document) continue;
                auto one = missing(step, document.error(), own);
                one.names = {entry.document};
                out.push_back(std::move(one));
            }
        }
    };
    add(definition, state.stage, nullptr);
    for (const auto& one : state.tracks) {
        const SideTrack* side = definition.track(one.track);
        if (side && !hasEnded(definition, state, one)) add(*side, one.stage, &one);
    }
    return out;
}

} // namespace model
