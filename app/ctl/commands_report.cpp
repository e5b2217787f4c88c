// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/intake/fields.h"
#include "model/workspace/new_report.h"

#include <algorithm>

namespace app {

namespace {

namespace intake = model::intake;

std::string placeOf(const model::ImportProblem& one) {
    std::string place = one.file.string();
    if (one.problem.line != 0) place += ":" + std::to_string(one.problem.line);
    if (!one.problem.field.empty() && one.problem.field != one.file) place += ": " + one.problem.field;
    return place;
}

Result<Reply> import(const Invocation& call, Context& context) {
    std::vector<std::filesystem::path> files;
    for (const auto& file : call.all("FILE")) files.emplace_back(file);
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto unit, unitOf(call, *workspace));
    TRY_ASSIGN(const auto outcome, workspace->importReports(files, context.progress({"Reports taken in", "已纳入举报"}),
                                                            context.stop(), unit));
    TRY(makeSearchable(*workspace, context));
    Reply reply;
    Json cases = Json::array();
    for (const auto& id : outcome.cases) cases.push_back(id.hex());
    Json problems = Json::array();
    for (const auto& one : outcome.problems) {
        problems.push_back({{"file", one.file.string()},
                            {"line", one.problem.line},
                            {"field", one.problem.field},
                            {"reason", textJson(one.problem.reason)},
                            {"cure", textJson(one.problem.cure)},
                            {"notice", one.problem.notice}});
        reply.words += placeOf(one) + ": " + context.in(one.problem.reason) + " " + context.in(one.problem.cure) + "\n";
    }
    reply.data = {{"taken", outcome.taken},     {"cases", cases},       {"duplicates", outcome.duplicates},
                  {"refused", outcome.refused}, {"problems", problems}, {"receipt", receiptJson(outcome.receipt)}};
    reply.words += context.in(model::fill(
        {"{0} reports are taken in, {1} were here already, {2} lines were not taken.\n",
         "已纳入 {0} 件举报，{1} 件已存在，{2} 行未纳入。\n"},
        std::to_string(outcome.taken), std::to_string(outcome.duplicates), std::to_string(outcome.refused)));
    if (context.stop().stop_requested()) {
        reply.error = Error{Code::cancelled, {"Stopped; what was taken in stays", "已停止；已纳入的保留"}};
    } else if (!outcome.receipt.refused.empty()) {
        reply.error = outcome.receipt.refused.front();
        reply.error->code = Code::refused;
    } else if (outcome.refused > 0) {
        const auto first = std::ranges::find_if(outcome.problems, [](const auto& one) { return !one.problem.notice; });
        const bool nothing = outcome.taken == 0 && outcome.duplicates == 0;
        reply.error =
            Error{nothing ? Code::malformed : Code::partial,
                  model::fill({"{0} line(s) were not taken in", "{0} 行未纳入"}, std::to_string(outcome.refused))};
        if (first != outcome.problems.end()) {
            reply.error->cure = first->problem.cure;
            reply.error->where = placeOf(*first);
        }
    }
    return reply;
}

Result<Reply> add(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto form, typedForm(call));
    TRY_ASSIGN(const auto report, model::reportFrom(form));
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto unit, unitOf(call, *workspace));
    TRY_ASSIGN(const auto id, workspace->receiveReport(report, unit));
    TRY_ASSIGN(const auto state, workspace->state(id));
    Reply reply;
    reply.data = {{"id", id.hex()}, {"reference", state.reference}, {"stage", state.stage}};
    reply.words = context.in(model::fill({"The report is case {0}.\n", "举报已登记为案件 {0}。\n"}, state.reference));
    return reply;
}

Result<Reply> listFields(const Invocation&, Context&) {
    Reply reply;
    Json list = Json::array();
    for (const auto& field : intake::fields()) {
        if (std::holds_alternative<std::string intake::ReporterIdentity::*>(field.target)) continue;
        list.push_back({{"field", std::string(field.name)}, {"also", std::string(field.practice)}});
        std::string line(field.name);
        for (const auto name : intake::otherNames(field)) line += ", " + std::string(name);
        reply.words += line + "\n";
    }
    reply.data["fields"] = list;
    return reply;
}

} // namespace

std::vector<Command> reportCommands() {
    return {
        {.group = "report",
         .name = "import",
         .help = {"Take in the reports of CSV or JSON lines files", "从 CSV 或 JSON Lines 文件纳入举报"},
         .about =
             {"At most 2,000 reports are one signed act. A line that cannot be taken is named with its reason and the others go on; the "
              "exit status is then 5, or 1 where nothing could be taken in. The first line of a CSV file names the columns, those that report fields lists: id, and at least one of title, goods and narrative. "
              "Columns that name the reporter never reach a case.",
              "每至多 2,000 件举报为一个签名行为。无法纳入的行连同原因列出，其余照常，退出码为 5；全部无法纳入时为 1。CSV 首行为列名，见 report fields；须有 id，以及 title、goods、narrative 之一。"
              "指明举报人的列不会进入案件。"},
         .operands = {{.name = "FILE",
                       .help = {"Files: .csv, or .jsonl, .ndjson, .json with one object a line",
                                "文件：.csv，或每行一个对象的 .jsonl、.ndjson、.json"},
                       .repeats = true,
                       .complete = Complete::file}},
         .options = {unitOption()},
         .members =
             Members{{"taken", {"Reports that opened a case", "立为案件的举报数"}},
                     {"cases",
                      {"Ids of the new cases in the order of the files, at most 1,000",
                       "新案件的标识，按文件顺序，最多 1,000 个"}},
                     {"duplicates", {"Reports that were here already", "已存在的举报数"}},
                     {"refused", {"Lines that were not taken in", "未纳入的行数"}},
                     {"problems", {"What is wrong in the files, at most 1,000", "文件中的问题，最多 1,000 处"}},
                     {"problems[].file", {"The file", "文件"}},
                     {"problems[].line",
                      {"First line of the row, from 1; 0 where it is no line", "行号，从 1 起；与行无关时为 0"}},
                     {"problems[].field", {"The column or member; empty for the whole row", "列或成员；整行时为空"}}} +
             under("problems[].reason", textMembers()) + under("problems[].cure", textMembers()) +
             Members{{"problems[].notice", {"true where the row was taken in all the same", "该行仍被纳入时为 true"}}} +
             under("receipt", receiptMembers()),
         .run = import},
        {.group = "report",
         .name = "add",
         .help = {"Take in one report", "登记一件举报"},
         .about = {"It came by the hotline unless --set channel=web, letter, visit or transfer says otherwise.",
                   "默认渠道为热线，可用 --set channel=web、letter、visit 或 transfer 更改。"},
         .operands = {},
         .options = {setOption(), formOption(), unitOption()},
         .members = {{"id", {"The case's id", "案件标识"}},
                     {"reference", {"The case's number", "案件编号"}},
                     {"stage", {"The stage it starts in", "起始阶段"}}},
         .run = add},
        {.group = "report",
         .name = "fields",
         .help = {"The fields of a report, for files and for report add", "举报的字段，用于文件和 report add"},
         .about = {"One a line, with the other names by which it is read.", "每行一个，附可用的其他名称。"},
         .operands = {},
         .options = {},
         .members = {{"fields", {"The fields in order", "按序的字段"}},
                     {"fields[].field", {"Its name", "名称"}},
                     {"fields[].also",
                      {"Its name in lists of published decisions, where that differs",
                       "在公布决定清单中的名称（如不同）"}}},
         .run = listFields},
    };
}

} // namespace app
