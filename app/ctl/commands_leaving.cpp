// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workspace/leaving.h"

namespace app {

namespace {

Json textsJson(const auto& words) {
    Json list = Json::array();
    for (const auto& word : words) list.push_back(word);
    return list;
}

std::string joined(const auto& words) {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : ", ") + std::string(word);
    return line;
}

Result<Reply> holdings(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(const auto held, workspace->holdings(id));
    Reply reply;
    Json cases = Json::array();
    Columns columns;
    for (const auto& one : held.cases) {
        cases.push_back({{"id", one.id.hex()},
                         {"reference", one.reference},
                         {"title", one.title},
                         {"roles", textsJson(one.roles)},
                         {"waits", one.waits}});
        columns.row({one.reference, joined(one.roles),
                     one.waits ? context.in({"a step waits", "有待办步骤"}) : std::string(), one.title});
    }
    reply.data = {
        {"person", id.hex()}, {"cases", cases}, {"units", textsJson(held.units)}, {"alone", textsJson(held.alone)}};
    reply.words =
        columns.text() + context.in(model::fill({"{0} open case(s), in {1} of them a step waits.\n",
                                                 "在办案件 {0} 件，其中 {1} 件有待办步骤。\n"},
                                                std::to_string(held.cases.size()), std::to_string(held.waiting())));
    if (!held.units.empty())
        reply.words += context.in(model::fill({"Units: {0}\n", "密钥组：{0}\n"}, joined(held.units)));
    for (const auto& unit : held.alone) {
        reply.words += context.in(model::fill({"Nobody else could open the unit {0} any more: let somebody in first.\n",
                                               "密钥组 {0} 将无人可打开：请先引入他人。\n"},
                                              unit));
    }
    return reply;
}

Result<std::vector<model::Successor>> successorsOf(const Invocation& call, const model::Workspace& workspace) {
    std::vector<model::Successor> all;
    for (const auto& word : call.all("to")) {
        TRY_ASSIGN(const auto parts, parseSetting(word));
        TRY_ASSIGN(const auto person, personOf(workspace, parts.second));
        all.push_back({parts.first, person});
    }
    return all;
}

Result<Reply> handOver(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(const auto successors, successorsOf(call, *workspace));
    TRY_ASSIGN(const auto over, workspace->handCasesOver(id, successors, context.progress({"Handing over", "正在移交"}),
                                                         context.stop()));
    Reply reply;
    Json items = Json::array();
    Columns columns;
    for (const auto& item : over.items) {
        items.push_back({{"id", item.id.hex()},
                         {"reference", item.reference},
                         {"role", item.role},
                         {"to", item.to.hex()},
                         {"assigned", item.assigned},
                         {"done", !item.error.has_value()},
                         {"error", item.error ? errorJson(*item.error) : Json(nullptr)}});
        if (item.error)
            columns.row({item.reference, item.role, model::sentence(*item.error, context.output().language())});
    }
    reply.data = {{"done", over.done},       {"refused", over.refused}, {"left", over.left},
                  {"stopped", over.stopped}, {"items", items},          {"receipt", nullptr}};
    reply.words = columns.text() + context.in(model::fill({"Handed over: {0}. Refused: {1}. Not looked at: {2}.\n",
                                                           "已移交 {0} 项，被拒 {1} 项，未办理 {2} 项。\n"},
                                                          std::to_string(over.done), std::to_string(over.refused),
                                                          std::to_string(over.left)));
    if (over.broken) reply.error = over.broken;
    const bool all = over.refused == 0 && over.left == 0 && !over.broken;
    if (!all && !reply.error) {
        reply.error = Error{Code::partial,
                            {"Not everything was handed over", "并未全部移交"},
                            {"See the reasons, and run it again for the rest", "请查看原因，然后再次执行"}};
    }
    if (!call.has("leave") || !all) return reply;
    const model::Person& person = *workspace->office().person(id);
    TRY_ASSIGN(const auto receipt, workspace->changePerson(id, person.roles, person.certified, false));
    reply.data["receipt"] = receiptJson(receipt);
    if (!receipt.refused.empty()) reply.error = receipt.refused.front();
    else {
        reply.words += context.in(model::fill(
            {"{0} has left the office. Their machine keeps what it had read; nothing new comes to it, and nothing they say "
             "there is taken.\n",
             "{0} 已离岗。其机器上保留已读内容，但不再收到新内容，其后提交的内容一律不予接受。\n"},
            call.value("PERSON")));
    }
    return reply;
}

} // namespace

std::vector<Command> leavingCommands() {
    return {
        {.group = "person",
         .name = "holdings",
         .help = {"What a person holds: open cases, steps that wait, units",
                  "某人所承担的事项：在办案件、待办步骤、密钥组"},
         .about = {"As far as you can see it yourself.", "以您可见的范围为限。"},
         .operands = {personOperand()},
         .options = {},
         .members = {{"person", {"The person's id", "标识"}},
                     {"cases", {"The open cases", "在办案件"}},
                     {"cases[].id", {"The case's id", "案件标识"}},
                     {"cases[].reference", {"The case's number", "案件编号"}},
                     {"cases[].title", {"Title, or empty where you cannot read it", "标题；无权阅读时为空"}},
                     {"cases[].roles", {"In which the person is assigned", "被指派的角色"}},
                     {"cases[].waits", {"Whether a step waits for them", "是否有待其办理的步骤"}},
                     {"units", {"Units whose keys they hold", "所持密钥的密钥组"}},
                     {"alone", {"Of these, the ones that nobody else could open", "其中无他人可打开的密钥组"}}},
         .run = holdings},
        {.group = "person",
         .name = "hand-over",
         .help = {"Hand a person's open cases over to successors", "将某人的在办案件移交给继任者"},
         .about =
             {"Assigns the successor and releases the person, case by case; what one case refuses takes nothing from the "
              "others. Exit status 5 says that something is left; run it again after the reasons are cured. With --leave "
              "the person has left once all is handed over: they sign nothing more, the units they were in get new keys, "
              "their machine keeps what it had read and gets nothing new.",
              "逐件指派继任者并解除原人员；一件被拒不影响其余。退出码 5 表示尚有剩余，排除原因后可再次执行。使用 --leave "
              "时，全部移交后即办理离岗：此人不能再签名，其所在密钥组更换密钥，其机器保留已读内容而不再收到新内容。"},
         .operands = {personOperand()},
         .options = {{.name = "to",
                      .value = "ROLE=PERSON",
                      .help = {"Who takes over in a role; once for each role", "某角色的继任者；每个角色一次"},
                      .required = true,
                      .repeats = true},
                     {.name = "leave",
                      .help = {"Then the person has left the office (administrator)", "移交后办理离岗（系统管理员）"}}},
         .members = Members{{"done", {"How many were handed over", "已移交的项数"}},
                            {"refused", {"How many were refused", "被拒的项数"}},
                            {"left", {"How many were not looked at", "未办理的项数"}},
                            {"stopped", {"Whether it was stopped", "是否被停止"}},
                            {"items", {"What became of each case in each role", "每案每角色的结果"}},
                            {"items[].id", {"The case's id", "案件标识"}},
                            {"items[].reference", {"The case's number", "案件编号"}},
                            {"items[].role", {"The role", "角色"}},
                            {"items[].to", {"Id of the successor", "继任者标识"}},
                            {"items[].assigned", {"Whether the successor is assigned", "继任者是否已指派"}},
                            {"items[].done", {"Whether it is handed over", "是否已移交"}},
                            {"items[].error", {"Why not; null if it is", "原因；已移交时为 null"}}} +
                    under("items[].error", errorMembers()) +
                    Members{{"receipt", {"Of leaving; null without it", "离岗的回执；未办理时为 null"}}} +
                    under("receipt", receiptMembers()),
         .run = handOver},
    };
}

} // namespace app
