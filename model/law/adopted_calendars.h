// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/calendar.h"

#include <map>
#include <memory>

namespace model::law {

/// The calendars that an office has adopted, each read once. What is judged at one place of the record is judged by the
/// calendar of that place, on every machine alike. One thread at a time.
class AdoptedCalendars {
public:
    /// The calendar of this pack; null where there is none, or it is not one: then days are counted Monday to Friday.
    /// Stays where it is.
    const Calendar* of(const std::string& json);

private:
    std::map<std::string, std::unique_ptr<const Calendar>, std::less<>> m_read;
};

} // namespace model::law
