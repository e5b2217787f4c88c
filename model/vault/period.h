// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/filter/filter.h"

#include <string_view>
#include <vector>

namespace model {

/// Days in China, the first and the last included.
struct Period {
    Date first{};
    Date last{};
    friend bool operator==(const Period&, const Period&) = default;
};

/// What people ask for by a word: "year", "quarter", "month", "weeks" (the present week and the eleven before it). All
/// end today.
enum class PeriodKind { year, quarter, month, weeks };
std::string_view periodName(PeriodKind kind);
Period periodOf(PeriodKind kind, Date today);
/// A period as it is written: one of the words, or "2026-03-04..2026-05-01". Code::usage says what can be written.
Result<Period> parsePeriod(std::string_view text, Date today);
std::string formatPeriod(const Period& period);

/// Divides a period into weeks (Monday to Sunday), or, where they would be more than 60, into months, or years; the
/// first and the last part are cut at its ends.
std::vector<Period> partsOf(const Period& period);
/// What a part is called: "2026-W10", "2026-03", "2026", or its days where it is cut.
std::string partName(const Period& part);

/// The condition that a field of days lies in a period, as two conditions.
void addPeriod(CaseFilter& filter, FilterField field, const Period& period);

} // namespace model
