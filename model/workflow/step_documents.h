// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/engine.h"

// The documents that steps sign: which one it is, what stands against it, and what of the step's form it has said
// already. Pure functions. Any thread.

namespace model {

/// The document that the step signs for this entry of its definition, if it were taken now. Code::refused where there
/// is none, with the article and what would cure it.
Result<const CaseDocument*> documentToSign(const Definition& definition, const CaseState& state, const Step& step,
                                           const StepDocument& entry, const OpenedTrack* own);

/// The events of all documents that the step would sign now, in the order of its definition; what is missing is left
/// out.
std::vector<Digest> documentsToSign(const Definition& definition, const CaseState& state, const Step& step,
                                    const OpenedTrack* own);

/// The steps that signed the document which this event made: of the main track, then of the side tracks.
std::vector<const StepTaken*> stepsThatSigned(const CaseState& state, const Digest& document);
/// Their titles.
std::vector<Text> titlesThatSigned(const Definition* definition, const CaseState& state, const Digest& document);

/// Whether the step names exactly the documents that it must sign, and whether what its form says beside them is what
/// they say: a field of both has one value. `form` null: the contents are not readable.
Result<void> signsItsDocuments(const Definition& definition, const CaseState& state, const Step& step,
                               const std::vector<Digest>& named, const Form* form, const OpenedTrack* own);

/// Puts into a form what the documents that its step signs say already and the person did not give.
void takeOverFromDocuments(const Definition& definition, const CaseState& state, const Step& step, Form& form,
                           const OpenedTrack* own);

/// Whether the actor may make a document from this template now, for the case or for this open side track: whoever may
/// add material to the case, and who has the part of a step from here that signs one, or of the step it must rest on.
Result<void> mayMakeDocument(const Definition& definition, const CaseState& state, const RegisterState& office,
                             PersonId actor, std::string_view document, const OpenedTrack* own);

} // namespace model
