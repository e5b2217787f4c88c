// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace model {

/// A day that is known to the year, the month, the day or the minute, as people remember what happened. Times of day
/// are China's, as all dates of the case file.
struct PartialDate {
    int year = 0;       ///< 1000 to 9999
    unsigned month = 0; ///< 1 to 12, or 0: only the year is known
    unsigned day = 0;   ///< 1 to 31, or 0: only the month is known
    int minute = -1;    ///< minutes since midnight, or -1: no time of day is known

    /// In order of time by what is known; of two that begin together, the less exact one comes first.
    auto operator<=>(const PartialDate&) const = default;
};

/// Reads "2026", "2026-03", "2026-03-04" and "2026-03-04 15:10", as formatPartialDate() writes them, and nothing else.
std::optional<PartialDate> parsePartialDate(std::string_view text);
/// Reads what people type besides: "2026/3/4", "2026.3", "2026年3月4日 9:05". Blanks around it do not count. Nothing if
/// it is no such day.
std::optional<PartialDate> readPartialDate(std::string_view typed);
/// The canonical form, which is the one that is signed.
std::string formatPartialDate(const PartialDate& date);

/// Whether a period from `from` to `to` can be: its end is not known to lie before its beginning. "2026-03-04" to
/// "2026-03" can, because the month goes on after the fourth.
bool isPeriod(const PartialDate& from, const PartialDate& to);

} // namespace model
