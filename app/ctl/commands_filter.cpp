// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace app {

namespace {

constexpr std::size_t kLongestFile = 1 << 20;

Json filterJson(const model::SavedFilter& filter) { return {{"name", filter.name}, {"filter", filter.line}}; }

Result<Reply> list(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto filters, workspace->savedFilters());
    TRY_ASSIGN(auto cases, workspace->list());
    const auto vocabulary = workspace->vocabulary();
    Reply reply;
    reply.data["filters"] = Json::array();
    Columns columns;
    for (const auto& one : filters) {
        Json row = filterJson(one);
        // Someone it names may have left, or a workflow been replaced: it stays, without a count.
        const auto parsed = model::parseFilter(one.line, vocabulary);
        row["cases"] = nullptr;
        if (parsed) {
            TRY_ASSIGN(const auto count, cases.count(parsed->filter));
            row["cases"] = count;
        }
        columns.row({one.name, row["cases"].is_null() ? "?" : row["cases"].dump(), one.line});
        reply.data["filters"].push_back(std::move(row));
    }
    reply.words = columns.text();
    return reply;
}

/// Keeps what `change` makes of the filters.
template <typename Change>
Result<Reply> changed(Context& context, Change change) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(auto filters, workspace->savedFilters());
    TRY(change(*workspace, filters));
    TRY(workspace->keepFilters(filters));
    Reply reply;
    reply.data["filters"] = Json::array();
    for (const auto& one : filters) reply.data["filters"].push_back(filterJson(one));
    reply.words = model::printSaved(filters);
    return reply;
}

Result<Reply> save(const Invocation& call, Context& context) {
    return changed(context, [&](const model::Workspace& workspace, auto& filters) -> Result<void> {
        const std::string line = joinedFilter(call);
        if (auto read = model::parseFilter(line, workspace.vocabulary()); !read)
            return std::unexpected(filterError(line, read.error()));
        return model::putSaved(filters, {call.value("NAME"), line});
    });
}

Result<Reply> remove(const Invocation& call, Context& context) {
    return changed(context, [&](const model::Workspace&, auto& filters) -> Result<void> {
        if (std::erase_if(filters, [&](const auto& one) { return one.name == call.value("NAME"); }) == 0) {
            return fail(Code::notFound, {"No filter of this name is kept", "没有该名称的已存筛选"}, {},
                        call.value("NAME"));
        }
        return {};
    });
}

Result<Reply> take(const Invocation& call, Context& context) {
    return changed(context, [&](const model::Workspace&, auto& filters) -> Result<void> {
        const std::string path = call.value("FILE");
        std::ifstream file(path, std::ios::binary);
        std::string text(kLongestFile + 1, '\0');
        file.read(text.data(), static_cast<std::streamsize>(text.size()));
        if (!file.is_open() || file.bad())
            return fail(Code::failed, {"The file cannot be read", "无法读取文件"}, {}, path);
        text.resize(static_cast<std::size_t>(file.gcount()));
        if (text.size() > kLongestFile)
            return fail(Code::tooLarge, {"The file has more than 1 MiB", "文件超过1 MiB"}, {}, path);
        auto read = model::parseSaved(text);
        if (!read) {
            read.error().where = path + ":" + read.error().where;
            return std::unexpected(std::move(read).error());
        }
        for (auto& one : *read) TRY(model::putSaved(filters, std::move(one)));
        return {};
    });
}

Members savedMembers() {
    return {{"filters", {"The filters that are kept, in their order", "已存的筛选，按顺序"}},
            {"filters[].name", {"Its name", "名称"}},
            {"filters[].filter", {"The filter as it was written", "筛选条件原文"}}};
}

Operand nameOperand() { return {.name = "NAME", .help = {"The filter's name", "筛选名称"}}; }

} // namespace

std::string joinedFilter(const Invocation& call) {
    std::string line;
    for (const auto& word : call.all("FILTER")) line += (line.empty() ? "" : " ") + word;
    return line;
}

Error filterError(const std::string& line, const model::FilterFault& fault) {
    return {Code::usage, fault.what, {}, line + ":" + std::to_string(fault.at + 1)};
}

std::vector<Command> filterCommands() {
    return {
        {.group = "filter",
         .name = "list",
         .help = {"The filters you keep, with how many cases each shows", "已存的筛选及各自的案件数"},
         .about = {"They are kept on this machine, in your encrypted store.", "保存在本机的加密存储中。"},
         .operands = {},
         .options = {},
         .members = savedMembers() + Members{{"filters[].cases",
                                              {"How many cases it shows; null where it cannot be read any more",
                                               "案件数；已无法解读时为 null"}}},
         .run = list},
        {.group = "filter",
         .name = "save",
         .help = {"Keep a filter under a name", "按名称保存筛选"},
         .about = {"Replaces the one of this name.", "替换同名筛选。"},
         .operands = {nameOperand(),
                      {.name = "FILTER", .help = {"Words of the filter", "条件"}, .required = false, .repeats = true}},
         .options = {},
         .members = savedMembers(),
         .run = save},
        {.group = "filter",
         .name = "remove",
         .help = {"Keep a filter no longer", "移除已存的筛选"},
         .about = {},
         .operands = {nameOperand()},
         .options = {},
         .members = savedMembers(),
         .run = remove},
        {.group = "filter",
         .name = "import",
         .help = {"Keep the filters of a file, one a line: NAME = FILTER", "从文件保存筛选，每行一个：名称 = 条件"},
         .about = {"filter list prints names and filters; what save and import print can be imported elsewhere.",
                   "save 与 import 的输出可在别处导入。"},
         .operands = {{.name = "FILE", .help = {"The file", "文件"}, .complete = Complete::file}},
         .options = {},
         .members = savedMembers(),
         .run = take},
    };
}

} // namespace app
