// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/definition.h"

#include "crypto/check.h"
#include "embedded/penalty_workflow.h"
#include "model/workflow/problems.h"

#include <algorithm>
#include <array>
#include <utility>

namespace model {
namespace {

template <typename Kind, std::size_t Size>
using Names = std::array<std::pair<Kind, std::string_view>, Size>;

template <typename Kind, std::size_t Size>
constexpr std::string_view nameIn(const Names<Kind, Size>& names, Kind kind) {
    for (const auto& [one, name] : names) {
        if (one == kind) return name;
    }
    std::unreachable();
}

constexpr Names<FieldType, 8> kFieldTypes = {{{FieldType::text, "text"},
                                              {FieldType::longText, "longText"},
                                              {FieldType::date, "date"},
                                              {FieldType::money, "money"},
                                              {FieldType::choice, "choice"},
                                              {FieldType::flag, "flag"},
                                              {FieldType::person, "person"},
                                              {FieldType::penalty, "penalty"}}};

constexpr Names<GuardKind, 17> kGuardKinds = {{{GuardKind::assignedAtLeast, "assignedAtLeast"},
                                               {GuardKind::evidenceAtLeast, "evidenceAtLeast"},
                                               {GuardKind::factSet, "factSet"},
                                               {GuardKind::stepTaken, "stepTaken"},
                                               {GuardKind::stepNotTaken, "stepNotTaken"},
                                               {GuardKind::notPerformedBy, "notPerformedBy"},
                                               {GuardKind::notAssignedAs, "notAssignedAs"},
                                               {GuardKind::deadlineNotPassed, "deadlineNotPassed"},
                                               {GuardKind::deadlinePassed, "deadlinePassed"},
                                               {GuardKind::certifiedActor, "certifiedActor"},
                                               {GuardKind::penaltyInRange, "penaltyInRange"},
                                               {GuardKind::sameFormAs, "sameFormAs"},
                                               {GuardKind::trackEnded, "trackEnded"},
                                               {GuardKind::trackReached, "trackReached"},
                                               {GuardKind::trackNotReached, "trackNotReached"},
                                               {GuardKind::personsReleased, "personsReleased"},
                                               {GuardKind::penaltyNotHeavier, "penaltyNotHeavier"}}};

constexpr Names<DeadlineActionKind, 5> kActions = {{{DeadlineActionKind::starts, "starts"},
                                                    {DeadlineActionKind::stops, "stops"},
                                                    {DeadlineActionKind::suspends, "suspends"},
                                                    {DeadlineActionKind::resumes, "resumes"},
                                                    {DeadlineActionKind::extends, "extends"}}};

template <typename Item>
const Item* findById(const std::vector<Item>& items, std::string_view id) {
    const auto found = std::ranges::find(items, id, &Item::id);
    return found == items.end() ? nullptr : &*found;
}

} // namespace

std::string_view fieldTypeName(FieldType type) { return nameIn(kFieldTypes, type); }
std::string_view guardKindName(GuardKind kind) { return nameIn(kGuardKinds, kind); }
std::string_view deadlineActionName(DeadlineActionKind kind) { return nameIn(kActions, kind); }

std::optional<GuardKind> guardKindFromName(std::string_view name) {
    for (const auto& [kind, word] : kGuardKinds) {
        if (word == name) return kind;
    }
    return std::nullopt;
}

bool isClear(GuardKind kind) {
    return kind != GuardKind::factSet && kind != GuardKind::penaltyInRange && kind != GuardKind::sameFormAs &&
           kind != GuardKind::penaltyNotHeavier;
}

const CaseRole* Definition::role(std::string_view roleId) const { return findById(roles, roleId); }
const Stage* Track::stage(std::string_view stageId) const { return findById(stages, stageId); }
const Step* Track::step(std::string_view stepId) const { return findById(steps, stepId); }
const DeadlineDefinition* Track::deadline(std::string_view deadlineId) const { return findById(deadlines, deadlineId); }
const Field* Definition::fact(std::string_view factId) const { return findById(facts, factId); }
const SideTrack* Definition::track(std::string_view trackId) const { return findById(tracks, trackId); }

const Step* Definition::anyStep(std::string_view stepId) const {
    const Step* found = step(stepId);
    for (auto one = tracks.begin(); found == nullptr && one != tracks.end(); ++one) found = one->step(stepId);
    return found;
}

const Track& Definition::trackOf(const Step& step) const {
    const Track* const side = step.track.empty() ? nullptr : track(step.track);
    return side == nullptr ? *this : *side;
}

const Choice* Field::choice(std::string_view value) const {
    const auto found = std::ranges::find(choices, value, &Choice::value);
    return found == choices.end() ? nullptr : &*found;
}

Text Field::words(std::string_view value) const {
    const Choice* const known = choice(value);
    return known == nullptr ? same(value) : known->title;
}

const Stage& Definition::initialStage() const {
    const auto found = std::ranges::find(stages, true, &Stage::initial);
    crypto::require(found != stages.end(), "a definition has an initial stage");
    return *found;
}

const std::string& targetOf(const Step& step, const std::string& from) { return step.to.empty() ? from : step.to; }

std::vector<Problem> checkDefinition(std::string_view json) {
    Problems problems;
    const Definition definition = readDefinition(json, problems);
    if (problems.count() == 0 || !definition.id.empty()) checkMeaning(definition, problems);
    return std::move(problems).take();
}

Result<Definition> parseDefinition(std::string_view json) {
    Problems problems;
    Definition definition = readDefinition(json, problems);
    if (problems.count() == 0) checkMeaning(definition, problems);
    if (problems.count() == 0) return definition;
    const auto count = problems.count();
    const auto found = std::move(problems).take();
    Text what = found.front().what;
    if (count > 1) {
        what = model::fill({"{0} (and {1} more problems)", "{0}（另有{1}处问题）"}, what, std::to_string(count - 1));
    }
    const Code code = json.size() > kDefinitionBytes ? Code::tooLarge : Code::malformed;
    return fail(code, what, found.front().cure, found.front().path);
}

std::string_view shippedDefinition() { return resource::penalty_workflow(); }

} // namespace model
