// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/guards.h"

#include "model/workflow/penalty_check.h"

#include <algorithm>
#include <set>
#include <utility>

namespace model {
namespace {

// When a step was last taken, in the order of the case, or -1.
std::int64_t lastTaken(const GuardScene& scene, const std::string& step) {
    const StepTaken* const found = scene.state.lastStep(step, scene.own);
    return found == nullptr ? -1 : static_cast<std::int64_t>(found->order);
}

std::int64_t sinceWhen(const GuardScene& scene, const Guard& guard) {
    return guard.since.empty() ? -1 : lastTaken(scene, guard.since);
}

bool isAssignedNow(const CaseState& state, PersonId person, const std::string& role) {
    return std::ranges::any_of(state.assignments,
                               [&](const Assignment& one) { return one.person == person && one.role == role; });
}

GuardGap gapIf(bool open) { return {.open = open, .have = 0, .need = 0, .names = {}, .detail = {}}; }

GuardGap assigned(const GuardScene& scene, const Guard& guard) {
    std::set<PersonId> people;
    for (const auto& one : scene.state.assignments) {
        if (one.role != guard.role || !holdsRole(scene.definition, scene.state, scene.office, one.person, guard.role))
            continue;
        if (!guard.certified || scene.office.people.at(one.person).certified) people.insert(one.person);
    }
    const auto have = static_cast<unsigned>(people.size());
    GuardGap gap{.open = have < guard.count, .have = have, .need = guard.count, .names = {}, .detail = {}};
    gap.detail = model::fill({"{0} of {1} are assigned", "现有 {0} 人，需 {1} 人"}, std::to_string(have),
                             std::to_string(guard.count));
    return gap;
}

GuardGap evidence(const GuardScene& scene, const Guard& guard) {
    const auto have = static_cast<unsigned>(
        std::ranges::count_if(scene.state.evidence, [](const EvidenceItem& item) { return !item.excluded; }));
    GuardGap gap{.open = have < guard.count, .have = have, .need = guard.count, .names = {}, .detail = {}};
    gap.detail =
        model::fill({"{0} of {1} are there", "现有{0}份，需{1}份"}, std::to_string(have), std::to_string(guard.count));
    return gap;
}

// A fact that stands in the case but cannot be read here counts as set: its author could read it.
GuardGap facts(const GuardScene& scene, const Guard& guard) {
    GuardGap gap;
    std::string en, zh;
    for (const auto& id : guard.facts) {
        const auto found = scene.state.facts.find(id);
        if (found != scene.state.facts.end() && (!found->second.readable || !found->second.value.empty())) continue;
        gap.names.push_back(id);
        const Field* field = scene.definition.fact(id);
        const Text title = field ? field->title : same(id);
        en += (en.empty() ? "" : ", ") + title.en;
        zh += (zh.empty() ? "" : "、") + title.zh;
    }
    gap.open = !gap.names.empty();
    if (gap.open) gap.detail = model::fill({"not stated: {0}", "尚未载明：{0}"}, Text{en, zh});
    return gap;
}

Text titlesOf(const Definition& definition, const std::vector<std::string>& ids) {
    Text out;
    for (const auto& id : ids) {
        const Step* step = definition.anyStep(id);
        const Text title = step ? step->title : same(id);
        out.en += (out.en.empty() ? "" : ", ") + title.en;
        out.zh += (out.zh.empty() ? "" : "、") + title.zh;
    }
    return out;
}

GuardGap stepsTaken(const GuardScene& scene, const Guard& guard) {
    const auto since = sinceWhen(scene, guard);
    GuardGap gap;
    for (const auto& id : guard.steps) {
        if (lastTaken(scene, id) <= since) gap.names.push_back(id);
    }
    gap.open = guard.any ? gap.names.size() == guard.steps.size() : !gap.names.empty();
    if (gap.open) gap.detail = model::fill({"not done: {0}", "尚未办理：{0}"}, titlesOf(scene.definition, gap.names));
    return gap;
}

GuardGap stepsNotTaken(const GuardScene& scene, const Guard& guard) {
    const auto since = sinceWhen(scene, guard);
    GuardGap gap;
    for (const auto& id : guard.steps) {
        if (lastTaken(scene, id) > since) gap.names.push_back(id);
    }
    gap.open = !gap.names.empty();
    if (gap.open)
        gap.detail = model::fill({"done already: {0}", "已经办理：{0}"}, titlesOf(scene.definition, gap.names));
    return gap;
}

GuardGap notPerformed(const GuardScene& scene, const Guard& guard, PersonId actor) {
    GuardGap gap;
    for (const auto& id : guard.steps) {
        if (scene.state.everTook(actor, id, scene.own)) gap.names.push_back(id);
    }
    gap.open = !gap.names.empty();
    if (gap.open) gap.detail = model::fill({"you took: {0}", "您办理过：{0}"}, titlesOf(scene.definition, gap.names));
    return gap;
}

GuardGap period(const GuardScene& scene, const Guard& guard) {
    const bool wantPassed = guard.kind == GuardKind::deadlinePassed;
    if (!wantPassed && scene.undated) return {};
    for (const auto& one : deadlines(scene.definition, scene.state, scene.calendar, scene.now)) {
        if (one.id != guard.deadline || (one.on && (!scene.own || *one.on != scene.own->id))) continue;
        const bool ranOut = one.status == DeadlineStatus::overdue || one.status == DeadlineStatus::passed;
        const bool over = ranOut || (wantPassed && one.ended);
        GuardGap gap = gapIf(over != wantPassed);
        gap.names = {guard.deadline};
        if (gap.open && one.due) gap.detail = model::fill({"last day {0}", "最后一日为{0}"}, formatDate(*one.due));
        return gap;
    }
    GuardGap gap = gapIf(wantPassed);
    gap.names = {guard.deadline};
    if (gap.open) gap.detail = {"it has not begun", "尚未起算"};
    return gap;
}

// The value of a field in the step's own form, or in the form of an earlier step.
const std::string* valueOf(const Form& form, const std::string& id) {
    const auto found = form.find(id);
    return found == form.end() ? nullptr : &found->second;
}

GuardGap penalty(const GuardScene& scene, const Step& step, const Guard& guard) {
    const Step* carrier = guard.step.empty() ? &step : scene.definition.anyStep(guard.step);
    const Form* form = scene.form;
    if (!guard.step.empty()) {
        const StepTaken* taken = scene.state.lastStep(guard.step, scene.own);
        if (!taken) return gapIf(true);
        if (!taken->readable) return {}; // judged by those who can read it
        form = &taken->form;
    }
    if (!carrier || !form) return {};
    for (const auto& field : carrier->form) {
        if (field.type != FieldType::penalty) continue;
        const std::string* value = valueOf(*form, field.id);
        if (!value || value->empty()) return gapIf(true);
        const auto read = parsePenaltyValue(*value);
        const auto judged = read ? recomputePenalty(*read) : std::unexpected(read.error());
        if (judged) continue;
        GuardGap gap = gapIf(true);
        gap.names = {field.id};
        gap.detail = judged.error().what;
        if (!judged.error().cite.empty())
            gap.detail = model::fill({"{0}; {1}", "{0}；{1}"}, gap.detail, judged.error().cite);
        return gap;
    }
    return {};
}

GuardGap sameForm(const GuardScene& scene, const Guard& guard) {
    const StepTaken* taken = scene.state.lastStep(guard.step, scene.own);
    if (!taken) return gapIf(true);
    if (!taken->readable || !scene.form) return {};
    static const std::string kNone;
    GuardGap gap;
    for (const auto& id : guard.fields) {
        const std::string* then = valueOf(taken->form, id);
        const std::string* now = valueOf(*scene.form, id);
        if ((then ? *then : kNone) != (now ? *now : kNone)) gap.names.push_back(id);
    }
    gap.open = !gap.names.empty();
    return gap;
}

/// The penalty in the form of a step, as far as there is one that can be read.
std::optional<PenaltyValue> penaltyIn(const Step* step, const Form& form) {
    if (!step) return std::nullopt;
    const auto field = std::ranges::find(step->form, FieldType::penalty, &Field::type);
    const std::string* value = field == step->form.end() ? nullptr : valueOf(form, field->id);
    if (!value) return std::nullopt;
    const auto read = parsePenaltyValue(*value);
    return read ? std::optional(*read) : std::nullopt;
}

GuardGap notHeavier(const GuardScene& scene, const Step& step, const Guard& guard) {
    const StepTaken* taken = scene.state.lastStep(guard.step, scene.own);
    if (!taken || !taken->readable || !scene.form) return {};
    const auto before = penaltyIn(scene.definition.anyStep(guard.step), taken->form);
    const auto now = penaltyIn(&step, *scene.form);
    if (!before || !now) return {}; // without a penalty there is nothing to hold against the other
    const auto heavier = whatIsHeavier(*now, *before);
    GuardGap gap = gapIf(heavier.has_value());
    if (heavier) gap.detail = *heavier;
    return gap;
}

GuardGap trackEnded(const GuardScene& scene, const Guard& guard) {
    GuardGap gap;
    std::string en, zh;
    for (const auto& one : scene.state.tracks) {
        if (one.track != guard.track || hasEnded(scene.definition, scene.state, one)) continue;
        const SideTrack* side = scene.definition.track(one.track);
        const Stage* stage = side ? side->stage(one.stage) : nullptr;
        const Text title = titleOf(scene.definition, scene.state, one);
        en += (en.empty() ? "" : ", ") + title.en + ": " + (stage ? stage->title.en : one.stage);
        zh += (zh.empty() ? "" : "、") + title.zh + "：" + (stage ? stage->title.zh : one.stage);
        gap.names.push_back(one.id.hex());
    }
    gap.open = !gap.names.empty();
    if (gap.open) gap.detail = model::fill({"still open: {0}", "尚在进行：{0}"}, Text{en, zh});
    return gap;
}

GuardGap trackReached(const GuardScene& scene, const Guard& guard) {
    const auto since = sinceWhen(scene, guard);
    const bool any = std::ranges::any_of(scene.state.tracks, [&](const OpenedTrack& one) {
        return one.track == guard.track && std::ranges::any_of(one.steps, [&](const StepTaken& taken) {
                   const bool came = taken.place.event == one.id || taken.from != taken.to;
                   return came && std::ranges::contains(guard.stages, taken.to) &&
                          static_cast<std::int64_t>(taken.order) > since;
               });
    });
    const bool wanted = guard.kind == GuardKind::trackReached;
    GuardGap gap = gapIf(any != wanted);
    gap.names = {guard.track};
    if (!gap.open) return gap;
    const SideTrack* side = scene.definition.track(guard.track);
    std::string en, zh;
    for (const auto& id : guard.stages) {
        const Stage* stage = side ? side->stage(id) : nullptr;
        en += (en.empty() ? "" : ", ") + (stage ? stage->title.en : id);
        zh += (zh.empty() ? "" : "、") + (stage ? stage->title.zh : id);
    }
    gap.detail = model::fill(wanted ? Text{"\"{0}\" has not come to: {1}", "“{0}”尚未到达：{1}"}
                                    : Text{"\"{0}\" has come to: {1}", "“{0}”已到达：{1}"},
                             side ? side->title : same(guard.track), Text{en, zh});
    return gap;
}

GuardGap released(const GuardScene& scene, const Guard& guard) {
    const auto have = static_cast<unsigned>(std::ranges::count(scene.state.assignments, guard.role, &Assignment::role));
    GuardGap gap{.open = have > 0, .have = have, .need = 0, .names = {}, .detail = {}};
    if (gap.open) gap.detail = model::fill({"{0} are still assigned", "尚有{0}人"}, std::to_string(have));
    return gap;
}

} // namespace

bool everHad(const CaseState& state, PersonId person, const std::string& role) {
    const auto is = [&](const Assignment& one) { return one.person == person && one.role == role; };
    const auto took = [&](const StepTaken& one) { return one.place.by == person && one.role == role; };
    return std::ranges::any_of(state.assignments, is) || std::ranges::any_of(state.released, is) ||
           std::ranges::any_of(state.steps, took) || std::ranges::any_of(state.withdrawnSteps, took) ||
           std::ranges::any_of(state.tracks,
                               [&](const OpenedTrack& one) { return std::ranges::any_of(one.steps, took); });
}

Result<void> holdsRole(const Definition& definition, const CaseState& state, const RegisterState& office,
                       PersonId person, const std::string& role) {
    const CaseRole* part = definition.role(role);
    if (!part) {
        return fail(Code::refused, model::fill({"The workflow has no role \"{0}\".", "工作流没有角色“{0}”。"}, role),
                    {"Use one of its roles.", "请使用其已有的角色。"});
    }
    const auto found = office.people.find(person);
    if (found == office.people.end() || !found->second.active) {
        return fail(Code::refused, {"This person is not active in the office.", "该人员不是本单位在岗人员。"},
                    {"Have an administrator admit the person.", "请由系统管理员办理登记。"});
    }
    const auto system = parseRole(part->system);
    if (!system || !found->second.roles.contains(*system)) {
        return fail(Code::refused, model::fill({"This needs the role {0}.", "须具有{0}身份。"}, part->title),
                    {"Let a person with this role do it, or have an administrator give it to you.",
                     "请由具有该身份的人员办理，或由系统管理员授予该身份。"});
    }
    if (part->assigned && !isAssignedNow(state, person, role)) {
        return fail(
            Code::refused,
            model::fill({"This needs to be assigned to the case as {0}.", "须被指派为本案的{0}。"}, part->title),
            {"Have this person assigned to the case.", "请先指派该人员办理本案。"});
    }
    return {};
}

GuardGap judgeGuard(const GuardScene& scene, const Step& step, const Guard& guard, const PersonId* actor) {
    const auto applies = [&](const std::string& id) { return lastTaken(scene, id) >= 0; };
    if (!guard.onlyIfTaken.empty() && std::ranges::none_of(guard.onlyIfTaken, applies)) return {};
    if (!isClear(guard.kind) && !scene.readable) return {};
    switch (guard.kind) {
    case GuardKind::assignedAtLeast: return assigned(scene, guard);
    case GuardKind::evidenceAtLeast: return evidence(scene, guard);
    case GuardKind::factSet: return facts(scene, guard);
    case GuardKind::stepTaken: return stepsTaken(scene, guard);
    case GuardKind::stepNotTaken: return stepsNotTaken(scene, guard);
    case GuardKind::notPerformedBy: return actor ? notPerformed(scene, guard, *actor) : GuardGap{};
    case GuardKind::notAssignedAs: return gapIf(actor && everHad(scene.state, *actor, guard.role));
    case GuardKind::deadlineNotPassed:
    case GuardKind::deadlinePassed: return period(scene, guard);
    case GuardKind::certifiedActor: {
        if (!actor) return {};
        const auto found = scene.office.people.find(*actor);
        return gapIf(found == scene.office.people.end() || !found->second.certified);
    }
    case GuardKind::penaltyInRange: return penalty(scene, step, guard);
    case GuardKind::sameFormAs: return sameForm(scene, guard);
    case GuardKind::trackEnded: return trackEnded(scene, guard);
    case GuardKind::trackReached:
    case GuardKind::trackNotReached: return trackReached(scene, guard);
    case GuardKind::personsReleased: return released(scene, guard);
    case GuardKind::penaltyNotHeavier: return notHeavier(scene, step, guard);
    }
    std::unreachable();
}

Error refusalOf(const Step& step, const Guard& guard, const GuardGap& gap) {
    Text what = guard.why;
    if (!gap.detail.empty()) what = model::fill({"{0} ({1})", "{0}（{1}）"}, what, gap.detail);
    return {.code = Code::refused, .what = what, .cure = guard.cure, .where = step.id, .cite = guard.cite};
}

bool looksAt(const Definition& definition, const Step& step, const std::string& track) {
    const auto isOfIt = [&](const std::string& id) {
        const Step* found = definition.anyStep(id);
        return found && found->track == track;
    };
    return std::ranges::any_of(step.guards, [&](const Guard& guard) {
        return guard.track == track || isOfIt(guard.step) || isOfIt(guard.since) ||
               std::ranges::any_of(guard.steps, isOfIt) || std::ranges::any_of(guard.onlyIfTaken, isOfIt);
    });
}

Result<void> restsOnReadable(const Definition& definition, const CaseState& state, const Step& step,
                             const OpenedTrack* own) {
    const auto refuse = [&](Text what, Text cure) {
        return Result<void>(fail(Code::refused, std::move(what), std::move(cure), step.id, step.cite));
    };
    std::set<std::string> earlier;
    if (!step.approves.empty()) earlier.insert(step.approves);
    for (const auto& guard : step.guards) {
        if (guard.kind == GuardKind::sameFormAs || guard.kind == GuardKind::penaltyInRange ||
            guard.kind == GuardKind::penaltyNotHeavier)
            earlier.insert(guard.step);
        if (guard.kind != GuardKind::factSet) continue;
        for (const auto& id : guard.facts) {
            const auto found = state.facts.find(id);
            if (found == state.facts.end() || found->second.readable) continue;
            const Field* field = definition.fact(id);
            return refuse(model::fill({"\"{0}\" rests on what cannot be read: {1}", "“{0}”所依据的内容无法读取：{1}"},
                                      step.title, field ? field->title : same(id)),
                          {"State it anew", "请重新填写"});
        }
    }
    for (const auto& id : earlier) {
        const StepTaken* taken = state.lastStep(id, own);
        if (!taken || taken->readable) continue;
        return refuse(model::fill({"\"{0}\" rests on what cannot be read: {1}", "“{0}”所依据的内容无法读取：{1}"},
                                  step.title, titlesOf(definition, {id})),
                      {"Return the case and have it done anew; verify says what is wrong with it",
                       "请退回案件并重新办理；verify 会说明其问题"});
    }
    return {};
}

} // namespace model
