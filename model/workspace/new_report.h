// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/intake/report.h"
#include "model/workflow/definition.h"

namespace model {

/// The fields in which a report is written down that came by telephone, letter or visit: how it came in and of what
/// kind it is, then those facts of a case that a report can state, as the definition of new cases calls them. None of
/// them asks who reports.
std::vector<Field> reportFields(const Definition& definition);

/// The report that a form states; its fields may have any name of a column of a report file. Without a channel it came
/// by the hotline, and without a title it gets one. Code::usage for a field that a report has not, Code::malformed for
/// a value that cannot be taken; `where` names the field.
Result<intake::Report> reportFrom(const Form& form);

} // namespace model
