// SPDX-License-Identifier: GPL-3.0-or-later
// What a step would lead to, before it is taken.
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workflow/foresight.h"

namespace app {

namespace {

Json changeJson(const model::PeriodChange& change) {
    const auto day = [](const std::optional<model::Date>& date) {
        return date ? Json(model::formatDate(*date)) : Json(nullptr);
    };
    return {{"kind", model::periodChangeName(change.kind)},
            {"id", change.id},
            {"title", textJson(change.title)},
            {"cite", change.cite},
            {"before", day(change.before)},
            {"after", day(change.after)}};
}

Json nextJson(const model::Workspace& workspace, const model::NextStep& next) {
    Json who = Json::array();
    for (const auto id : next.who) who.push_back({{"id", id.hex()}, {"name", workspace.nameOf(id)}});
    return {{"step", next.step},
            {"title", textJson(next.title)},
            {"role", textJson(next.role)},
            {"who", who},
            {"why", next.why ? errorJson(*next.why) : Json(nullptr)}};
}

Result<Reply> foresee(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    TRY_ASSIGN(const auto definition, workspace->definition(state.workflow));
    const model::Step* const step = definition->anyStep(call.value("STEP"));
    if (step == nullptr) return fail(Code::notFound, {"There is no such step", "没有该步骤"}, {}, call.value("STEP"));
    const auto now = context.surroundings().clock->now();
    std::optional<model::Digest> on;
    if (const auto entry = call.find("on")) {
        TRY_ASSIGN(const auto view, workspace->view(id));
        TRY_ASSIGN(on, entryOf(view, *entry));
    }
    TRY_ASSIGN(const auto* const own, trackMovedBy(*definition, state, *step, on));
    const auto seen =
        foresee(*definition, state, workspace->office(), workspace->me(), *step, now, workspace->calendar(), own);
    Reply reply;
    reply.data = {{"track", seen.track.empty() ? Json(nullptr) : Json(seen.track)},
                  {"stage", seen.to},
                  {"final", seen.final},
                  {"confirm", seen.confirm},
                  {"goesOn", seen.goesOn()}};
    reply.data["periods"] = Json::array();
    for (const auto& one : seen.periods) reply.data["periods"].push_back(changeJson(one));
    reply.data["next"] = Json::array();
    for (const auto& one : seen.next) reply.data["next"].push_back(nextJson(*workspace, one));
    // What stands against it now, but for its form, which nobody has written yet.
    model::StepCall asked{.step = step->id, .role = step->role, .track = step->track};
    if (!step->dated.empty()) asked.day = model::chinaDate(now);
    if (own != nullptr) asked.on = own->id;
    const auto may =
        allowedStep(*definition, state, workspace->office(), workspace->me(), asked, now, workspace->calendar());
    reply.data["refusal"] = may ? Json(nullptr) : errorJson(may.error());
    if (!may) reply.words += context.in(model::fill({"Not now: {0}\n", "目前不可：{0}\n"}, may.error().what));
    for (const auto& line : foresightLines(seen, *definition, workspace->office()))
        reply.words += (line.warns ? "! " : "") + context.in(line.words) + "\n";
    return reply;
}

} // namespace

std::vector<Command> foresightCommands() {
    return {
        {.group = "case",
         .name = "foresee",
         .help = {"What would follow if a step were taken now", "如现在办理某步骤，随后会怎样"},
         .about =
             {"Nothing is said. It lists the stage, the periods that would begin, end or move, and who could go on, and "
              "says so where nobody could.",
              "不作任何记录。列出阶段、起算、终结或变动的期限，以及此后可由谁继续办理；无人可继续时予以说明。"},
         .operands = {referenceOperand(), {.name = "STEP", .help = {"Id of the step", "步骤标识"}}},
         .options = {onOption()},
         .members =
             Members{
                 {"track",
                  {"The side track that would be opened or moved, or null", "将开启或推进的另行程序，可为 null"}},
                 {"stage",
                  {"Id of the stage that the case, or the side track, would be in", "案件或另行程序将处阶段的标识"}},
                 {"final", {"Whether it would be closed", "是否将结束"}},
                 {"confirm", {"Whether it could not be taken back", "是否不可撤回"}},
                 {"goesOn",
                  {"Whether it would be closed, or somebody could take a step, assign or add to it",
                   "是否结案，或有人可办理步骤、指派或补充"}},
                 {"refusal", {"What stands against it now, or null", "目前的阻碍，或 null"}},
                 {"periods", {"What of the periods would be different", "期限的变化"}},
                 {"periods[].kind", {"begins, ends or moves", "begins（起算）、ends（终结）或 moves（变动）"}},
                 {"periods[].id", {"Id of the period", "期限标识"}}} +
             under("refusal", errorMembers()) + under("periods[].title", textMembers()) +
             Members{{"periods[].cite", {"The article", "法条"}},
                     {"periods[].before", {"Its last day now, or null", "现最后一日，或 null"}},
                     {"periods[].after", {"Its last day then, or null", "届时最后一日，或 null"}},
                     {"next", {"The steps that would follow", "随后的步骤"}},
                     {"next[].step", {"Id of the step", "步骤标识"}}} +
             under("next[].title", textMembers()) + under("next[].role", textMembers()) +
             Members{{"next[].who", {"Who could take it then", "届时可由谁办理"}},
                     {"next[].who[].id", {"Id of the person", "人员标识"}},
                     {"next[].who[].name", {"The name", "姓名"}},
                     {"next[].why",
                      {"Where nobody could: what stands against it, else null", "无人可办理时的阻碍，否则为 null"}}} +
             under("next[].why", errorMembers()),
         .run = foresee},
    };
}

} // namespace app
