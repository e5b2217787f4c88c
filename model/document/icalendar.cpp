// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/icalendar.h"

#include <libical/ical.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace model::document {

namespace {

struct Freed {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
    void operator()(char* text) const { std::free(text); }
};
using Component = std::unique_ptr<icalcomponent, Freed>;

icaltimetype wholeDay(Date day) {
    icaltimetype time = icaltime_null_date();
    time.year = static_cast<int>(day.year());
    time.month = static_cast<int>(static_cast<unsigned>(day.month()));
    time.day = static_cast<int>(static_cast<unsigned>(day.day()));
    time.is_date = 1;
    return time;
}

icaltimetype moment(Instant made) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(made).time_since_epoch().count();
    return icaltime_from_timet_with_zone(static_cast<time_t>(seconds), 0, icaltimezone_get_utc_timezone());
}

Component reminder(const CalendarEntry& entry, unsigned daysBefore) {
    constexpr int kNine = 9 * 60 * 60;
    constexpr int kDay = 24 * 60 * 60;
    const int before = static_cast<int>(std::min(daysBefore, kMostDaysBefore)) * kDay;
    Component alarm(icalcomponent_new_valarm());
    icalcomponent_add_property(alarm.get(), icalproperty_new_action(ICAL_ACTION_DISPLAY));
    icalcomponent_add_property(alarm.get(), icalproperty_new_trigger(icaltriggertype_from_int(kNine - before)));
    icalcomponent_add_property(alarm.get(), icalproperty_new_description(entry.summary.c_str()));
    return alarm;
}

} // namespace

std::string icalendar(const std::string& name, std::span<const CalendarEntry> entries, Instant made,
                      unsigned daysBefore) {
    const Component calendar(icalcomponent_new_vcalendar());
    const auto add = [](icalcomponent* to, icalproperty* property) { icalcomponent_add_property(to, property); };
    add(calendar.get(), icalproperty_new_version("2.0"));
    add(calendar.get(), icalproperty_new_prodid("-//Touchstone//Touchstone 0.1//EN"));
    add(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
    add(calendar.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
    icalproperty* const called = icalproperty_new_x(name.c_str());
    icalproperty_set_x_name(called, "X-WR-CALNAME");
    add(calendar.get(), called);
    for (const auto& entry : entries) {
        Component event(icalcomponent_new_vevent());
        add(event.get(), icalproperty_new_uid(entry.uid.c_str()));
        add(event.get(), icalproperty_new_dtstamp(moment(made)));
        add(event.get(), icalproperty_new_dtstart(wholeDay(entry.day)));
        add(event.get(), icalproperty_new_summary(entry.summary.c_str()));
        add(event.get(), icalproperty_new_description(entry.description.c_str()));
        add(event.get(), icalproperty_new_class(ICAL_CLASS_CONFIDENTIAL));
        add(event.get(), icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
        icalcomponent_add_component(event.get(), reminder(entry, daysBefore).release());
        icalcomponent_add_component(calendar.get(), event.release());
    }
    const std::unique_ptr<char, Freed> text(icalcomponent_as_ical_string_r(calendar.get()));
    return text.get();
}

} // namespace model::document
