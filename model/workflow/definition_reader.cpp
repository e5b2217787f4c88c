// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/body.h"
#include "model/case/register.h"
#include "model/workflow/definition_node.h"
#include "model/workflow/field_reader.h"

namespace model {
namespace {

using namespace reading;

std::optional<DeadlineActionKind> actionFromName(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(DeadlineActionKind::extends); ++i) {
        if (deadlineActionName(static_cast<DeadlineActionKind>(i)) == name) return static_cast<DeadlineActionKind>(i);
    }
    return std::nullopt;
}

std::optional<Basis> basisFromName(std::string_view name) {
    if (name == "law") return Basis::law;
    if (name == "setting") return Basis::setting;
    return std::nullopt;
}

std::optional<Whose> whoseFromName(std::string_view name) {
    if (name == "authority") return Whose::authority;
    if (name == "party") return Whose::party;
    return std::nullopt;
}

constexpr std::string_view kUnits = "hours, workingDays, calendarDays, months, years";

CaseRole readRole(const Node& node) {
    CaseRole role;
    if (!node.object({"id", "title", "system", "assigned", "least", "excludes"})) return role;
    role.id = node.member("id").id();
    role.title = node.member("title").text();
    const auto system =
        node.member("system").oneOf([](std::string_view name) { return parseRole(name); },
                                    "officer, investigator, supervisor, custodian, auditor, administrator");
    if (system) role.system = roleName(*system);
    role.assigned = node.optional("assigned").flag();
    role.least = node.optional("least").number(0, 100);
    role.excludes = node.optional("excludes").ids();
    return role;
}

// A side track begins where the step that opens it leads, and whoever works on the case works on it.
Stage readSideStage(const Node& node) {
    Stage stage;
    if (!node.object({"id", "title", "final", "outcome"})) return stage;
    stage.id = node.member("id").id();
    stage.title = node.member("title").text();
    stage.final = node.optional("final").flag();
    stage.outcome = node.optional("outcome").text();
    return stage;
}

Stage readStage(const Node& node) {
    Stage stage;
    if (!node.object({"id", "title", "initial", "final", "outcome", "workers", "assigners"})) return stage;
    stage.id = node.member("id").id();
    stage.title = node.member("title").text();
    stage.initial = node.optional("initial").flag();
    stage.final = node.optional("final").flag();
    stage.outcome = stage.final ? node.member("outcome").text() : node.optional("outcome").text();
    stage.workers = node.optional("workers").ids();
    stage.assigners = node.optional("assigners").ids();
    return stage;
}

DeadlineDefinition readDeadline(const Node& node, bool ofCase) {
    DeadlineDefinition deadline;
    std::vector<std::string_view> members = {"id", "title", "cite", "basis", "whose", "length", "unit", "roll"};
    if (ofCase) members.emplace_back("startsOnOpening");
    if (!node.object(members)) return deadline;
    deadline.id = node.member("id").id();
    deadline.title = node.member("title").text();
    deadline.basis = node.member("basis").oneOf(basisFromName, "law, setting").value_or(Basis::law);
    if (deadline.basis == Basis::law) {
        deadline.cite = node.member("cite").filled(200);
    } else if (const Node cite = node.optional("cite")) {
        cite.wrong({"A setting of the office has no article.", "本单位设定的期限没有法条依据。"});
    }
    if (const Node whose = node.optional("whose"))
        deadline.whose = whose.oneOf(whoseFromName, "authority, party").value_or(Whose::authority);
    deadline.startsOnOpening = ofCase && node.optional("startsOnOpening").flag();
    deadline.rule.name = deadline.title;
    deadline.rule.cite = deadline.cite;
    deadline.rule.length = static_cast<int>(node.member("length").number(1, law::kMaxDays));
    deadline.rule.unit =
        node.member("unit").oneOf(law::deadlineUnitFromName, kUnits).value_or(law::DeadlineUnit::calendarDays);
    if (node.optional("roll").flag()) deadline.rule.roll = law::RollForward::nextWorkingDay;
    return deadline;
}

// The members that a guard of this kind has.
std::vector<std::string_view> membersOf(GuardKind kind) {
    std::vector<std::string_view> members = {"kind", "cite", "why", "cure", "onlyIfTaken"};
    const auto with = [&](std::initializer_list<std::string_view> more) {
        members.insert(members.end(), more);
        return members;
    };
    switch (kind) {
    case GuardKind::assignedAtLeast: return with({"role", "count", "certified"});
    case GuardKind::evidenceAtLeast: return with({"count"});
    case GuardKind::factSet: return with({"facts"});
    case GuardKind::stepTaken: return with({"steps", "any", "since"});
    case GuardKind::stepNotTaken: return with({"steps", "since"});
    case GuardKind::notPerformedBy: return with({"steps"});
    case GuardKind::notAssignedAs: return with({"role"});
    case GuardKind::deadlineNotPassed:
    case GuardKind::deadlinePassed: return with({"deadline"});
    case GuardKind::certifiedActor: return members;
    case GuardKind::penaltyInRange: return with({"step"});
    case GuardKind::sameFormAs: return with({"step", "fields"});
    case GuardKind::trackEnded: return with({"track"});
    case GuardKind::trackReached:
    case GuardKind::trackNotReached: return with({"track", "stages", "since"});
    case GuardKind::personsReleased: return with({"role"});
    case GuardKind::penaltyNotHeavier: return with({"step"});
    }
    std::unreachable();
}

std::vector<std::string> filledIds(const Node& node, std::size_t most = 64) {
    auto ids = node.ids(most);
    if (node && ids.empty()) node.wrong({"The list is empty.", "列表为空。"});
    return ids;
}

Guard readGuard(const Node& node) {
    Guard guard;
    if (!node.object()) return guard;
    const auto kind = node.member("kind").oneOf(
        guardKindFromName,
        "assignedAtLeast, evidenceAtLeast, factSet, stepTaken, stepNotTaken, notPerformedBy, "
        "notAssignedAs, deadlineNotPassed, deadlinePassed, certifiedActor, penaltyInRange, sameFormAs, trackEnded, "
        "trackReached, trackNotReached, personsReleased, penaltyNotHeavier");
    guard.cite = node.member("cite").filled(200);
    guard.why = node.member("why").text();
    guard.cure = node.member("cure").text();
    guard.onlyIfTaken = node.optional("onlyIfTaken").ids();
    if (!kind) return guard;
    guard.kind = *kind;
    node.object(membersOf(*kind));
    switch (*kind) {
    case GuardKind::assignedAtLeast:
        guard.role = node.member("role").id();
        guard.count = node.member("count").number(1, 100);
        guard.certified = node.optional("certified").flag();
        break;
    case GuardKind::evidenceAtLeast: guard.count = node.member("count").number(1, 1000); break;
    case GuardKind::factSet: guard.facts = filledIds(node.member("facts")); break;
    case GuardKind::stepTaken: guard.any = node.optional("any").flag(); [[fallthrough]];
    case GuardKind::stepNotTaken:
        guard.steps = filledIds(node.member("steps"));
        guard.since = node.optional("since").id();
        break;
    case GuardKind::notPerformedBy: guard.steps = filledIds(node.member("steps")); break;
    case GuardKind::notAssignedAs: guard.role = node.member("role").id(); break;
    case GuardKind::deadlineNotPassed:
    case GuardKind::deadlinePassed: guard.deadline = node.member("deadline").id(); break;
    case GuardKind::certifiedActor: break;
    case GuardKind::penaltyInRange: guard.step = node.optional("step").id(); break;
    case GuardKind::sameFormAs:
        guard.step = node.member("step").id();
        guard.fields = filledIds(node.member("fields"));
        break;
    case GuardKind::trackEnded: guard.track = node.member("track").id(); break;
    case GuardKind::trackReached:
    case GuardKind::trackNotReached:
        guard.track = node.member("track").id();
        guard.stages = filledIds(node.member("stages"), kMaxStages);
        guard.since = node.optional("since").id();
        break;
    case GuardKind::personsReleased: guard.role = node.member("role").id(); break;
    case GuardKind::penaltyNotHeavier: guard.step = node.member("step").id(); break;
    }
    return guard;
}

DeadlineAction readAction(const Node& node, const Text& stepTitle) {
    DeadlineAction action;
    if (!node.object()) return action;
    const auto kind = node.member("action").oneOf(actionFromName, "starts, stops, suspends, resumes, extends");
    action.deadline = node.member("deadline").id();
    if (!kind) return action;
    action.kind = *kind;
    if (*kind != DeadlineActionKind::extends) {
        node.object({"action", "deadline"});
        return action;
    }
    node.object({"action", "deadline", "length", "unit", "cite"});
    action.extension.length = static_cast<int>(node.member("length").number(1, law::kMaxDays));
    action.extension.unit =
        node.member("unit").oneOf(law::deadlineUnitFromName, kUnits).value_or(law::DeadlineUnit::calendarDays);
    action.extension.cite = node.member("cite").filled(200);
    action.extension.reason = stepTitle;
    return action;
}

StepDocument readStepDocument(const Node& node) {
    StepDocument out;
    if (!node.object({"template", "title", "cite", "since", "signed"})) return out;
    out.document = node.member("template").id();
    out.title = node.member("title").text();
    out.cite = node.member("cite").filled(200);
    out.since = node.optional("since").id();
    out.signedIn = node.optional("signed").id();
    if (!out.since.empty() && !out.signedIn.empty()) {
        node.wrong({"It is either a new document or one that was signed before.",
                    "文书或为新制作，或为此前已签署，二者择一。"},
                   {"Keep since or signed.", "只保留since或者signed。"});
    }
    return out;
}

/// `track`: the side track that it is a step of.
Step readStep(const Node& node, const SideTrack* track) {
    Step step;
    std::vector<std::string_view> members = {"id",   "title", "from", "to",        "role",   "confirm",  "approves",
                                             "cite", "dated", "form", "documents", "guards", "deadlines"};
    if (track != nullptr) members.emplace_back("opens");
    if (!node.object(members)) return step;
    if (track != nullptr) {
        step.track = track->id;
        step.opens = node.optional("opens").flag();
    }
    step.id = node.member("id").id();
    step.title = node.member("title").text();
    step.from = filledIds(node.member("from"), kMaxStages);
    step.to = step.opens ? node.member("to").id() : node.optional("to").id();
    step.role = node.member("role").id();
    step.confirm = node.optional("confirm").flag();
    step.approves = node.optional("approves").id();
    step.cite = node.optional("cite").string(200);
    step.dated = node.optional("dated").id();
    for (const auto& item : node.optional("form").items(64)) step.form.push_back(readField(item, false));
    for (const auto& item : node.optional("documents").items(kMaxStepDocuments))
        step.documents.push_back(readStepDocument(item));
    for (const auto& item : node.optional("guards").items(64)) step.guards.push_back(readGuard(item));
    for (const auto& item : node.optional("deadlines").items(64))
        step.deadlines.push_back(readAction(item, step.title));
    return step;
}

SideTrack readTrack(const Node& node) {
    SideTrack track;
    if (!node.object({"id", "title", "many", "outlives", "stages", "deadlines", "steps"})) return track;
    track.id = node.member("id").id();
    track.title = node.member("title").text();
    track.many = node.optional("many").flag();
    track.outlives = node.optional("outlives").flag();
    for (const auto& item : node.member("stages").items(kMaxStages)) track.stages.push_back(readSideStage(item));
    for (const auto& item : node.optional("deadlines").items(kMaxDeadlines))
        track.deadlines.push_back(readDeadline(item, false));
    for (const auto& item : node.member("steps").items(kMaxSteps)) track.steps.push_back(readStep(item, &track));
    return track;
}

// The bounds hold for the main track and the side tracks together.
void checkBounds(const Definition& definition, const Node& tracks) {
    const auto over = [&](auto Track::* list, std::size_t most) {
        std::size_t count = (definition.*list).size();
        for (const auto& one : definition.tracks) count += (one.*list).size();
        return count > most;
    };
    if (over(&Track::stages, kMaxStages) || over(&Track::steps, kMaxSteps) || over(&Track::deadlines, kMaxDeadlines)) {
        tracks.wrong(model::fill({"All tracks together have more than {0} stages, {1} steps or {2} periods.",
                                  "所有流程合计超过{0}个阶段、{1}个步骤或{2}个期限。"},
                                 std::to_string(kMaxStages), std::to_string(kMaxSteps), std::to_string(kMaxDeadlines)),
                     {"Divide the procedure, or leave out what is not used.", "请拆分流程或删去未使用的内容。"});
    }
}

} // namespace

Definition readDefinition(std::string_view json, Problems& problems) {
    Definition definition;
    if (json.size() > kDefinitionBytes) {
        problems.add("", {"The definition is larger than 1 MiB.", "工作流定义超过1 MiB。"},
                     {"Divide the procedure, or leave out what is not used.", "请拆分流程或删去未使用的内容。"});
        return definition;
    }
    FirstLook look(problems);
    const std::size_t before = problems.count();
    if (!Json::sax_parse(json, &look) || problems.count() != before) return definition;
    const Json parsed = Json::parse(json, nullptr, false);
    const Node root(&parsed, "", problems);
    if (!root.object({"format", "id", "version", "title", "sources", "openers", "facts", "roles", "stages", "deadlines",
                      "steps", "tracks"})) {
        return definition;
    }
    if (const Node format = root.member("format"); format && format.string(100) != "touchstone-workflow-1") {
        format.wrong({"The format is not touchstone-workflow-1.", "格式不是touchstone-workflow-1。"},
                     {"A newer program may have written it.", "可能由更新的程序写成。"});
    }
    definition.id = root.member("id").id();
    definition.version = root.member("version").number(1, 1'000'000);
    definition.title = root.member("title").text();
    for (const auto& item : root.optional("sources").items(200)) definition.sources.push_back(item.filled(1000));
    definition.openers = filledIds(root.member("openers"));
    for (const auto& item : root.optional("facts").items(200)) definition.facts.push_back(readField(item, true));
    for (const auto& item : root.member("roles").items(50)) definition.roles.push_back(readRole(item));
    for (const auto& item : root.member("stages").items(kMaxStages)) definition.stages.push_back(readStage(item));
    for (const auto& item : root.optional("deadlines").items(kMaxDeadlines))
        definition.deadlines.push_back(readDeadline(item, true));
    for (const auto& item : root.member("steps").items(kMaxSteps)) definition.steps.push_back(readStep(item, nullptr));
    const Node tracks = root.optional("tracks");
    for (const auto& item : tracks.items(kMaxTracks)) definition.tracks.push_back(readTrack(item));
    checkBounds(definition, tracks);
    return definition;
}

} // namespace model
