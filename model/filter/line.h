// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/parse.h"

#include <string>
#include <string_view>
#include <vector>

namespace model::filter {

/// A text as characters.
std::u32string decode(std::string_view utf8);
std::string encode(std::u32string_view characters);

/// A character as the grammar sees it: punctuation and quotation marks of full width are their narrow forms.
char32_t plain(char32_t character);

/// One term of a line, still unread.
struct Term {
    FilterSpan span;
    bool negated = false;
    bool closed = true;  ///< false: its quotation mark is not
    bool quoted = false; ///< the whole term stands in quotation marks
    std::u32string name; ///< what stands before the sign; empty: words
    std::u32string sign; ///< ":", "<", "<=", ">", ">=", or empty
    struct Value {
        FilterSpan span;
        std::u32string text;
    };
    std::vector<Value> values; ///< after the sign; of words: none
    std::u32string text;       ///< the whole term without its minus and its quotation marks
};

/// Divides a line into terms. Never fails.
std::vector<Term> terms(std::u32string_view line);

} // namespace model::filter
