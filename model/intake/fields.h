// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/intake/report.h"

#include <variant>

namespace model::intake {

/// The columns of a report file, and which of them name the reporter. The one place where names and members meet.
struct Field {
    /// Where a value goes. Who reported has no member of Report to go to, and can therefore never end up in one.
    using Target = std::variant<std::string Report::*, std::optional<law::Money> Report::*,
                                std::vector<std::string> Report::*, std::optional<Instant> Report::*, Channel Report::*,
                                ReportKind Report::*, std::string Text::*, std::string ReporterIdentity::*>;
    std::string_view name;     ///< what is written, "declared_hs"; read with any case and without the underscores too
    std::string_view practice; ///< its name in lists of published decisions, where that differs
    Target target;
    enum class Check {
        none,
        date,    ///< a date or an interval is expected; another text is kept with a notice
        number,  ///< likewise a decimal number
        sources, ///< addresses may hold the separator: they are split before "http" only, and "[note]" is taken off
    } check = Check::none;
};

std::span<const Field> fields();
/// The field that a column or member names, or null.
const Field* fieldNamed(std::string_view name);
/// The names by which a field is read beside its own.
std::vector<std::string_view> otherNames(const Field& field);

/// One cell as text, or the several items of a list in JSON.
struct Value {
    std::string text = {};
    std::vector<std::string> items = {};
    bool isList = false;
};

/// What a row becomes while its cells are read.
struct Draft {
    Report report = {};
    ReporterIdentity reporter = {};
};

/// Puts a value into its place. What is wrong with it, if anything: without `notice` the row cannot be taken. Every
/// text is trimmed first. Refused are formulas (see looksLikeFormula) and control characters.
std::optional<Problem> setField(const Field& field, Value value, Draft& draft);

/// The text of a field for writing, or the items of a list; empty where the report has none.
Value getField(const Field& field, const Report& report, const ReporterIdentity& reporter);

/// Whether a spreadsheet could take the cell for a formula and run it: it begins with = or @ (or their full-width
/// forms), or with + or - and is no number. Such a cell in a report is an attack on whoever opens an export of it
/// later.
bool looksLikeFormula(std::string_view cell);

/// Without spaces, tabs, line ends and ideographic spaces at both ends.
std::string_view trimmed(std::string_view text);

} // namespace model::intake
