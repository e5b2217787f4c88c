// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workflow/diagram.h"

namespace app {

namespace {

Result<std::string> definitionText(const Invocation& call) {
    if (const auto file = call.find("FILE")) return readFile(*file, model::kDefinitionBytes);
    return std::string(model::shippedDefinition());
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
                                {"steps", definition.steps.size()}};
    reply.words = context.in(model::fill(
        {"{0} version {1} is sound: {2} stages, {3} steps.\n", "{0} 第 {1} 版无误：{2} 个阶段，{3} 个步骤。\n"},
        definition.id, std::to_string(definition.version), std::to_string(definition.stages.size()),
        std::to_string(definition.steps.size())));
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
    return {.name = "FILE",
            .help = {"A workflow definition; without it, the one that the program carries",
                     "流程定义文件；不给出时为程序自带的定义"},
            .required = required,
            .complete = Complete::file};
}

Members problemMembers() {
    return Members{{"problems", {"Every mistake, in the order of the file", "按文件顺序的全部错误"}},
                   {"problems[].path", {"Where it is: a JSON pointer, or a byte", "位置：JSON 指针或字节"}}} +
           under("problems[].what", textMembers()) + under("problems[].cure", textMembers());
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
                            {"definition.steps", {"How many steps", "步骤数"}}},
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
