// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/text.h"
#include "model/filter/filter.h"

#include <map>
#include <string>
#include <vector>

namespace model {

/// A value that an office knows, with the words that people use for it.
struct KnownValue {
    std::string value;
    Text title;
    std::string alias;    ///< another word for it, such as a person's label; may be empty
    std::string pinyin;   ///< the Chinese title in Latin letters; may be empty
    std::string initials; ///< the first letter of each syllable
};

/// The values that a filter's fields can take in one office.
struct FilterVocabulary {
    std::map<FilterField, std::vector<KnownValue>> values;

    [[nodiscard]] const std::vector<KnownValue>& of(FilterField field) const;
};

} // namespace model
