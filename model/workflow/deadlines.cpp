// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/engine.h"

#include <algorithm>
#include <utility>

namespace model {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// One period as the steps made it.
struct Run {
    Instant started{};
    std::optional<Instant> ended;
    std::vector<law::Suspension> suspensions;
    std::vector<law::Extension> extensions;
};

Date tomorrow(Instant moment) { return Date(sys_days(chinaDate(moment)) + days(1)); }

// The day of a step counts as it stood before the step, as the day on which a period begins is not counted (民事诉讼法
// 85): so a period suspended and resumed on one day has lost nothing.
void suspend(Run& run, Instant moment, const Text& reason) {
    if (!run.suspensions.empty() && !run.suspensions.back().last) return;
    law::Suspension suspension;
    suspension.first = tomorrow(moment);
    suspension.reason = reason;
    run.suspensions.push_back(std::move(suspension));
}

void resume(Run& run, Instant moment) {
    if (run.suspensions.empty() || run.suspensions.back().last) return;
    auto& open = run.suspensions.back();
    const Date last = chinaDate(moment);
    if (sys_days(last) < sys_days(open.first)) run.suspensions.pop_back();
    else open.last = last;
}

void act(std::optional<Run>& run, const DeadlineAction& action, const Step& step, Instant moment) {
    if (action.kind == DeadlineActionKind::starts) {
        run = Run{.started = moment, .ended = {}, .suspensions = {}, .extensions = {}};
        return;
    }
    if (!run || run->ended) return;
    switch (action.kind) {
    case DeadlineActionKind::starts: break;
    case DeadlineActionKind::stops: run->ended = moment; break;
    case DeadlineActionKind::suspends: suspend(*run, moment, step.title); break;
    case DeadlineActionKind::resumes: resume(*run, moment); break;
    case DeadlineActionKind::extends: run->extensions.push_back(action.extension); break;
    }
}

std::optional<Run> runOf(const Definition& definition, const CaseState& state, const DeadlineDefinition& deadline) {
    std::optional<Run> run;
    if (deadline.startsOnOpening && state.exists()) {
        run = Run{.started = state.opened.time, .ended = {}, .suspensions = {}, .extensions = {}};
    }
    for (const auto& taken : state.steps) {
        const Step* step = definition.step(taken.step);
        if (!step) continue;
        for (const auto& action : step->deadlines) {
            if (action.deadline == deadline.id) act(run, action, *step, taken.place.time);
        }
    }
    return run;
}

DeadlineStatus statusOf(const Run& run, const std::optional<Instant>& missedAt, Instant now) {
    if (run.ended) return missedAt && *run.ended >= *missedAt ? DeadlineStatus::metLate : DeadlineStatus::met;
    if (missedAt && now >= *missedAt) return DeadlineStatus::overdue;
    if (!run.suspensions.empty() && !run.suspensions.back().last) return DeadlineStatus::suspended;
    return DeadlineStatus::running;
}

} // namespace

std::string_view deadlineStatusName(DeadlineStatus status) {
    switch (status) {
    case DeadlineStatus::running: return "running";
    case DeadlineStatus::suspended: return "suspended";
    case DeadlineStatus::overdue: return "overdue";
    case DeadlineStatus::met: return "met";
    case DeadlineStatus::metLate: return "met-late";
    }
    std::unreachable();
}

std::vector<Deadline> deadlines(const Definition& definition, const CaseState& state, const law::Calendar* calendar,
                                Instant now) {
    std::vector<Deadline> out;
    const law::Calendar empty;
    for (const auto& one : definition.deadlines) {
        const auto run = runOf(definition, state, one);
        if (!run) continue;
        Deadline deadline{.id = one.id,
                          .title = one.title,
                          .cite = one.cite,
                          .basis = one.basis,
                          .status = DeadlineStatus::running,
                          .started = run->started,
                          .due = {},
                          .missedAt = {},
                          .ended = run->ended,
                          .covered = true,
                          .lines = {}};
        auto counted = law::computeDeadline(one.rule, run->started, run->suspensions, run->extensions,
                                            calendar ? *calendar : empty);
        if (counted) {
            deadline.due = counted->due;
            deadline.missedAt = counted->missedAt;
            deadline.covered = counted->covered;
            deadline.lines = std::move(counted->lines);
        } else { // the definition's check bounds every length, so this is for a calendar that cannot serve
            deadline.covered = false;
            deadline.lines = {counted.error().what};
        }
        deadline.status = statusOf(*run, deadline.missedAt, now);
        out.push_back(std::move(deadline));
    }
    return out;
}

} // namespace model
