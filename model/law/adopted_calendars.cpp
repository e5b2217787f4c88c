// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/adopted_calendars.h"

namespace model::law {

const Calendar* AdoptedCalendars::of(const std::string& json) {
    if (json.empty()) return nullptr;
    const auto known = m_read.find(json);
    if (known != m_read.end()) return known->second.get();
    auto parsed = Calendar::parse(json);
    auto read = parsed ? std::make_unique<const Calendar>(*std::move(parsed)) : nullptr;
    return m_read.emplace(json, std::move(read)).first->second.get();
}

} // namespace model::law
