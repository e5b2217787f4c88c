// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/report_writer.h"

#include "model/intake/fields.h"

#include <nlohmann/json.hpp>

namespace model::intake {
namespace {

bool isWritten(const Field& field, Reporters reporters) {
    return reporters == Reporters::include || !std::holds_alternative<std::string ReporterIdentity::*>(field.target);
}

std::string quoted(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string out = "\"";
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ";") + item;
    return out;
}

void writeCsvHeader(std::ostream& stream, Reporters reporters) {
    std::string line;
    for (const auto& field : fields()) {
        if (isWritten(field, reporters)) line += (line.empty() ? "" : ",") + std::string(field.name);
    }
    stream << line << "\r\n";
}

void writeCsvRow(std::ostream& stream, const ReportRow& row, Reporters reporters) {
    std::string line;
    bool first = true;
    for (const auto& field : fields()) {
        if (!isWritten(field, reporters)) continue;
        const auto value = getField(field, row.report, row.reporter.value_or(ReporterIdentity{}));
        line += (first ? "" : ",") + quoted(value.isList ? joined(value.items) : value.text);
        first = false;
    }
    stream << line << "\r\n";
}

void writeJsonRow(std::ostream& stream, const ReportRow& row, Reporters reporters) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const auto& field : fields()) {
        if (!isWritten(field, reporters)) continue;
        auto value = getField(field, row.report, row.reporter.value_or(ReporterIdentity{}));
        const auto name = std::string(field.name);
        if (!value.items.empty()) {
            object[name] = std::move(value.items);
        } else if (!value.text.empty()) {
            object[name] = std::move(value.text);
        }
    }
    stream << object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

} // namespace

void writeReports(std::ostream& stream, ReportFormat format, std::span<const ReportRow> rows, Reporters reporters) {
    if (format == ReportFormat::csv) writeCsvHeader(stream, reporters);
    for (const auto& row : rows) {
        if (format == ReportFormat::csv) {
            writeCsvRow(stream, row, reporters);
        } else {
            writeJsonRow(stream, row, reporters);
        }
    }
}

} // namespace model::intake
