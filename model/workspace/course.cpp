// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/course.h"

#include "model/workflow/penalty_check.h"

#include <algorithm>

namespace model {

namespace {

/// The field of an approving step that holds a penalty, or null.
const Field* penaltyOf(const Step& step) {
    if (step.approves.empty()) return nullptr;
    const auto found = std::ranges::find(step.form, FieldType::penalty, &Field::type);
    return found == step.form.end() ? nullptr : &*found;
}

std::ptrdiff_t placeOf(const Definition& definition, const std::string& stage) {
    return std::ranges::find(definition.stages, stage, &Stage::id) - definition.stages.begin();
}

void addStay(std::vector<Stay>& stays, const std::string& stage, std::chrono::milliseconds spent) {
    const auto found = std::ranges::find(stays, stage, &Stay::stage);
    if (found == stays.end()) stays.push_back({stage, spent});
    else found->spent += spent;
}

void readFine(const StepTaken& taken, const Field& field, Course& course) {
    course.fine = "unreadable";
    course.fineFen = 0;
    const auto written = taken.form.find(field.id);
    if (written == taken.form.end()) return;
    const auto value = parsePenaltyValue(written->second);
    if (!value) return;
    const auto range = recomputePenalty(*value);
    if (range) course.penalty = featuresOf(*range, value->proposal);
    if (value->proposal.kind == law::ProposalKind::none) {
        course.fine = "none";
        return;
    }
    if (!range) return;
    course.fine = finePlaceOf(value->proposal.fine, range->fineMin, range->fineMax);
    course.fineFen = value->proposal.fine.fen();
}

} // namespace

std::string_view finePlaceOf(law::Money fine, law::Money least, law::Money most) {
    if (fine < least) return "below";
    if (fine > most) return "above";
    // Bounds are never negative, so no difference of them overflows.
    const std::int64_t third = (most.fen() - least.fen()) / 3;
    if (least == most) return "middle";
    if (fine.fen() - least.fen() <= third) return "lower";
    return most.fen() - fine.fen() <= third ? "upper" : "middle";
}

Course courseOf(const CaseState& state, const Definition& definition) {
    Course course;
    std::string at = state.steps.empty() ? state.stage : state.steps.front().from;
    Instant since = state.opened.time;
    const Field* field = nullptr;
    const StepTaken* approval = nullptr;
    for (const auto& taken : state.steps) {
        if (taken.to != at) {
            addStay(course.stays, at, std::max(taken.place.time - since, std::chrono::milliseconds{0}));
            at = taken.to;
            since = taken.place.time;
        }
        if (approval != nullptr && placeOf(definition, taken.to) < placeOf(definition, approval->to))
            approval = nullptr;
        const Step* step = definition.step(taken.step);
        if (const Field* penalty = step == nullptr ? nullptr : penaltyOf(*step)) {
            approval = &taken;
            field = penalty;
        }
    }
    std::erase_if(course.stays, [&](const Stay& stay) { return stay.stage == at; });
    const Stage* stage = definition.stage(state.stage);
    if (stage != nullptr && stage->final) course.closed = since;
    if (approval == nullptr) return course;
    course.decided = approval->place.time;
    readFine(*approval, *field, course);
    return course;
}

} // namespace model
