// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/decision.h"
#include "model/document/pages.h"
#include "model/template/values.h"

namespace model {

/// A document before it is set.
struct FilledDocument {
    document::Typescript script;
    std::vector<Text> doubts; ///< what is likely a slip: a warning, not a refusal
};

/// Every name of a template that this workflow does not have, with its place in the template; empty if there is none.
std::vector<Problem> checkNames(const DocumentTemplate& form, const Definition& definition);

/// Whether the template's fields may be signed as they are: as checkForm() of a step.
Result<void> checkDocumentForm(const DocumentTemplate& form, const Form& fields, const RegisterState& office);

/// Fills a document. Code::refused naming every item that the law asks for and that is missing, with the articles, and
/// the first one's value in `where`; Code::locked where it rests on what cannot be read here; Code::malformed where the
/// template names what the workflow does not have. The same scene gives the same script.
Result<FilledDocument> fillDocument(const DocumentScene& scene, document::DocumentLanguage language);

} // namespace model
