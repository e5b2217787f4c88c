// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace model {

/// A moment in UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
/// A day of the calendar in China (UTC+8): legal periods are counted in these.
using Date = std::chrono::year_month_day;

/// The only source of time in the model, so that a test or a simulator can be the clock. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// The clock of this machine.
std::unique_ptr<Clock> systemClock();

/// The day on which a moment falls in China, which has had one time zone, UTC+8, without summer time since 1991.
Date chinaDate(Instant moment);
/// Midnight in China at which a day begins.
Instant startOfDay(Date day);

/// "2026-03-04".
std::string formatDate(Date day);
/// "2026-03-04 15:10" in China's time.
std::string formatMinute(Instant moment);
/// "2026-03-04T07:10:05.123Z" (RFC 3339, UTC).
std::string formatUtc(Instant moment);
/// Reads "2026-03-04"; nothing if it is no such day.
std::optional<Date> parseDate(std::string_view text);
/// Reads what formatUtc() writes, with or without fraction, and offsets such as +08:00.
std::optional<Instant> parseInstant(std::string_view text);

} // namespace model
