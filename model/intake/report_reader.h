// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/intake/report.h"

#include <filesystem>
#include <functional>
#include <istream>

namespace model::intake {

enum class ReportFormat {
    csv,       ///< RFC 4180 with a header row of column names
    jsonLines, ///< one JSON object a line
};

/// By the file's extension: .csv; .jsonl, .ndjson and .json. Nothing for another.
std::optional<ReportFormat> formatOf(const std::filesystem::path& file);

struct ReadLimits {
    std::size_t lineBytes = std::size_t{1} << 20; ///< a longer line (or CSV record) is reported and passed over
    std::size_t jsonDepth = 32;
};

/// What a reading does with what it finds, in the order of the file. Either may return false to stop.
struct ReportSink {
    std::function<bool(ReportRow&&)> row;
    std::function<bool(const Problem&)> problem;
};

struct ReadSummary {
    std::uint64_t rows = 0;    ///< handed to the sink
    std::uint64_t refused = 0; ///< rows left out
    std::uint64_t notices = 0;
    std::uint64_t bytes = 0;
};

/// Reads reports from a stream in constant memory (but for 100 bytes a row, to know duplicates). Good rows are handed
/// out whatever is wrong with others. A row is refused for a line over the limit, broken UTF-8, a wrong number of
/// cells, a broken quote, JSON that is broken, nested or not an object, a formula or control character in a cell, a
/// value that is not what its column promises, no id, no contents, and for repeating the id or the whole contents of an
/// earlier row. Unknown columns are named once, as a notice. The columns reporter_name and reporter_contact go into
/// ReporterIdentity only.
///
/// Errors end the reading: Code::malformed when the header cannot be used (missing, unreadable, a column twice, no id),
/// Code::cancelled when the sink says stop, Code::failed when the stream breaks. Both column names of published
/// decisions and our own are understood (docs/data-files.md). Any thread; the stream is used until it
/// returns.
Result<ReadSummary> readReports(std::istream& stream, ReportFormat format, const ReportSink& sink,
                                const ReadLimits& limits = {});

/// Opens and reads a file; the format by its extension, else by its first character ('{' is JSON lines).
/// Further errors: Code::notFound, Code::failed when it cannot be opened.
Result<ReadSummary> readReportFile(const std::filesystem::path& file, const ReportSink& sink,
                                   const ReadLimits& limits = {});

} // namespace model::intake
