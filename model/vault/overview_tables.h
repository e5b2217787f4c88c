// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/text.h"
#include "model/filter/vocabulary.h"
#include "model/vault/overview.h"

namespace model {

/// One cell of a table, in the words that people read.
struct OverviewCell {
    Text text;
    std::optional<double> value;      ///< where it is a number: for the length of a bar
    std::optional<CaseFilter> filter; ///< lists exactly the cases of the number
    std::optional<CaseId> opens;      ///< the one case that the row is about
    bool hidden = false;              ///< a number that is not shown, because its group is small
};

/// A part of the overview as a table: what the charts draw, and what is printed, saved and read aloud.
struct OverviewTable {
    std::string
        id; ///< "now", "weeks", "minerals", "violations", "channels", "stages", "days", "load", "oldest", "fines"
    Text title;
    Text note; ///< what a reader must know of it; may be empty
    std::vector<Text> columns;
    std::vector<std::vector<OverviewCell>> rows;
    bool inTime = false; ///< its rows follow each other in time
};

/// The overview as tables, in the order in which it is read. Any thread.
std::vector<OverviewTable> overviewTables(const Overview& overview, const FilterVocabulary& vocabulary);

/// "Reports from … to …, computed at …", with the filter if there is one.
Text overviewHeading(const Overview& overview, const FilterVocabulary& vocabulary);

/// The tables as CSV (RFC 4180): UTF-8 with a byte order mark, because spreadsheets take it for another encoding
/// without one; one line a number: table, row, column, number, filter. A cell that a spreadsheet would take for a
/// formula begins with an apostrophe.
std::string overviewCsv(const std::vector<OverviewTable>& tables, const FilterVocabulary& vocabulary,
                        Language language);

} // namespace model
