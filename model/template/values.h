// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/money.h"
#include "model/workflow/document_template.h"
#include "model/workflow/engine.h"

#include <functional>
#include <variant>

// What a template can name: the values of a case, of the office and of the moment, as docs/formats.md (document
// template) lists them.

namespace model {

struct DocumentValue;

/// A line of a list: the values that stand in it, by their names.
struct DocumentRow {
    std::vector<std::pair<std::string, DocumentValue>> cells;
};

/// A value: nothing, words in both languages, what somebody typed (line breaks and all), a day, an amount, a yes or no,
/// or a list.
struct DocumentValue {
    struct Typed {
        std::string text;
    };
    std::variant<std::monostate, Text, Typed, Date, law::Money, bool, std::vector<DocumentRow>> is = {};

    /// Nothing to read: an empty text or list, "no", an amount of zero.
    [[nodiscard]] bool empty() const;
    /// In one line of this language; of a list nothing.
    [[nodiscard]] std::string words(Language language) const;
};

/// From where a document is filled. What it refers to must outlive it.
struct DocumentScene {
    const DocumentTemplate& form;
    const Definition& definition;
    const CaseState& state;
    const RegisterState& office;
    const law::Calendar* calendar = nullptr;
    const Form& fields;               ///< what was typed for it, in canonical form
    const OpenedTrack* own = nullptr; ///< the side track that it is made for
    PersonId author = {};
    Instant now{};
    Digest fingerprint{}; ///< of the office
    std::function<std::string(PersonId)> nameOf = {};
};

/// The value of this name. Code::notFound where the template, the workflow or the program has none of this name,
/// whatever the case holds; Code::locked where it is there and cannot be read here.
Result<DocumentValue> documentValue(const DocumentScene& scene, std::string_view name);

/// What stands in each line of a list ("name" for {item.name}); nothing where it is no list.
std::vector<std::string> columnsOf(const DocumentScene& scene, std::string_view list);

/// What people call a value, "Address of the party".
Text documentValueTitle(const DocumentScene& scene, std::string_view name);

} // namespace model
