// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/calendar.h"

#include "embedded/calendar_cn.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <format>

namespace model::law {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// No notice of the State Council has ever held more days off in one piece than this.
constexpr int kMaxHolidayDays = 16;

bool isWeekend(Date date) {
    const std::chrono::weekday day{sys_days(date)};
    return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

} // namespace

Checked<Calendar> Calendar::parse(std::string_view json) {
    std::vector<Error> errors;
    const auto parsed = parsePack(json, errors);
    if (!parsed) return std::unexpected(std::move(errors));

    Calendar calendar;
    const PackNode root(*parsed, "", errors);
    root.allowOnly({"format", "id", "name", "about", "years"});
    if (const auto format = root.member("format"); format && format->string() != "touchstone-calendar-1") {
        format->wrong("This is not a calendar that this version reads.", "本版本不支持此日历格式。");
    }
    if (const auto id = root.member("id")) calendar.m_id = id->string();
    if (const auto years = root.member("years")) {
        for (const auto& year : years->items()) calendar.readYear(year);
    }
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return calendar;
}

std::string_view Calendar::shippedPack() { return resource::calendar_cn(); }
Checked<Calendar> Calendar::shipped() { return parse(shippedPack()); }

void Calendar::readYear(const PackNode& node) {
    node.allowOnly({"year", "notice", "issued", "sources", "holidays", "makeUpDays"});
    const auto number = node.member("year");
    if (!number) return;
    const int year = static_cast<int>(number->integer(1949, 9999));
    Year entry;
    if (const auto notice = node.member("notice")) entry.notice = notice->string();
    if (const auto issued = node.member("issued")) entry.issued = issued->date().value_or(Date{});
    if (const auto sources = node.member("sources")) {
        for (const auto& source : sources->items()) entry.sources.push_back(source.string());
    }
    if (!m_years.emplace(year, std::move(entry)).second) {
        number->wrong("This year is in the pack twice.", "该年份重复。");
        return;
    }
    if (const auto holidays = node.member("holidays")) {
        for (const auto& holiday : holidays->items()) readHoliday(holiday, year);
    }
    if (const auto makeUps = node.member("makeUpDays")) {
        for (const auto& item : makeUps->items()) {
            item.allowOnly({"date", "for"});
            const auto date = item.member("date");
            const auto name = item.member("for");
            const auto day = date ? date->date() : std::nullopt;
            if (!day || !name) continue;
            if (!isWeekend(*day))
                date->wrong("A make-up day is a Saturday or a Sunday.", "调休上班日应为星期六或星期日。");
            addDay(*date, *day, year, DayKind::makeUp, name->text());
        }
    }
}

void Calendar::readHoliday(const PackNode& node, int year) {
    node.allowOnly({"name", "first", "last"});
    const auto nameNode = node.member("name");
    const auto firstNode = node.member("first");
    const auto lastNode = node.member("last");
    if (!nameNode || !firstNode || !lastNode) return;
    const Text name = nameNode->text();
    const auto first = firstNode->date();
    const auto last = lastNode->date();
    if (!first || !last) return;
    const auto length = (sys_days(*last) - sys_days(*first)).count() + 1;
    if (length < 1 || length > kMaxHolidayDays) {
        lastNode->wrong(std::format("A holiday lasts from 1 to {} days.", kMaxHolidayDays),
                        std::format("假期应为 1 至 {} 天。", kMaxHolidayDays));
        return;
    }
    for (auto day = sys_days(*first); day <= sys_days(*last); day += days(1)) {
        addDay(firstNode.value(), Date(day), year, DayKind::holiday, name);
    }
}

void Calendar::addDay(const PackNode& node, Date date, int year, DayKind kind, const Text& name) {
    if (static_cast<int>(date.year()) != year) {
        node.wrong(std::format("{} is not in the year {}.", formatDate(date), year),
                   std::format("{} 不在 {} 年。", formatDate(date), year));
    } else if (!m_special.emplace(sys_days(date), Special{kind, name}).second) {
        node.wrong(std::format("{} is in the pack twice.", formatDate(date)),
                   std::format("{} 重复。", formatDate(date)));
    }
}

DayKind Calendar::kindOf(Date date) const {
    if (const auto found = m_special.find(sys_days(date)); found != m_special.end()) return found->second.kind;
    return isWeekend(date) ? DayKind::weekend : DayKind::working;
}

bool Calendar::isWorkingDay(Date date) const {
    const auto kind = kindOf(date);
    return kind == DayKind::working || kind == DayKind::makeUp;
}

Text Calendar::nameOf(Date date) const {
    const auto found = m_special.find(sys_days(date));
    return found == m_special.end() ? Text{} : found->second.name;
}

CountedDate addWorkingDays(const Calendar& calendar, Date start, int n) {
    CountedDate out{.date = start};
    auto day = sys_days(start);
    for (int left = std::clamp(n, 0, kMaxDays); left > 0;) {
        day += days(1);
        out.date = Date(day);
        out.covered = out.covered && calendar.covers(out.date);
        if (calendar.isWorkingDay(out.date)) --left;
    }
    return out;
}

CountedDays workingDaysBetween(const Calendar& calendar, Date after, Date until) {
    CountedDays out;
    const auto last = std::min(sys_days(until), sys_days(after) + days(kMaxDays));
    for (auto day = sys_days(after) + days(1); day <= last; day += days(1)) {
        out.covered = out.covered && calendar.covers(Date(day));
        if (calendar.isWorkingDay(Date(day))) ++out.days;
    }
    return out;
}

CountedDate nextWorkingDay(const Calendar& calendar, Date date) {
    CountedDate out{.date = date, .covered = calendar.covers(date)};
    while (!calendar.isWorkingDay(out.date)) {
        out.date = Date(sys_days(out.date) + days(1));
        out.covered = out.covered && calendar.covers(out.date);
    }
    return out;
}

Text weekdayName(Date date) {
    static constexpr std::array<std::string_view, 7> kEnglish = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                                 "Thursday", "Friday", "Saturday"};
    static constexpr std::array<std::string_view, 7> kChinese = {"星期日", "星期一", "星期二", "星期三",
                                                                 "星期四", "星期五", "星期六"};
    const auto index = std::chrono::weekday{sys_days(date)}.c_encoding();
    return {std::string(kEnglish[index]), std::string(kChinese[index])};
}

} // namespace model::law
