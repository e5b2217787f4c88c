// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "app/ctl/option_values.h"
#include "model/workflow/diagram.h"
#include "model/workflow/shipped.h"
#include "model/workflow/simulate.h"

namespace app {

namespace {

Result<std::string> definitionText(const Invocation& call) {
    const auto file = call.find("FILE");
    if (!file) return std::string(model::shippedDefinition());
    for (const auto& [name, json] : model::shippedDefinitions()) {
        if (*file == name) return std::string(json);
    }
    return readFile(*file, model::kDefinitionBytes);
}

/// Every problem as JSON and in words; an error that names the first.
Reply problemsReply(const std::vector<model::Problem>& problems, const std::string& file, Context& context) {
    Reply reply;
    Json list = Json::array();
    for (const auto& one : problems) {
        list.push_back({{"path", one.path}, {"what", textJson(one.what)}, {"cure", textJson(one.cure)}});
        reply.words +=
            one.path + ": " + context.in(one.what) + (one.cure.empty() ? "" : " " + context.in(one.cure)) + "\n";
    }
    reply.data["problems"] = list;
    if (!problems.empty()) {
        reply.error = Error{Code::malformed,
                            model::fill({"The definition has {0} problem(s)", "流程定义有 {0} 处问题"},
                                        std::to_string(problems.size())),
                            {},
                            file};
    }
    return reply;
}

Result<Reply> check(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto text, definitionText(call));
    const auto problems = model::checkDefinition(text);
    Reply reply = problemsReply(problems, call.value("FILE"), context);
    if (!problems.empty()) return reply;
    TRY_ASSIGN(const auto definition, model::parseDefinition(text));
    reply.data["definition"] = {{"id", definition.id},
                                {"version", definition.version},
                                {"title", textJson(definition.title)},
                                {"stages", definition.stages.size()},
                                {"steps", definition.steps.size()},
                                {"tracks", definition.tracks.size()}};
    reply.words = context.in(model::fill(
        definition.tracks.empty() ? Text{"{0} version {1} is sound: {2} stages, {3} steps.\n",
                                         "{0} 第 {1} 版无误：{2} 个阶段，{3} 个步骤。\n"}
                                  : Text{"{0} version {1} is sound: {2} stages, {3} steps, {4} side tracks.\n",
                                         "{0} 第 {1} 版无误：{2} 个阶段，{3} 个步骤，{4} 项另行程序。\n"},
        definition.id, std::to_string(definition.version), std::to_string(definition.stages.size()),
        std::to_string(definition.steps.size()), std::to_string(definition.tracks.size())));
    return reply;
}

Reply diagramReply(const model::Definition& definition, bool dot, Context& context) {
    Reply reply;
    const std::string text = dot ? model::dotDiagram(definition, context.output().language())
                                 : model::textDiagram(definition, context.output().language());
    reply.data = {{"format", dot ? "dot" : "text"}, {"diagram", text}};
    reply.words = text;
    return reply;
}

Result<Reply> diagram(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto text, definitionText(call));
    const auto problems = model::checkDefinition(text);
    if (!problems.empty()) return problemsReply(problems, call.value("FILE"), context);
    TRY_ASSIGN(const auto definition, model::parseDefinition(text));
    return diagramReply(definition, call.has("dot"), context);
}

Json tallyJson(const model::Tally& one) {
    return {{"id", one.id},
            {"title", textJson(one.title)},
            {"times", one.times},
            {"why", one.why ? errorJson(*one.why) : Json(nullptr)}};
}

std::string neverWords(const std::vector<model::Tally>& all, const Text& what, Context& context) {
    std::string out;
    for (const auto& one : all) {
        if (one.times != 0) continue;
        out += "  " + context.in(what) + ": " + one.id + " – " + context.in(one.title);
        if (one.why) out += " (" + context.in(one.why->what) + ")";
        out += "\n";
    }
    return out;
}

std::string weaknesses(const model::Simulation& found, Context& context) {
    std::string out = neverWords(found.stages, {"nothing leads to the stage", "无法到达的阶段"}, context) +
                      neverWords(found.steps, {"nobody ever took", "从未办理的步骤"}, context) +
                      neverWords(found.roles, {"nobody ever acted as", "从未行事的角色"}, context);
    for (const auto* const one : found.hopeless()) {
        out += "  " + context.in({"cannot be kept", "无法遵守的期限"}) + ": " + one->id + " – " +
               context.in(one->title) + "\n";
    }
    for (const auto& end : found.deadEnds) {
        out += "  " + context.in({"dead end in", "死路，处于"}) + ": " + end.stage + " – " + context.in(end.title);
        if (end.why) out += " (" + context.in(end.why->what) + ")";
        out += "\n   ";
        for (const auto& step : end.way) out += " " + step;
        out += "\n";
    }
    return out;
}

Result<Reply> simulate(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto text, definitionText(call));
    TRY_ASSIGN(const auto walks, numberOption(call, "walks", model::SimulationAsk{}.walks));
    TRY_ASSIGN(const auto seed, numberOption(call, "seed", 1));
    if (walks == 0 || walks > model::kMostWalks) {
        return fail(Code::usage, model::fill({"1 to {0} walks", "1 至 {0} 次"}, std::to_string(model::kMostWalks)), {},
                    "--walks");
    }
    const auto problems = model::checkDefinition(text);
    if (!problems.empty()) return problemsReply(problems, call.value("FILE"), context);
    TRY_ASSIGN(const auto definition, model::parseDefinition(text));
    const auto calendar = model::law::Calendar::shipped();
    const auto found = model::simulate(definition, {.seed = seed, .walks = static_cast<unsigned>(walks)},
                                       calendar ? &*calendar : nullptr);
    Reply reply;
    reply.data = {{"walks", found.asked.walks}, {"seed", found.asked.seed},   {"closed", found.closed},
                  {"cut", found.cut},           {"stages", Json::array()},    {"steps", Json::array()},
                  {"roles", Json::array()},     {"deadlines", Json::array()}, {"deadEnds", Json::array()}};
    for (const auto& one : found.stages) reply.data["stages"].push_back(tallyJson(one));
    for (const auto& one : found.steps) reply.data["steps"].push_back(tallyJson(one));
    for (const auto& one : found.roles) reply.data["roles"].push_back(tallyJson(one));
    for (const auto& one : found.periods) {
        reply.data["deadlines"].push_back({{"id", one.id},
                                           {"title", textJson(one.title)},
                                           {"begun", one.begun},
                                           {"met", one.met},
                                           {"late", one.late},
                                           {"left", one.left}});
    }
    for (const auto& end : found.deadEnds) {
        reply.data["deadEnds"].push_back({{"stage", end.stage},
                                          {"title", textJson(end.title)},
                                          {"times", end.times},
                                          {"way", end.way},
                                          {"why", end.why ? errorJson(*end.why) : Json(nullptr)}});
    }
    reply.words = context.in(model::fill(
        {"{0} walks: {1} came to an end, {2} were cut short.\n", "{0} 次推演：{1} 次办结，{2} 次过长中止。\n"},
        std::to_string(found.asked.walks), std::to_string(found.closed), std::to_string(found.cut)));
    if (found.sound()) {
        reply.words += context.in({"Every stage, step and role came about; every period can be kept; no dead end.\n",
                                   "各阶段、步骤和角色均已出现；各期限均可遵守；无死路。\n"});
        return reply;
    }
    reply.words += weaknesses(found, context);
    reply.error = Error{Code::malformed, {"The definition has weaknesses", "流程定义存在缺陷"}, {}, call.value("FILE")};
    return reply;
}

Result<Reply> show(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    const auto& office = workspace->office();
    const std::string digest = call.find("digest").value_or(office.currentWorkflow);
    const auto at = office.workflows.find(digest);
    if (at == office.workflows.end()) {
        return fail(Code::notFound, {"The office has no workflow of this digest", "办公室没有此摘要的流程"}, {},
                    digest);
    }
    TRY_ASSIGN(const auto definition, workspace->definition(digest));
    Reply reply;
    Json all = Json::array();
    for (const auto& [one, text] : office.workflows) all.push_back(one);
    reply.data = {{"digest", digest},
                  {"current", digest == office.currentWorkflow},
                  {"adopted", all},
                  {"definition", Json::parse(at->second, nullptr, false)}};
    reply.words = model::textDiagram(*definition, context.output().language());
    return reply;
}

Result<Reply> adopt(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto text, definitionText(call));
    const auto problems = model::checkDefinition(text);
    if (!problems.empty()) return problemsReply(problems, call.value("FILE"), context);
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto receipt, workspace->adoptWorkflow(text));
    return receiptReply(receipt, context, {"New cases start on this workflow.", "新案件将采用此流程。"});
}

Operand fileOperand(bool required) {
    return {
        .name = "FILE",
        .help = {"A workflow definition, or penalty-1 or penalty-2, which the program carries; without it, penalty-1",
                 "流程定义文件，或程序自带的 penalty-1、penalty-2；不给出时为 penalty-1"},
        .required = required,
        .complete = Complete::file};
}

Members problemMembers() {
    return Members{{"problems", {"Every mistake, in the order of the file", "按文件顺序的全部错误"}},
                   {"problems[].path", {"Where it is: a JSON pointer, or a byte", "位置：JSON 指针或字节"}}} +
           under("problems[].what", textMembers()) + under("problems[].cure", textMembers());
}

Members tallyMembers(const std::string& list, Text help) {
    const std::string each = list + "[].";
    return Members{{list, std::move(help)}, {each + "id", {"Its id", "标识"}}} + under(each + "title", textMembers()) +
           Members{{each + "times", {"In how many walks, or how often", "次数"}},
                   {each + "why",
                    {"What stood against a step that was never taken, or null", "从未办理步骤的阻碍，或 null"}}} +
           under(each + "why", errorMembers());
}

} // namespace

std::vector<Command> workflowCommands() {
    return {
        {.group = "workflow",
         .name = "check",
         .help = {"Check a workflow definition and name every mistake", "检查流程定义，列出每处错误"},
         .about =
             {"Finds dead ends, cycles without an exit, unknown roles, stages and steps, and mistakes of form. Needs no office.",
              "找出死路、无出口的循环、未知的角色、阶段与步骤，以及格式错误。无需办公室。"},
         .operands = {fileOperand(false)},
         .options = {},
         .members = problemMembers() +
                    Members{{"definition.id", {"Id of the definition", "定义标识"}},
                            {"definition.version", {"Its version", "版本"}}} +
                    under("definition.title", textMembers()) +
                    Members{{"definition.stages", {"How many stages", "阶段数"}},
                            {"definition.steps", {"How many steps of the main track", "主流程的步骤数"}},
                            {"definition.tracks", {"How many side tracks", "另行程序数"}}},
         .run = check},
        {.group = "workflow",
         .name = "diagram",
         .help = {"Print a workflow definition as a diagram", "以图的形式输出流程定义"},
         .about = {},
         .operands = {fileOperand(false)},
         .options = {{.name = "dot", .help = {"For Graphviz", "供 Graphviz 使用"}}},
         .members =
             Members{{"format", {"text or dot", "text 或 dot"}}, {"diagram", {"The diagram", "图"}}} + problemMembers(),
         .run = diagram},
        {.group = "workflow",
         .name = "simulate",
         .help = {"Walk cases through a definition and name what cannot come about",
                  "推演流程定义，找出不可能发生之处"},
         .about =
             {"An office with enough people of every role walks cases through it by chance: it names stages that nothing "
              "leads to, steps that nobody can take and why, roles in which nobody acts, periods that cannot be kept "
              "even by who does everything at once, and dead ends with the way to them. What a guard asks of contents is "
              "taken to be there. Needs no office; the same seed walks the same ways.",
              "由人员充足的虚拟单位随机推演案件：列出无法到达的阶段、无人可办的步骤及原因、无人行事的角色、即使立即办理也无法遵守的期限，"
              "以及死路及其路径。涉及内容的条件视为已具备。无需办公室；种子相同则路径相同。"},
         .operands = {fileOperand(false)},
         .options =
             {{.name = "walks", .value = "N", .help = {"How many cases; 400 if not said", "推演案件数；默认 400"}},
              {.name = "seed", .value = "N", .help = {"Where chance begins; 1 if not said", "随机种子；默认 1"}}},
         .members = Members{{"walks", {"How many walks", "推演次数"}},
                            {"seed", {"Where chance began", "随机种子"}},
                            {"closed", {"How many came to an end of the definition", "办结次数"}},
                            {"cut", {"How many were too long", "过长中止次数"}}} +
                    tallyMembers("stages", {"The stages", "阶段"}) + tallyMembers("steps", {"The steps", "步骤"}) +
                    tallyMembers("roles", {"The roles in which a step is taken", "办理步骤的角色"}) +
                    Members{{"deadlines", {"The periods", "期限"}}, {"deadlines[].id", {"Its id", "标识"}}} +
                    under("deadlines[].title", textMembers()) +
                    Members{{"deadlines[].begun", {"In how many walks it began", "起算次数"}},
                            {"deadlines[].met", {"How often it was ended in time", "按期次数"}},
                            {"deadlines[].late", {"How often late", "逾期次数"}},
                            {"deadlines[].left", {"How often never", "未了结次数"}},
                            {"deadEnds", {"Where nobody could go on", "无人可继续之处"}},
                            {"deadEnds[].stage", {"Id of the stage", "阶段标识"}}} +
                    under("deadEnds[].title", textMembers()) +
                    Members{{"deadEnds[].times", {"How often", "次数"}},
                            {"deadEnds[].way", {"The steps that led there first", "首次到达所经步骤"}},
                            {"deadEnds[].why",
                             {"What stood against the last step tried, or null", "最后所试步骤的阻碍，或 null"}}} +
                    under("deadEnds[].why", errorMembers()) + problemMembers(),
         .run = simulate},
        {.group = "workflow",
         .name = "show",
         .help = {"The workflow that new cases of the office start on", "办公室新案件所用的流程"},
         .about = {},
         .operands = {},
         .options = {{.name = "digest",
                      .value = "DIGEST",
                      .help = {"Another one that the office adopted", "办公室采用过的另一流程"}}},
         .members = {{"digest", {"Digest of the definition's bytes", "定义字节的摘要"}},
                     {"current", {"Whether new cases start on it", "新案件是否采用"}},
                     {"adopted", {"Digests of every definition ever adopted", "历来采用的定义的摘要"}},
                     {"definition",
                      {"The definition itself; its members are those of its format (docs/formats.md)",
                       "定义本身，其成员见其格式说明（docs/formats.md）"}}},
         .run = show},
        {.group = "workflow",
         .name = "adopt",
         .help = {"Let new cases start on a definition (administrator)", "让新案件采用某流程定义（系统管理员）"},
         .about = {"Cases that have begun stay on theirs.", "已开始的案件保持原流程。"},
         .operands = {fileOperand(true)},
         .options = {},
         .members = under("receipt", receiptMembers()) + problemMembers(),
         .run = adopt},
    };
}

} // namespace app
