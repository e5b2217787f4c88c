// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/step_documents.h"

#include "model/workflow/guards.h"

#include <algorithm>
#include <ranges>

namespace model {

namespace {

std::unexpected<Error> refuse(const Step& step, const StepDocument& entry, const Text& what, const Text& cure) {
    return fail(Code::refused, model::fill(what, entry.title, step.title), cure, step.id,
                entry.cite == "setting" ? step.cite : entry.cite);
}

/// Whether this very step, or this one of its track, has signed the document.
bool signedBy(const CaseState& state, const std::string& step, const Digest& document) {
    return std::ranges::contains(stepsThatSigned(state, document), step, &StepTaken::step);
}

/// The document of this kind that another step signed when it was last taken.
const CaseDocument* signedIn(const CaseState& state, const StepDocument& entry, const OpenedTrack* own) {
    const StepTaken* taken = state.lastStep(entry.signedIn, own);
    if (!taken) return nullptr;
    for (const auto& event : taken->documents) {
        const CaseDocument* one = state.documentOf(event);
        if (one && one->document == entry.document) return one;
    }
    return nullptr;
}

} // namespace

std::vector<const StepTaken*> stepsThatSigned(const CaseState& state, const Digest& document) {
    std::vector<const StepTaken*> out;
    const auto look = [&](const std::vector<StepTaken>& steps) {
        for (const auto& taken : steps) {
            if (std::ranges::contains(taken.documents, document)) out.push_back(&taken);
        }
    };
    look(state.steps);
    for (const auto& one : state.tracks) look(one.steps);
    return out;
}

std::vector<Text> titlesThatSigned(const Definition* definition, const CaseState& state, const Digest& document) {
    std::vector<Text> out;
    for (const auto* taken : stepsThatSigned(state, document)) {
        const Step* step = definition ? definition->anyStep(taken->step) : nullptr;
        out.push_back(step ? step->title : same(taken->step));
    }
    return out;
}

Result<const CaseDocument*> documentToSign(const Definition& definition, const CaseState& state, const Step& step,
                                           const StepDocument& entry, const OpenedTrack* own) {
    if (!entry.signedIn.empty()) {
        if (const auto* one = signedIn(state, entry, own)) return one;
        const Step* other = definition.anyStep(entry.signedIn);
        return refuse(step, entry, {"\"{0}\" was not signed yet.", "“{0}”尚未签署。"},
                      model::fill({"First: {0}.", "请先办理：{0}。"}, other ? other->title : same(entry.signedIn)));
    }
    const StepTaken* since = entry.since.empty() ? nullptr : state.lastStep(entry.since, own);
    const auto fits = [&](const CaseDocument& one) {
        return one.document == entry.document && !one.withdrawn &&
               one.opening == (own ? std::optional(own->id) : std::nullopt) && (!since || one.order > since->order) &&
               !signedBy(state, step.id, one.place.event);
    };
    const auto newest = std::views::reverse(state.documents);
    const auto found = std::ranges::find_if(newest, fits);
    if (found != newest.end()) return &*found;
    return refuse(
        step, entry,
        since ? Text{"\"{1}\" signs \"{0}\", and none was made since what it rests on.",
                     "“{1}”须签署“{0}”，而其所依据的步骤之后尚未制作。"}
              : Text{"\"{1}\" signs \"{0}\", and there is no new one.", "“{1}”须签署“{0}”，而尚未制作新的文书。"},
        model::fill({"Make \"{0}\" first.", "请先制作“{0}”。"}, entry.title));
}

std::vector<Digest> documentsToSign(const Definition& definition, const CaseState& state, const Step& step,
                                    const OpenedTrack* own) {
    std::vector<Digest> out;
    for (const auto& entry : step.documents) {
        if (const auto one = documentToSign(definition, state, step, entry, own)) out.push_back((*one)->place.event);
    }
    return out;
}

Result<void> signsItsDocuments(const Definition& definition, const CaseState& state, const Step& step,
                               const std::vector<Digest>& named, const Form* form, const OpenedTrack* own) {
    if (named.size() > step.documents.size()) {
        return fail(Code::refused,
                    model::fill({"\"{0}\" signs other documents than those of its definition.",
                                 "“{0}”签署的文书与流程定义不符。"},
                                step.title),
                    {"Update the program.", "请更新程序。"}, step.id, step.cite);
    }
    for (std::size_t i = 0; i < step.documents.size(); ++i) {
        const auto& entry = step.documents[i];
        TRY_ASSIGN(const CaseDocument* one, documentToSign(definition, state, step, entry, own));
        if (i >= named.size() || named[i] != one->place.event) {
            return refuse(
                step, entry,
                {"\"{1}\" must sign the newest \"{0}\", and names another one.",
                 "“{1}”须签署最新的“{0}”，而所指为其他文书。"},
                {"Look at the newest one and sign that, or withdraw it.", "请查看并签署最新的文书，或将其撤回。"});
        }
        if (!form || !one->readable) continue;
        for (const auto& field : step.form) {
            const auto said = one->form.find(field.id);
            if (said == one->form.end()) continue;
            const auto typed = form->find(field.id);
            if (typed != form->end() && typed->second == said->second) continue;
            return fail(Code::refused,
                        model::fill({"\"{0}\" is \"{1}\" in the document \"{2}\".", "“{0}”在文书“{2}”中为“{1}”。"},
                                    field.title, field.words(said->second), entry.title),
                        {"Enter the same here, or make the document anew.", "请在此填写相同内容，或重新制作文书。"},
                        field.id, step.cite);
        }
    }
    return {};
}

void takeOverFromDocuments(const Definition& definition, const CaseState& state, const Step& step, Form& form,
                           const OpenedTrack* own) {
    for (const auto& entry : step.documents) {
        const auto one = documentToSign(definition, state, step, entry, own);
        if (!one) continue;
        for (const auto& field : step.form) {
            const auto said = (*one)->form.find(field.id);
            if (said != (*one)->form.end()) form.emplace(field.id, said->second);
        }
    }
}

Result<void> mayMakeDocument(const Definition& definition, const CaseState& state, const RegisterState& office,
                             PersonId actor, std::string_view document, const OpenedTrack* own) {
    const SideTrack* side = own ? definition.track(own->track) : nullptr;
    const Track& track = side ? static_cast<const Track&>(*side) : definition;
    const std::string& stands = own ? own->stage : state.stage;
    const bool open = state.unknown.empty() && !(own && hasEnded(definition, state, *own));
    const auto has = [&](const std::string& role) {
        return holdsRole(definition, state, office, actor, role).has_value();
    };
    const bool takesPart = open && std::ranges::any_of(track.steps, [&](const Step& step) {
                               if (step.opens || !std::ranges::contains(step.from, stands)) return false;
                               const auto entry = std::ranges::find(step.documents, document, &StepDocument::document);
                               if (entry == step.documents.end()) return false;
                               const Step* since = definition.anyStep(entry->since);
                               return has(step.role) || (since && has(since->role));
                           });
    return takesPart ? Result<void>() : mayAddMaterial(definition, state, office, actor);
}

} // namespace model
