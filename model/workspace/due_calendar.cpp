// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/due_calendar.h"

#include "model/base/citation.h"

namespace model {

std::string dueCalendar(std::span<const DuePeriod> periods, Language language, Instant made, unsigned daysBefore) {
    std::vector<document::CalendarEntry> entries;
    entries.reserve(periods.size());
    for (const auto& one : periods) {
        const auto& running = one.running;
        const std::string source = running.cite.empty() ? Text{"Not set by law", "非法定期限"}.in(language)
                                                        : citation(running.cite).in(language);
        std::string lines =
            source + "\n" +
            fill({"Runs since {0}", "自 {0} 起算"}, formatDate(chinaDate(running.started))).in(language);
        if (!running.covered) {
            lines += "\n" + Text{"Counted Monday to Friday where the holidays are not known yet",
                                 "假日安排未公布的日期按周一至周五计算"}
                                .in(language);
        }
        entries.push_back({running.period + "-" + one.id.hex(), running.due,
                           one.reference + " " + running.name.in(language), std::move(lines)});
    }
    return document::icalendar(Text{"Touchstone: what is due", "试金石：期限"}.in(language), entries, made, daysBefore);
}

} // namespace model
