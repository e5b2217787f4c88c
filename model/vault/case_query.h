// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/filter/filter.h"
#include "model/filter/selection.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace model {

/// SQL over the derived tables with its values, which are bound and never pasted.
struct CaseQuery {
    std::string sql;
    std::vector<std::string> values;
};

/// The queries whose rows, one after the other, are those of a filter in its order. None: nothing can be found.
/// `today` in China; `limit` 0 is no limit.
std::vector<CaseQuery> rowQueries(const CaseFilter& filter, Date today, std::size_t limit);
/// The query that counts them; nothing: there can be none.
std::optional<CaseQuery> countQuery(const CaseFilter& filter, Date today);

/// Queries over the cases of a selection.
struct SelectionQueries {
    CaseQuery chosen; ///< (n, id, reference), in the order of the rows
    CaseQuery counts; ///< (stage, mineral, nobody assigned, cases, overdue, waiting), grouped by the first three
    CaseQuery people; ///< (person, cases)
};
/// Nothing: the selection can have none.
std::optional<SelectionQueries> selectionQueries(const CaseSelection& selection, Date today);

/// " WHERE …" over case_row with its values, or nothing at all: what the filter's conditions mean, to be asked with
/// other columns.
CaseQuery where(const CaseFilter& filter, Date today);

} // namespace model
