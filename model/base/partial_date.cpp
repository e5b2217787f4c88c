// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/partial_date.h"

#include <chrono>
#include <format>

namespace model {

namespace {

/// Takes `least` to `most` digits from the front of a text.
std::optional<int> digits(std::string_view& text, std::size_t least, std::size_t most) {
    std::size_t count = 0;
    int value = 0;
    while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') {
        value = value * 10 + (text[count++] - '0');
    }
    if (count < least) return std::nullopt;
    text.remove_prefix(count);
    return value;
}

bool skip(std::string_view& text, std::string_view mark) {
    if (!text.starts_with(mark)) return false;
    text.remove_prefix(mark.size());
    return true;
}

bool exists(const PartialDate& date) {
    if (date.year < 1000 || date.year > 9999 || date.month > 12) return false;
    if (date.month == 0) return date.day == 0 && date.minute < 0;
    if (date.day == 0) return date.minute < 0;
    const std::chrono::year_month_day whole{std::chrono::year(date.year), std::chrono::month(date.month),
                                            std::chrono::day(date.day)};
    return whole.ok() && date.minute < 24 * 60;
}

/// ":10" after the hour; the minutes of a day.
std::optional<int> timeOfDay(std::string_view& text, std::size_t leastHour) {
    const auto hour = digits(text, leastHour, 2);
    if (!hour || *hour > 23 || !(skip(text, ":") || skip(text, "："))) return std::nullopt;
    const auto minute = digits(text, 2, 2);
    if (!minute || *minute > 59) return std::nullopt;
    return *hour * 60 + *minute;
}

void trim(std::string_view& text) {
    while (skip(text, " ") || skip(text, "\t") || skip(text, "　")) {
    }
    static constexpr std::string_view kWideSpace = "　";
    for (;;) {
        if (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
        else if (text.ends_with(kWideSpace)) text.remove_suffix(kWideSpace.size());
        else return;
    }
}

/// The mark between two numbers: 0 for "-", 1 for "/", 2 for ".", 3 for the Chinese word; -1: none.
int separator(std::string_view& text, std::string_view word) {
    const std::string_view marks[] = {"-", "/", ".", word};
    for (int i = 0; i < 4; ++i) {
        if (skip(text, marks[i])) return i;
    }
    return -1;
}

} // namespace

std::optional<PartialDate> parsePartialDate(std::string_view text) {
    const auto date = readPartialDate(text);
    if (!date || formatPartialDate(*date) != text) return std::nullopt;
    return date;
}

std::optional<PartialDate> readPartialDate(std::string_view typed) {
    std::string_view text = typed;
    trim(text);
    PartialDate date;
    const auto year = digits(text, 4, 4);
    if (!year) return std::nullopt;
    date.year = *year;
    const int first = text.empty() ? 3 : separator(text, "年");
    if (first < 0) return std::nullopt;
    if (!text.empty()) {
        const auto month = digits(text, 1, 2);
        if (!month || *month == 0) return std::nullopt;
        date.month = static_cast<unsigned>(*month);
        const bool chinese = first == 3 && skip(text, "月");
        if (first == 3 && !chinese) return std::nullopt;
        if (!text.empty() && (chinese || separator(text, "月") == first)) {
            const auto day = digits(text, 1, 2);
            if (!day || *day == 0 || (chinese && !skip(text, "日"))) return std::nullopt;
            date.day = static_cast<unsigned>(*day);
            trim(text);
            if (!text.empty()) {
                (void)skip(text, "T");
                const auto minute = timeOfDay(text, 1);
                if (!minute) return std::nullopt;
                date.minute = *minute;
            }
        }
    }
    if (!text.empty() || !exists(date)) return std::nullopt;
    return date;
}

std::string formatPartialDate(const PartialDate& date) {
    std::string text = std::format("{:04}", date.year);
    if (date.month != 0) text += std::format("-{:02}", date.month);
    if (date.day != 0) text += std::format("-{:02}", date.day);
    if (date.minute >= 0) text += std::format(" {:02}:{:02}", date.minute / 60, date.minute % 60);
    return text;
}

bool isPeriod(const PartialDate& from, const PartialDate& to) {
    // Compared as far as both are known; beyond that nothing speaks against it.
    if (from.year != to.year) return from.year < to.year;
    if (from.month == 0 || to.month == 0) return true;
    if (from.month != to.month) return from.month < to.month;
    if (from.day == 0 || to.day == 0) return true;
    if (from.day != to.day) return from.day < to.day;
    return from.minute < 0 || to.minute < 0 || from.minute <= to.minute;
}

} // namespace model
