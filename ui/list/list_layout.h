// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ui {

/// How a person left their list: kept in their encrypted store, because a filter can name people.
struct ListLayout {
    std::vector<int> widths; ///< of the columns, 0 for one that is hidden; empty: as they fit
    std::vector<int> order;  ///< the columns from left to right; empty: as they come
    std::vector<int> panes;  ///< views, list and preview; empty: as they come
    bool views = true;
    std::optional<std::string> filter; ///< the line; nothing: the first view
    friend bool operator==(const ListLayout&, const ListLayout&) = default;
};

std::string printLayout(const ListLayout& layout);
/// What cannot be read is as if it had not been kept.
ListLayout parseLayout(std::string_view text);

} // namespace ui
