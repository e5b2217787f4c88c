// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

#include <span>
#include <string>

namespace model::document {

/// One whole day in a calendar.
struct CalendarEntry {
    std::string uid; ///< the same for the same thing in every export, so that a calendar takes it for a change
    Date day{};
    std::string summary;     ///< one line
    std::string description; ///< lines
};

/// How many days before its day an entry may remind of it at most.
inline constexpr unsigned kMostDaysBefore = 60;

/// The entries as an iCalendar object (RFC 5545): whole days, confidential, which take up no time of whoever has them.
/// At nine o'clock of the morning `daysBefore` days earlier each reminds of itself; at kMostDaysBefore at most.
std::string icalendar(const std::string& name, std::span<const CalendarEntry> entries, Instant made,
                      unsigned daysBefore);

} // namespace model::document
