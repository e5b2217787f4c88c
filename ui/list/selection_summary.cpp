// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/selection_summary.h"

#include "model/workflow/bulk.h"
#include "ui/forms/value_words.h"

namespace ui {
namespace {

/// Of a list of counts only so many are told by name; the others together.
constexpr std::size_t kNamed = 8;

template <typename Counts, typename Name>
void addCounts(std::vector<SummaryLine>& lines, const QString& heading, const Counts& counts, Name name,
               std::uint64_t none = 0, const QString& noneName = {}) {
    if (counts.empty() && none == 0) return;
    lines.push_back({heading, {}, false});
    if (none != 0) lines.push_back({noneName, sayNumber(none), false});
    std::uint64_t others = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (i < kNamed) lines.push_back({name(counts[i].first), sayNumber(counts[i].second), false});
        else others += counts[i].second;
    }
    if (others != 0) lines.push_back({say("Others", "其他"), sayNumber(others), false});
}

void addOptions(std::vector<SummaryLine>& lines, const model::CaseSummary& summary, const OfficeView& office) {
    const auto options = model::bulkOptions(*office.workflow, *office.registered, office.me, summary.stages);
    lines.push_back({say("What can be done to all", "可批量办理"), {}, false});
    const auto of = [&](std::uint64_t count) {
        return count == options.cases ? say("all", "全部")
                                      : say("%1 of %2", "%1/%2 件").arg(sayNumber(count), sayNumber(options.cases));
    };
    const std::size_t before = lines.size();
    if (options.assignable != 0)
        lines.push_back({say("A  Assign or release", "A  指派或解除"), of(options.assignable), false});
    for (const auto& step : options.steps)
        lines.push_back({QStringLiteral("S  ") + say(step.title), of(step.cases), false});
    if (options.notable != 0) lines.push_back({say("N  Add a note", "N  添加备注"), of(options.notable), false});
    if (lines.size() == before)
        lines.push_back({say("Nothing for you in these stages.", "这些阶段没有您可以批量办理的事项。"), {}, false});
}

} // namespace

std::vector<SummaryLine> summaryLines(const model::CaseSummary& summary, const OfficeView& office,
                                      std::size_t notShown) {
    std::vector<SummaryLine> lines;
    if (notShown != 0) lines.push_back({say("Not in this list", "不在当前列表中"), sayNumber(notShown), false});
    if (summary.overdue != 0) lines.push_back({say("Overdue", "逾期"), sayNumber(summary.overdue), true});
    if (summary.waiting != 0)
        lines.push_back({say("Waiting or refused", "待确认或被退回"), sayNumber(summary.waiting), false});
    if (!office.workflow || !office.registered) return lines;
    addCounts(lines, say("Stages", "阶段"), summary.stages,
              [&](const std::string& id) { return sayStage(*office.workflow, id); });
    addCounts(
        lines, say("Assigned", "承办"), summary.people,
        [&](const PersonId& person) { return sayPerson(person, office); }, summary.nobody, say("Nobody", "未指派"));
    const auto* mineral = office.workflow->fact("mineral");
    addCounts(lines, say("Minerals", "矿产"), summary.minerals, [&](const std::string& value) {
        if (value.empty()) return say("Not stated", "未填");
        return mineral == nullptr ? str(value) : say(mineral->words(value));
    });
    addOptions(lines, summary, office);
    return lines;
}

} // namespace ui
