// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/intake/report.h"
#include "model/workflow/definition.h"

namespace model {

/// All that a report says, field by field, under the names of report files.
Form reportForm(const intake::Report& report);

/// The facts that a report states, in the canonical forms of the definition's fact fields; what does not fit a field
/// stays in the report alone.
Form reportFacts(const Definition& definition, const intake::Report& report);

/// A number that is the same for the same report, whatever file it comes in.
std::int64_t reportKey(const Form& report);

} // namespace model
