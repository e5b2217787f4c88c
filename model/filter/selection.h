// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/filter.h"
#include "model/filter/row_set.h"

#include <optional>

namespace model {

/// Which cases a person means: these rows, or everything that a filter shows but some rows. A value; rows are those of
/// CaseRow::row, so that it means the same in another order and after a change.
struct CaseSelection {
    std::optional<CaseFilter> everything; ///< its order does not matter
    RowSet rows;                          ///< with `everything`: those that are left out

    /// Whether a row of the filter's list is meant.
    [[nodiscard]] bool contains(std::int64_t row) const { return everything.has_value() != rows.contains(row); }
    /// Whether nothing is meant for certain; a filter may still show nothing.
    [[nodiscard]] bool empty() const { return !everything && rows.empty(); }
    /// Means a row from now on, or no longer.
    void set(std::int64_t row, bool meant) {
        if (everything.has_value() != meant) rows.insert(row);
        else rows.erase(row);
    }
    friend bool operator==(const CaseSelection&, const CaseSelection&) = default;
};

} // namespace model
