// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/intake/line_reader.h"
#include "model/intake/report.h"

#include <deque>

namespace model::intake {

/// One record of a CSV file, or what is wrong with it.
struct CsvRecord {
    std::uint64_t line = 0; ///< its first line
    std::vector<std::string> cells = {};
    std::optional<Problem> problem = {}; ///< then there are no cells
};

/// Reads CSV as RFC 4180 describes it, strictly: commas, double quotes, line ends inside quotes.
///
/// This is our own because it must do at once what the usual libraries do not: keep the line number of every record,
/// pass over a line of any length without holding it, say where an encoding breaks, and after a broken record go on
/// with the very next line, so that a forgotten quote costs one row and not the rest of the file. Memory is bounded by
/// the limit of a record. One thread at a time.
class CsvReader {
public:
    /// A record, like a line, is at most `limit` bytes long.
    CsvReader(std::istream& stream, std::size_t limit);

    /// The next record that is not an empty line, or nothing at the end.
    std::optional<CsvRecord> next();
    bool failed() const { return m_lines.failed(); }
    std::uint64_t bytesRead() const { return m_lines.bytesRead(); }

private:
    std::optional<Line> takeLine();

    LineReader m_lines;
    std::size_t m_limit;
    std::deque<Line> m_again; ///< lines to be read once more, after a broken record that spanned them
};

} // namespace model::intake
