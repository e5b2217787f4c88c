// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/icalendar.h"
#include "model/vault/due.h"

namespace model {

/// What is due, for the calendar of whoever it is due to (RFC 5545): the number of the case, what runs, its article and
/// since when. Nothing else of a case leaves the office by this, neither its title nor its people.
std::string dueCalendar(std::span<const DuePeriod> periods, Language language, Instant made, unsigned daysBefore);

} // namespace model
