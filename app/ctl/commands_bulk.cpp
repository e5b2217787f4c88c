// SPDX-License-Identifier: GPL-3.0-or-later
// One command over several cases: those that are named, or those of a filter.
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workflow/bulk.h"

#include <algorithm>
#include <charconv>

namespace app {

namespace {

using Cases = std::vector<model::ChosenCase>;

/// What was typed, as far as it can be judged without the office.
Result<void> checkCall(const Invocation& call) {
    const bool filtered = call.has("filter");
    if (filtered == call.has("REF")) {
        return fail(Code::usage,
                    filtered ? Text{"Cases are named, or meant by --filter, not both",
                                    "案件或逐一列出，或用 --filter，不可并用"}
                             : Text{"No case is named", "没有指明案件"},
                    {"Give numbers of cases, or --filter LINE; touchstonectl case list LINE shows which those are.",
                     "请给出案件编号，或用 --filter LINE；touchstonectl case list LINE 可查看其所指案件。"});
    }
    if (!filtered) return {};
    // What is wrong in itself is said before anybody is asked for a passphrase.
    const std::string line = call.value("filter");
    if (const auto read = model::parseFilter(line); !read) return std::unexpected(filterError(line, read.error()));
    return {};
}

/// The cases that are meant. A name that is none is an error, and nothing is done.
Result<Cases> meant(const Invocation& call, model::Workspace& workspace, Context& context) {
    Cases cases;
    TRY_ASSIGN(auto list, workspace.list());
    if (!call.has("filter")) {
        for (const auto& word : call.all("REF")) {
            TRY_ASSIGN(const auto id, workspace.find(word));
            TRY_ASSIGN(const auto row, list.rowOf(id));
            if (std::ranges::contains(cases, id, &model::ChosenCase::id)) continue;
            TRY_ASSIGN(const auto state, workspace.state(id));
            cases.push_back({row.value_or(0), id, state.reference});
        }
        return cases;
    }
    const std::string line = call.value("filter");
    const auto filter = model::parseFilter(line, workspace.vocabulary());
    if (!filter) return std::unexpected(filterError(line, filter.error()));
    if (filter->filter.searches()) TRY(makeSearchable(workspace, context));
    return list.chosen({filter->filter, {}});
}

/// Many cases are only touched when their number was given.
Result<void> checkCount(const Invocation& call, std::size_t count) {
    const auto typed = call.find("count");
    std::uint64_t number = 0;
    if (typed) {
        const auto read = std::from_chars(typed->data(), typed->data() + typed->size(), number);
        if (read.ec != std::errc{} || read.ptr != typed->data() + typed->size())
            return fail(Code::usage, model::fill({"\"{0}\" is no number", "“{0}”不是数字"}, *typed), {}, "--count");
    }
    const std::string is = std::to_string(count);
    if (typed && number != count) {
        return fail(Code::refused,
                    model::fill({"{0} cases are meant, not {1}; nothing was done",
                                 "所指案件为 {0} 件，而非 {1} 件；未作任何更改"},
                                is, *typed),
                    {"--dry-run lists them.", "--dry-run 可列出这些案件。"}, "--count");
    }
    if (!typed && count > model::kUncountedBulk) {
        return fail(
            Code::refused,
            model::fill(
                {"{0} cases are meant; more than {1} need their number", "所指案件为 {0} 件；超过 {1} 件须给出件数"},
                is, std::to_string(model::kUncountedBulk)),
            model::fill({"See them with --dry-run, then add --count {0}.", "请先用 --dry-run 查看，再加 --count {0}。"},
                        is),
            "--count");
    }
    return {};
}

Result<Reply> dryRun(model::Workspace& workspace, const Cases& cases) {
    TRY_ASSIGN(auto list, workspace.list());
    std::vector<std::int64_t> rows;
    for (const auto& one : cases) rows.push_back(one.row);
    TRY_ASSIGN(const auto page, list.page(rows));
    Reply reply;
    reply.data = {{"total", cases.size()}, {"cases", Json::array()}};
    Columns columns;
    for (const auto& row : page) {
        reply.data["cases"].push_back(
            {{"id", row.id.hex()}, {"reference", row.reference}, {"stage", row.stage}, {"title", row.title}});
        columns.row({row.reference, row.stage, row.assignees, row.title});
    }
    reply.words = columns.text();
    return reply;
}

std::optional<Error> errorOf(const model::BulkOutcome& outcome) {
    if (outcome.broken) return outcome.broken;
    const auto all = outcome.done + outcome.refused + outcome.left;
    if (outcome.stopped)
        return Error{Code::cancelled,
                     model::fill({"Stopped: {0} of {1} cases are done", "已停止：{1} 件中已办理 {0} 件"},
                                 std::to_string(outcome.done), std::to_string(all))};
    if (outcome.refused == 0) return std::nullopt;
    const auto first = std::ranges::find_if(outcome.items, [](const auto& item) { return !item.done(); });
    if (outcome.done == 0) return first->error;
    return Error{Code::partial,
                 model::fill({"{0} of {1} cases were not done", "{1} 件中有 {0} 件未办理"},
                             std::to_string(outcome.refused), std::to_string(all)),
                 first->error->what, first->reference};
}

Reply outcomeReply(const model::BulkOutcome& outcome, const Cases& cases, Context& context) {
    Reply reply;
    Json items = Json::array();
    for (const auto& item : outcome.items) {
        const auto known = std::ranges::find(cases, item.id, &model::ChosenCase::id);
        const std::string reference =
            item.reference.empty() && known != cases.end() ? known->reference : item.reference;
        items.push_back({{"id", item.id.hex()},
                         {"reference", reference},
                         {"done", item.done()},
                         {"receipt", item.receipt.events.empty() ? Json(nullptr) : receiptJson(item.receipt)},
                         {"error", item.error ? errorJson(*item.error) : Json(nullptr)}});
        if (item.error)
            reply.words += reference + "  " + model::sentence(*item.error, context.output().language()) + "\n";
    }
    reply.data = {{"done", outcome.done},
                  {"refused", outcome.refused},
                  {"left", outcome.left},
                  {"stopped", outcome.stopped},
                  {"items", std::move(items)}};
    reply.words += context.in(
        model::fill({"{0} done, {1} refused, {2} left\n", "已办理 {0} 件，被拒 {1} 件，剩余 {2} 件\n"},
                    std::to_string(outcome.done), std::to_string(outcome.refused), std::to_string(outcome.left)));
    reply.error = errorOf(outcome);
    return reply;
}

/// Opens the office, finds the cases, and does to them what `make` says once the office is known.
template <typename Make>
Result<Reply> overCases(const Invocation& call, Context& context, Make make) {
    TRY(checkCall(call));
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const model::BulkCommand command, make(*workspace));
    TRY_ASSIGN(const auto cases, meant(call, *workspace, context));
    if (call.has("dry-run")) return dryRun(*workspace, cases);
    TRY(checkCount(call, cases.size()));
    std::vector<model::CaseId> ids;
    ids.reserve(cases.size());
    for (const auto& one : cases) ids.push_back(one.id);
    TRY_ASSIGN(const auto outcome,
               workspace->bulk(ids, command, context.progress({"cases", "件案件"}), context.stop()));
    return outcomeReply(outcome, cases, context);
}

Result<Reply> assign(const Invocation& call, Context& context) {
    return overCases(call, context, [&](const model::Workspace& workspace) -> Result<model::BulkCommand> {
        TRY_ASSIGN(const auto person, personOf(workspace, call.value("PERSON")));
        return model::BulkAssign{person, call.value("ROLE")};
    });
}

Result<Reply> release(const Invocation& call, Context& context) {
    return overCases(call, context, [&](const model::Workspace& workspace) -> Result<model::BulkCommand> {
        TRY_ASSIGN(const auto person, personOf(workspace, call.value("PERSON")));
        return model::BulkRelease{person, call.value("ROLE")};
    });
}

Result<Reply> take(const Invocation& call, Context& context) {
    TRY_ASSIGN(auto form, typedForm(call));
    return overCases(call, context, [&](const model::Workspace& workspace) -> Result<model::BulkCommand> {
        TRY_ASSIGN(const auto definition, workspace.definition(workspace.office().currentWorkflow));
        const std::string name = call.value("STEP");
        if (const model::Step* step = definition->step(name)) TRY(canonicalise(form, step->form, workspace));
        return model::BulkTakeStep{name, form};
    });
}

Result<Reply> note(const Invocation& call, Context& context) {
    std::string text = call.value("TEXT");
    if (text == "-") {
        TRY_ASSIGN(text, readFile("-", model::kSealedLimit));
    }
    return overCases(call, context,
                     [&](const model::Workspace&) -> Result<model::BulkCommand> { return model::BulkNote{text}; });
}

Members bulkMembers() {
    return Members{{"done", {"How many cases it was done to", "已办理的件数"}},
                   {"refused", {"How many refused it", "被拒的件数"}},
                   {"left",
                    {"How many were not looked at, because it was stopped or broke off", "因停止或中断而未办理的件数"}},
                   {"stopped", {"Whether it was stopped", "是否被停止"}},
                   {"items", {"What became of each case, in their order", "每件案件的结果，按顺序"}},
                   {"items[].id", {"The case's id", "案件标识"}},
                   {"items[].reference", {"The case's number", "案件编号"}},
                   {"items[].done", {"Whether it was done", "是否已办理"}},
                   {"items[].receipt", {"Its own act; null where nothing was signed", "其签名行为；未签名时为 null"}},
                   {"items[].error", {"Why it was not done; null where it was", "未办理的原因；已办理时为 null"}}} +
           under("items[].receipt", receiptMembers()) + under("items[].error", errorMembers()) +
           Members{{"total", {"With --dry-run: how many cases are meant", "--dry-run 时：所指案件数"}},
                   {"cases", {"With --dry-run: these", "--dry-run 时：所指案件"}},
                   {"cases[].id", {"The case's id", "案件标识"}},
                   {"cases[].reference", {"The case's number", "案件编号"}},
                   {"cases[].stage", {"Id of the stage", "阶段标识"}},
                   {"cases[].title", {"Title", "标题"}}};
}

std::vector<Option> bulkOptions(std::vector<Option> more = {}) {
    std::vector<Option> all = {
        {.name = "filter",
         .value = "LINE",
         .help = {"All cases of this filter line, as case list takes it", "此筛选条件的全部案件，写法同 case list"}},
        {.name = "count",
         .value = "N",
         .help = {"How many cases these are; needed for more than 50, and nothing is done if it is not so",
                  "所指案件数；超过50件时必填，不符则不办理"}},
        {.name = "dry-run", .help = {"List the cases that are meant, and do nothing", "只列出所指案件，不办理"}},
    };
    all.insert(all.begin(), more.begin(), more.end());
    return all;
}

Command bulkCommand(std::string name, Text help, const Text& about, std::vector<Operand> operands,
                    std::vector<Option> options, Result<Reply> (*run)(const Invocation&, Context&)) {
    const Text each = model::fill(
        {"Each case is judged and signed by itself: what one refuses takes nothing from the others. Exit status 5 says "
         "that some were not done; the JSON says which and why.{0}",
         "逐件审查并签名，一件被拒不影响其余。退出码 5 表示部分未办理，JSON 载明各件及原因。{0}"},
        about);
    operands.push_back(
        {.name = "REF",
         .help = {"Numbers of cases, such as 2026-7K2F-QX3M, or ids", "案件编号（如 2026-7K2F-QX3M）或标识"},
         .required = false,
         .repeats = true});
    return {.group = "bulk",
            .name = std::move(name),
            .help = std::move(help),
            .about = each,
            .operands = std::move(operands),
            .options = std::move(options),
            .members = bulkMembers(),
            .run = run};
}

} // namespace

std::vector<Command> bulkCommands() {
    const Operand person{.name = "PERSON", .help = {"Label, name or id of a person", "某人的标签、姓名或标识"}};
    const Operand role{.name = "ROLE",
                       .help = {"A part in the case, such as investigator", "案件角色，如 investigator"}};
    return {
        bulkCommand("assign", {"Put a person on several cases", "为多件案件指派人员"}, {}, {person, role},
                    bulkOptions(), assign),
        bulkCommand("release", {"Take a person off several cases", "让人员退出多件案件"}, {}, {person, role},
                    bulkOptions(), release),
        bulkCommand(
            "do", {"Take a step of the workflow in several cases, with one form", "对多件案件以同一表单采取步骤"},
            {" Approvals, steps that cannot be taken back and steps with a penalty are refused: they are decided "
             "case by case.",
             "审批、不可撤回的步骤和载有处罚的步骤须逐件决定，在此被拒。"},
            {{.name = "STEP", .help = {"Id of the step", "步骤标识"}}}, bulkOptions({setOption(), formOption()}), take),
        bulkCommand("note", {"Add the same note to several cases", "为多件案件添加同一备注"}, {},
                    {{.name = "TEXT", .help = {"The note; - reads it from standard input", "备注；- 从标准输入读取"}}},
                    bulkOptions(), note),
    };
}

} // namespace app
