// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/text.h"
#include "model/filter/filter.h"

#include <optional>
#include <span>
#include <string_view>

namespace model {

/// What the values of a field look like.
enum class FilterValues : std::uint8_t {
    known,    ///< one of those the vocabulary has
    likely,   ///< one of those the vocabulary has, another word, or none
    person,   ///< someone of the vocabulary, me or nobody
    text,     ///< any word
    age,      ///< a day, or days ago
    deadline, ///< a day, days that are left, or none
    number,
};

/// A field that can be written in a filter line. Both names can, whichever language the window speaks.
struct FilterFieldInfo {
    FilterField field = FilterField::words;
    std::string_view name;
    Text title;
    FilterValues values = FilterValues::text;

    /// Whether it takes < and >.
    [[nodiscard]] bool compares() const {
        return values == FilterValues::age || values == FilterValues::deadline || values == FilterValues::number;
    }
};

/// All fields but words, in the order in which they are offered.
std::span<const FilterFieldInfo> filterFields();
const FilterFieldInfo* filterField(FilterField field);
/// By its name or its Chinese title.
const FilterFieldInfo* filterFieldNamed(std::string_view name);

/// A word that a field or the order takes, by both its names.
struct FilterWord {
    std::string_view value;
    Text title;
};
/// What `is:` takes.
std::span<const FilterWord> filterFlags();
/// What `fine:` takes: below the range, in its lower third, its middle, its upper third, above it, no fine at all, or
/// not readable here.
std::span<const FilterWord> finePlaces();
/// The only words of a field, where they are the same in every office; empty for the other fields.
std::span<const FilterWord> fixedWords(FilterField field);
/// What `sort:` takes, named as CaseOrder.
std::span<const FilterWord> filterOrders();
std::string_view orderName(CaseOrder order);
std::optional<CaseOrder> orderFromName(std::string_view name);
/// The title of the word "sort" itself, which is no condition.
Text sortTitle();

/// ":", "<", "<=", ">", ">=".
std::string_view comparisonSign(Comparison comparison);

} // namespace model
