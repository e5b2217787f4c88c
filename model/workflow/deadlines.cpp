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

// A step that was taken, and what it says.
struct Said {
    const StepTaken* taken = nullptr;
    const Step* step = nullptr;
};

void collect(const Track& track, const std::vector<StepTaken>& taken, std::vector<Said>& out) {
    for (const auto& one : taken) {
        if (const Step* step = track.step(one.step); step && !step->deadlines.empty()) out.push_back({&one, step});
    }
}

// The steps of all tracks: those beside the main one move periods of the case too.
std::vector<Said> allSaid(const Definition& definition, const CaseState& state) {
    std::vector<Said> said;
    collect(definition, state.steps, said);
    for (const auto& one : state.tracks) {
        if (const SideTrack* side = definition.track(one.track)) collect(*side, one.steps, said);
    }
    std::ranges::stable_sort(said, {}, [](const Said& one) { return one.taken->order; });
    return said;
}

std::optional<Run> runOf(const std::vector<Said>& said, const DeadlineDefinition& deadline, std::optional<Run> run) {
    for (const auto& one : said) {
        for (const auto& action : one.step->deadlines) {
            if (action.deadline == deadline.id) act(run, action, *one.step, one.taken->moment());
        }
    }
    return run;
}

// When a side track came to its end, if it has.
std::optional<Instant> endOf(const Definition& definition, const CaseState& state, const OpenedTrack& one) {
    if (!hasEnded(definition, state, one)) return std::nullopt;
    const Stage* stage = definition.track(one.track)->stage(one.stage);
    if ((stage && stage->final) || state.steps.empty()) return one.steps.back().moment();
    return state.steps.back().place.time;
}

DeadlineStatus statusOf(const Run& run, Whose whose, const std::optional<Instant>& missedAt, Instant now) {
    if (run.ended) return missedAt && *run.ended >= *missedAt ? DeadlineStatus::metLate : DeadlineStatus::met;
    if (missedAt && now >= *missedAt) return whose == Whose::party ? DeadlineStatus::passed : DeadlineStatus::overdue;
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
    case DeadlineStatus::passed: return "passed";
    }
    std::unreachable();
}

namespace {

/// `end`: of the side track whose period it is.
Deadline describe(const DeadlineDefinition& one, Run run, const std::optional<Instant>& end,
                  const law::Calendar& calendar, Instant now) {
    Deadline deadline{.id = one.id,
                      .title = one.title,
                      .cite = one.cite,
                      .basis = one.basis,
                      .status = DeadlineStatus::running,
                      .started = run.started,
                      .due = {},
                      .missedAt = {},
                      .ended = {},
                      .covered = true,
                      .lines = {},
                      .whose = one.whose};
    auto counted = law::computeDeadline(one.rule, run.started, run.suspensions, run.extensions, calendar);
    if (counted) {
        deadline.due = counted->due;
        deadline.missedAt = counted->missedAt;
        deadline.covered = counted->covered;
        deadline.lines = std::move(counted->lines);
    } else { // the definition's check bounds every length, so this is for a calendar that cannot serve
        deadline.covered = false;
        deadline.lines = {counted.error().what};
    }
    const bool ranOut = end && deadline.missedAt && *end >= *deadline.missedAt;
    if (end && !run.ended && !(ranOut && one.whose == Whose::party)) run.ended = end;
    deadline.ended = run.ended;
    deadline.status = statusOf(run, one.whose, deadline.missedAt, now);
    return deadline;
}

} // namespace

std::vector<Deadline> deadlines(const Definition& definition, const CaseState& state, const law::Calendar* calendar,
                                Instant now) {
    std::vector<Deadline> out;
    const law::Calendar empty;
    const law::Calendar& known = calendar ? *calendar : empty;
    const auto all = allSaid(definition, state);
    for (const auto& one : definition.deadlines) {
        std::optional<Run> run;
        if (one.startsOnOpening && state.exists())
            run = Run{.started = state.opened.time, .ended = {}, .suspensions = {}, .extensions = {}};
        run = runOf(all, one, std::move(run));
        if (run) out.push_back(describe(one, *std::move(run), {}, known, now));
    }
    for (const auto& track : state.tracks) {
        const SideTrack* side = definition.track(track.track);
        if (!side) continue;
        std::vector<Said> own;
        collect(*side, track.steps, own);
        const auto end = endOf(definition, state, track);
        for (const auto& one : side->deadlines) {
            auto run = runOf(own, one, std::nullopt);
            if (!run) continue;
            out.push_back(describe(one, *std::move(run), end, known, now));
            out.back().on = track.id;
        }
    }
    return out;
}

} // namespace model
