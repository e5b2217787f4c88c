// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/vocabulary.h"

#include <string>

namespace model {

/// A filter as a line that parses to the same filter with the same vocabulary, whatever language it is read in. In
/// Chinese, fields and known values are written by their titles; people are written by their names in both.
std::string printFilter(const CaseFilter& filter, Language language = Language::en,
                        const FilterVocabulary& vocabulary = {});
std::string printCondition(const Condition& condition, Language language = Language::en,
                           const FilterVocabulary& vocabulary = {});
/// "sort:-due"; empty for the order that needs no words.
std::string printOrder(CaseOrder order, bool descending, Language language = Language::en);

/// What a condition says, for a person: "mineral: dysprosium", "not stage: closed", "due: less than 7 days".
Text conditionWords(const Condition& condition, const FilterVocabulary& vocabulary);

} // namespace model
