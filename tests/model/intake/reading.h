// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/intake/report_reader.h"

#include <sstream>

namespace tests {

/// All that a reading found.
struct Reading {
    std::vector<model::intake::ReportRow> rows;
    std::vector<model::intake::Problem> problems;
    model::Result<model::intake::ReadSummary> summary;

    /// "line:field" of each problem, notices with a "?" behind.
    std::string places() const {
        std::string out;
        for (const auto& problem : problems) {
            out += (out.empty() ? "" : " ") + std::to_string(problem.line) + ":" + problem.field +
                   (problem.notice ? "?" : "");
        }
        return out;
    }
    std::string ids() const {
        std::string out;
        for (const auto& row : rows) out += (out.empty() ? "" : " ") + row.report.externalId;
        return out;
    }
};

inline Reading readAll(std::istream& stream, model::intake::ReportFormat format,
                       const model::intake::ReadLimits& limits = {}) {
    Reading out;
    out.summary =
        model::intake::readReports(stream, format,
                                   {.row = [&](auto&& row) { return out.rows.push_back(std::move(row)), true; },
                                    .problem = [&](const auto& one) { return out.problems.push_back(one), true; }},
                                   limits);
    return out;
}

inline Reading readAll(const std::string& text, model::intake::ReportFormat format,
                       const model::intake::ReadLimits& limits = {}) {
    std::istringstream stream(text);
    return readAll(stream, format, limits);
}

} // namespace tests
