// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/case_list.h"
#include "ui/session/office_port.h"

#include <QString>

#include <vector>

namespace ui {

/// One line of what is told of several selected cases: a heading, or a name with what it comes to.
struct SummaryLine {
    QString name;
    QString words; ///< empty: a heading
    bool danger = false;
};

/// What the preview tells of several cases: how many stand in each stage, who is on them, which minerals, how many are
/// overdue, and what can be done to them at once. `notShown` of them are not in the list.
std::vector<SummaryLine> summaryLines(const model::CaseSummary& summary, const OfficeView& office,
                                      std::size_t notShown);

} // namespace ui
