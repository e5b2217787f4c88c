// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/engine.h"
#include "model/workflow/guards.h"
#include "model/workflow/step_documents.h"

#include <algorithm>

namespace model {
namespace {

std::unexpected<Error> refuse(Text what, Text cure, const std::string& where = {}, const std::string& cite = {}) {
    return fail(Code::refused, std::move(what), std::move(cure), where, cite);
}

std::unexpected<Error> onlyAuthor() {
    return refuse({"Only who said it can take it back", "仅本人可撤回"},
                  {"Ask its author, or say in a note what is wrong", "请由作者撤回，或以备注说明"});
}

// Of the events that stand, whether a step comes after this one.
bool stepFollows(const CaseState& state, const Digest& event) {
    const auto own = std::ranges::find(state.standing, event);
    const auto follows = [&](const std::vector<StepTaken>& steps) {
        return !steps.empty() && std::find(own, state.standing.end(), steps.back().place.event) != state.standing.end();
    };
    return follows(state.steps) || std::ranges::any_of(state.tracks, follows, &OpenedTrack::steps);
}

// Of a step beside the main track, whether something was decided after it that may rest on it: a later step of its own
// track, any of the main one, or one of another track whose guards look at it.
bool isRestedOn(const Definition& definition, const CaseState& state, const OpenedTrack& own, const StepTaken& taken) {
    const auto later = [&](const StepTaken& one) { return one.order > taken.order; };
    if (own.steps.back().place.event != taken.place.event || std::ranges::any_of(state.steps, later)) return true;
    return std::ranges::any_of(state.tracks, [&](const OpenedTrack& other) {
        return other.id != own.id && std::ranges::any_of(other.steps, [&](const StepTaken& one) {
                   const Step* step = later(one) ? definition.anyStep(one.step) : nullptr;
                   return step && looksAt(definition, *step, own.track);
               });
    });
}

Result<void> step(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                  const StepTaken& taken) {
    if (taken.place.by != actor) return onlyAuthor();
    // Taking a step back moves the case as taking it did, and is left to who could take it now.
    TRY(holdsRole(definition, state, office, actor, taken.role));
    const Step* found = definition.anyStep(taken.step);
    // A step that its definition does not know is not known to be harmless.
    if (!found || found->confirm) {
        return refuse(model::fill({"\"{0}\" is legally final and cannot be taken back", "“{0}”具有法律效力，不可撤回"},
                                  found ? found->title : same(taken.step)),
                      {"What is to hold instead is a decision of its own", "须另行作出决定"}, taken.step,
                      found ? found->cite : std::string());
    }
    const OpenedTrack* own = taken.on ? state.track(*taken.on) : nullptr;
    if (own) {
        if (!isRestedOn(definition, state, *own, taken)) return {};
        return refuse({"A step was taken after it that may rest on it", "其后已办理可能以其为依据的步骤"},
                      {"Take a step that leads on, or say in a note what is wrong", "请办理后续步骤，或以备注说明"},
                      taken.step);
    }
    if (state.standing.empty() || state.standing.back() != taken.place.event) {
        return refuse({"Something was said in the case after it", "其后案件中已有新的记录"},
                      {"Take a step that leads back, or say in a note what is wrong", "请办理退回步骤，或以备注说明"},
                      taken.step);
    }
    return {};
}

Result<void> evidence(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                      const Place& place) {
    if (place.by != actor) return onlyAuthor();
    if (!stepFollows(state, place.event)) return mayAddMaterial(definition, state, office, actor);
    return refuse({"A step was taken after it, which may rely on it", "其后已办理步骤，可能以其为依据"},
                  {"Say in a note what is wrong; evidence that must not be relied on is excluded",
                   "请以备注说明；不得采信的证据应予排除"});
}

// What was signed stays: the law asks for the papers of each step.
Result<void> document(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                      const CaseDocument& made) {
    if (made.place.by != actor) return onlyAuthor();
    if (stepsThatSigned(state, made.place.event).empty())
        return mayMakeDocument(definition, state, office, actor, made.document,
                               made.opening ? state.track(*made.opening) : nullptr);
    return refuse({"A step has signed this document", "该文书已由步骤签署"},
                  {"Make a new one, or say in a note what is wrong", "请重新制作，或以备注说明"}, made.document);
}

// The step beside the main track that this event is, or null.
const StepTaken* stepBeside(const CaseState& state, const Digest& event) {
    for (const auto& one : state.tracks) {
        const auto found =
            std::ranges::find_if(one.steps, [&](const StepTaken& taken) { return taken.place.event == event; });
        if (found != one.steps.end()) return &*found;
    }
    return nullptr;
}

} // namespace

Result<void> mayWithdraw(const Definition& definition, const CaseState& state, const RegisterState& office,
                         PersonId actor, const Digest& event) {
    const Stage* stage = definition.stage(state.stage);
    const StepTaken* beside = stepBeside(state, event);
    const SideTrack* side = beside ? definition.track(beside->track) : nullptr;
    if (!state.unknown.empty() || !stage || (stage->final && !(side && side->outlives))) {
        return refuse(
            {"The case has ended or can only be read: what was said in it stays",
             "案件已结束或仅可阅读，既有记录不可撤回"},
            {"Until a case has ended, what was said by mistake can be taken back", "仅在案件结束前可撤回误述内容"},
            state.stage);
    }
    if (state.withdrawn.contains(event))
        return refuse({"It was taken back already", "已经撤回"}, {"Nothing is left to do", "无需再办理"});
    if (!isReader(state, office, actor))
        return refuse({"Only who can read a case takes something back in it", "仅能阅读案件的人员可撤回"},
                      {"Ask to be assigned to the case", "请申请指派到该案件"});
    const auto is = [&](const auto& one) { return one.place.event == event; };
    if (const auto note = std::ranges::find_if(state.notes, is); note != state.notes.end())
        return note->place.by == actor ? Result<void>() : Result<void>(onlyAuthor());
    if (const auto taken = std::ranges::find_if(state.steps, is); taken != state.steps.end())
        return step(definition, state, office, actor, *taken);
    if (beside) return step(definition, state, office, actor, *beside);
    if (const auto* const made = state.documentOf(event)) return document(definition, state, office, actor, *made);
    for (const auto& item : state.evidence) {
        if (item.withdrawn) continue;
        if (item.excluded && item.exclusion.event == event)
            return evidence(definition, state, office, actor, item.exclusion);
        if (item.place.event != event) continue;
        if (item.excluded)
            return refuse({"This piece of evidence was excluded after it was taken in", "该证据已被排除"},
                          {"It counts for nothing as it is", "其已不作为依据"});
        return evidence(definition, state, office, actor, item.place);
    }
    return refuse(
        {"There is no such entry that could be taken back", "没有可撤回的此条记录"},
        {"Notes, steps, evidence, documents and exclusions can be; an assignment ends by a release, a fact is stated anew",
         "备注、步骤、证据、文书和排除可撤回；指派以解除终止，事实可重新填写"});
}

} // namespace model
