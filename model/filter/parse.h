// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/vocabulary.h"

#include <cstddef>
#include <expected>
#include <optional>
#include <string_view>

namespace model {

/// A piece of a filter line, in characters (code points) from its start.
struct FilterSpan {
    std::size_t at = 0;
    std::size_t length = 0;
    friend bool operator==(const FilterSpan&, const FilterSpan&) = default;
};

/// A place in a filter line that is not understood.
struct FilterFault {
    std::size_t at = 0; ///< in characters from the start
    std::size_t length = 0;
    Text what;
};

struct ParsedFilter {
    CaseFilter filter;
    std::vector<FilterSpan> spans; ///< where each condition stands
    std::optional<FilterSpan> sort;
};

/// Reads a filter line. In it stand, divided by spaces, and all of them must hold:
///   WORD "SOME WORDS"   full-text search
///   FIELD:VALUE[,VALUE] any of the values; a field or value may be written by its Chinese title as well
///   FIELD<VALUE         also > <= >=, where the field is a day, a deadline or a number
///   -CONDITION          not
///   sort:[-]ORDER
/// Punctuation of full width does the same as its narrow form. What looks like a field and is none is a fault; a colon
/// in a word that is searched for stands in quotation marks. A value that the vocabulary could know is only checked
/// where it has values for that field. At most kLongestFilter characters.
std::expected<ParsedFilter, FilterFault> parseFilter(std::string_view line, const FilterVocabulary& vocabulary = {});

inline constexpr std::size_t kLongestFilter = 2000;

} // namespace model
