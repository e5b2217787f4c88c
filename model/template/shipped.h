// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/register.h"
#include "model/workflow/document_template.h"

#include <memory>
#include <span>

namespace model {

/// A template as it stands in its file, resources/documents/.
struct ShippedTemplate {
    std::string_view id;
    std::string_view json;
};
/// Those that the program carries, in the order of the procedure.
std::span<const ShippedTemplate> shippedTemplates();

/// The text of the template that an office uses: its own, else the program's; empty where there is none.
std::string_view templateText(const RegisterState& office, std::string_view id);
/// The ids of all templates that an office has: the program's in their order, then its own further ones.
std::vector<std::string> templateIds(const RegisterState& office);
/// The template that an office uses. Code::notFound where there is none of this id.
Result<DocumentTemplate> templateOf(const RegisterState& office, std::string_view id);

/// Whether the office has a template for every document that a step of this workflow signs, and it fits. Code::refused
/// with the step in `where`.
Result<void> checkDocuments(const Definition& definition, const RegisterState& office);

} // namespace model
