// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/intake/report_reader.h"

#include <ostream>

namespace model::intake {

/// Whether the columns that name the reporter are written. Only the custodians' own exports may say yes.
enum class Reporters { leaveOut, include };

/// Writes reports so that readReports() gives them back equal. CSV: comma, CRLF, a header of our own column names,
/// lists joined by ';' (JSON lines keep items that hold one). JSON lines: members that are empty are left out.
void writeReports(std::ostream& stream, ReportFormat format, std::span<const ReportRow> rows, Reporters reporters);

} // namespace model::intake
