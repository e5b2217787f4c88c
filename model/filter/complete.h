// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/text.h"
#include "model/filter/parse.h"

#include <string>
#include <string_view>
#include <vector>

namespace model {

/// Something that can be written at a place of a filter line.
struct FilterOffer {
    Text insert;        ///< what takes the place, in the words of a language; both parse to the same
    Text title;         ///< what it is
    bool whole = false; ///< the term is whole with it; else a value is to follow
};

struct FilterOffers {
    FilterSpan place; ///< what an offer replaces
    std::vector<FilterOffer> offers;
};

/// What can stand where the cursor is (in characters from the start): the names of fields that begin so, or the values
/// of the field whose sign was written; each found by its value, its titles, its pinyin or the initials of that. No
/// more than `most`.
FilterOffers completeFilter(std::string_view line, std::size_t cursor, const FilterVocabulary& vocabulary,
                            std::size_t most = 30);

} // namespace model
