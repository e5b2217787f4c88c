// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace model {

/// A filter that a person keeps under a name.
struct SavedFilter {
    std::string name;
    std::string line; ///< as typed
    friend bool operator==(const SavedFilter&, const SavedFilter&) = default;
};

inline constexpr std::size_t kMostSavedFilters = 100;

/// Whether it can be kept: a name of 1 to 60 characters on one line without "=", and a line that can be read.
Result<void> checkSaved(const SavedFilter& filter);

/// Puts a filter among others: in the place of the one of its name, else behind them.
Result<void> putSaved(std::vector<SavedFilter>& filters, SavedFilter filter);

/// Filters as text that people can send to each other, one a line: "Due soon = is:open due<7d".
std::string printSaved(const std::vector<SavedFilter>& filters);
/// Reads such a text. Empty lines are passed over; the first bad line is named.
Result<std::vector<SavedFilter>> parseSaved(std::string_view text);

} // namespace model
