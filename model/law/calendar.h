// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/pack.h"

#include <map>

namespace model::law {

/// What a day is in the working calendar.
enum class DayKind {
    working, ///< Monday to Friday
    weekend, ///< Saturday or Sunday
    holiday, ///< a day off by the State Council's notice, weekends inside it included
    makeUp,  ///< a Saturday or Sunday that the notice makes a working day (调休上班)
};

/// China's public holidays and make-up working days. A value made from a data pack; it reads no file and no clock.
///
/// Legal source: the holidays follow 全国年节及纪念日放假办法 and, for the days moved around them, the State Council's
/// yearly notice; each year in the pack names its notice. A year that the pack does not hold is counted Monday to
/// Friday, and every answer that touched such a day says so: the notice for a year appears only in the autumn before
/// it.
class Calendar {
public:
    struct Year {
        std::string notice = {}; ///< number of the State Council's notice, "国办发明电〔2024〕12号"
        Date issued = {};        ///< date of the notice
        std::vector<std::string> sources = {};
    };

    /// Reads a pack (docs/data-files.md). Errors carry the place of each mistake.
    static Checked<Calendar> parse(std::string_view json);
    /// The pack the program carries: resources/calendars/cn-2024-2026.json.
    static Checked<Calendar> shipped();
    /// The bytes of that pack.
    static std::string_view shippedPack();

    const std::string& id() const { return m_id; }
    const std::map<int, Year>& years() const { return m_years; }

    /// Whether the pack holds the year of this day.
    bool covers(Date date) const { return m_years.contains(static_cast<int>(date.year())); }
    DayKind kindOf(Date date) const;
    bool isWorkingDay(Date date) const;
    /// The name of the holiday this day is off for, or that it makes up for; empty for an ordinary day.
    Text nameOf(Date date) const;

private:
    struct Special {
        DayKind kind;
        Text name = {};
    };
    void readYear(const PackNode& node);
    void readHoliday(const PackNode& node, int year);
    void addDay(const PackNode& node, Date date, int year, DayKind kind, const Text& name);

    std::string m_id = {};
    std::map<int, Year> m_years = {};
    std::map<std::chrono::sys_days, Special> m_special = {};
};

/// A day found by counting. `covered` is false when a day on the way lay outside the pack's years.
struct CountedDate {
    Date date = {};
    bool covered = true;
};

struct CountedDays {
    int days = 0;
    bool covered = true;
};

/// The longest count of days that is taken; a longer one is cut to it. A hundred years.
constexpr int kMaxDays = 36'600;

/// The nth working day after `start`, which itself is not counted (行政处罚法 85 with 民法典 201). n = 0 is `start`.
CountedDate addWorkingDays(const Calendar& calendar, Date start, int n);

/// Working days d with after < d <= until; 0 when `until` is not later.
CountedDays workingDaysBetween(const Calendar& calendar, Date after, Date until);

/// This day if it is a working day, else the next one (民事诉讼法 85, 民法典 203).
CountedDate nextWorkingDay(const Calendar& calendar, Date date);

/// "Sunday" / "星期日".
Text weekdayName(Date date);

} // namespace model::law
