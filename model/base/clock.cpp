// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/clock.h"

#include <charconv>
#include <format>

namespace model {

namespace {

using namespace std::chrono;

constexpr hours kChina{8};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return time_point_cast<milliseconds>(system_clock::now()); }
};

/// Exactly `length` digits at `at`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t length) {
    if (at + length > text.size()) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(at, length)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

} // namespace

std::unique_ptr<Clock> systemClock() { return std::make_unique<SystemClock>(); }

Date chinaDate(Instant moment) { return Date{floor<days>(moment + kChina)}; }

Instant startOfDay(Date day) { return Instant{sys_days{day}} - kChina; }

std::string formatDate(Date day) {
    return std::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

std::string formatMinute(Instant moment) {
    const auto local = moment + kChina;
    const auto day = floor<days>(local);
    const hh_mm_ss time{floor<minutes>(local - day)};
    return std::format("{} {:02}:{:02}", formatDate(Date{day}), time.hours().count(), time.minutes().count());
}

std::string formatUtc(Instant moment) {
    const auto day = floor<days>(moment);
    const hh_mm_ss time{moment - day};
    return std::format("{}T{:02}:{:02}:{:02}.{:03}Z", formatDate(Date{day}), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::optional<Date> parseDate(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto y = digits(text, 0, 4);
    const auto m = digits(text, 5, 2);
    const auto d = digits(text, 8, 2);
    if (!y || !m || !d) return std::nullopt;
    const Date day{year{*y}, month{static_cast<unsigned>(*m)}, std::chrono::day{static_cast<unsigned>(*d)}};
    if (!day.ok()) return std::nullopt;
    return day;
}

std::optional<Instant> parseInstant(std::string_view text) {
    if (text.size() < 20 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':') return {};
    const auto day = parseDate(text.substr(0, 10));
    const auto h = digits(text, 11, 2);
    const auto m = digits(text, 14, 2);
    const auto s = digits(text, 17, 2);
    if (!day || !h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    std::size_t at = 19;
    int ms = 0;
    if (text[at] == '.') {
        const auto end = text.find_first_not_of("0123456789", at + 1);
        if (end == std::string_view::npos || end == at + 1) return std::nullopt;
        for (std::size_t i = 0, scale = 100; i < 3; ++i, scale /= 10) {
            if (at + 1 + i < end) ms += (text[at + 1 + i] - '0') * static_cast<int>(scale);
        }
        at = end;
    }
    minutes offset{0};
    const auto zone = text.substr(at);
    if (zone != "Z") {
        const auto oh = digits(zone, 1, 2);
        const auto om = digits(zone, 4, 2);
        if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || !oh || !om) return std::nullopt;
        offset = hours{*oh} + minutes{*om};
        if (zone[0] == '-') offset = -offset;
    }
    return Instant{sys_days{*day}} + hours{*h} + minutes{*m} + seconds{*s} + milliseconds{ms} - offset;
}

} // namespace model
