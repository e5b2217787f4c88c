// SPDX-License-Identifier: GPL-3.0-or-later
// The whole office: its numbers, and its log.
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "app/ctl/option_values.h"
#include "model/filter/print.h"
#include "model/vault/overview_tables.h"

#include <algorithm>

namespace app {

namespace {

constexpr std::size_t kLogPage = 500;

Json cellJson(const model::OverviewCell& cell, const model::FilterVocabulary& vocabulary) {
    Json out{{"text", textJson(cell.text)},
             {"number", nullptr},
             {"hidden", cell.hidden},
             {"filter", nullptr},
             {"case", nullptr}};
    if (cell.value) out["number"] = *cell.value;
    if (cell.filter) out["filter"] = printFilter(*cell.filter, Language::en, vocabulary);
    if (cell.opens) out["case"] = cell.opens->hex();
    return out;
}

Json tableJson(const model::OverviewTable& table, const model::FilterVocabulary& vocabulary) {
    Json out{{"id", table.id}, {"title", textJson(table.title)}, {"note", textJson(table.note)}};
    out["columns"] = Json::array();
    for (const auto& column : table.columns) out["columns"].push_back(textJson(column));
    out["rows"] = Json::array();
    for (const auto& row : table.rows) {
        Json cells = Json::array();
        for (const auto& cell : row) cells.push_back(cellJson(cell, vocabulary));
        out["rows"].push_back({{"cells", cells}});
    }
    return out;
}

std::string tableWords(const model::OverviewTable& table, Context& context) {
    std::string out = "\n" + context.in(table.title) + "\n";
    Columns columns;
    const auto line = [&](auto begin, auto end, auto text) {
        std::vector<std::string> cells;
        for (auto at = begin; at != end; ++at) cells.push_back((at == begin ? "  " : "") + context.in(text(*at)));
        columns.row(std::move(cells));
    };
    if (!table.rows.empty()) {
        line(table.columns.begin(), table.columns.end(), [](const Text& text) { return text; });
        for (const auto& row : table.rows)
            line(row.begin(), row.end(), [](const model::OverviewCell& cell) { return cell.text; });
        out += columns.text();
    } else if (table.note.empty()) {
        out += "  " + context.in({"nothing", "无"}) + "\n";
    }
    if (!table.note.empty()) out += "  " + context.in(table.note) + "\n";
    return out;
}

Result<Reply> overview(const Invocation& call, Context& context) {
    const auto today = model::chinaDate(context.surroundings().clock->now());
    TRY_ASSIGN(const auto period, model::parsePeriod(call.find("period").value_or("year"), today));
    TRY_ASSIGN(const auto smallest, numberOption(call, "smallest", model::kSmallGroup));
    const std::string line = joinedFilter(call);
    if (const auto read = model::parseFilter(line); !read) return std::unexpected(filterError(line, read.error()));
    if (call.has("csv") && context.output().json())
        return fail(Code::usage, {"--csv and --json exclude each other", "--csv 与 --json 不能同时使用"});
    TRY_ASSIGN(const auto workspace, context.open());
    const auto vocabulary = workspace->vocabulary();
    const auto filter = model::parseFilter(line, vocabulary);
    if (!filter) return std::unexpected(filterError(line, filter.error()));
    if (filter->filter.searches()) TRY(makeSearchable(*workspace, context));
    const auto workflow = workspace->definition(workspace->office().currentWorkflow);
    auto query = overviewQueryOf(workspace->office(), workflow ? workflow->get() : nullptr, period);
    query.filter = filter->filter;
    query.smallest = smallest;
    TRY_ASSIGN(auto cases, workspace->list());
    TRY_ASSIGN(const auto numbers, cases.overview(query));
    const auto tables = overviewTables(numbers, vocabulary);
    Reply reply;
    if (call.has("csv")) {
        context.output().raw(overviewCsv(tables, vocabulary, context.output().language()));
        reply.printed = true;
        return reply;
    }
    reply.data = {{"period",
                   {{"first", model::formatDate(numbers.asked.period.first)},
                    {"last", model::formatDate(numbers.asked.period.last)}}},
                  {"at", model::formatUtc(numbers.at)},
                  {"smallest", numbers.asked.smallest}};
    reply.data["tables"] = Json::array();
    reply.words = context.in(overviewHeading(numbers, vocabulary)) + "\n";
    for (const auto& table : tables) {
        reply.data["tables"].push_back(tableJson(table, vocabulary));
        reply.words += tableWords(table, context);
    }
    return reply;
}

std::string_view signatureName(model::SignatureState state) {
    switch (state) {
    case model::SignatureState::valid: return "valid";
    case model::SignatureState::invalid: return "invalid";
    case model::SignatureState::unknownAuthor: return "unknownAuthor";
    }
    return "";
}

Json entryJson(const model::OfficeLogEntry& entry) {
    return {{"time", model::formatUtc(entry.time)},
            {"commit", entry.commit},
            {"seq", entry.seq},
            {"register", entry.inRegister},
            {"case", entry.inRegister ? Json(nullptr) : Json(entry.caseId.hex())},
            {"reference", entry.reference},
            {"author", entry.author.hex()},
            {"name", entry.authorName},
            {"kind", entry.kind},
            {"what", textJson(entry.what)},
            {"readable", entry.readable},
            {"signature", signatureName(entry.signature)}};
}

/// What is asked, as far as it can be read without an office.
Result<model::LogQuery> logQuery(const Invocation& call) {
    model::LogQuery query;
    query.kinds = call.all("kind");
    TRY_ASSIGN(query.first, dayOption(call, "from"));
    TRY_ASSIGN(query.last, dayOption(call, "to"));
    if (call.has("register") && call.has("case"))
        return fail(Code::usage, {"--register and --case exclude each other", "--register 与 --case 不能同时使用"});
    return query;
}

/// Writes the entries page by page, so that a million of them need no memory.
Result<Reply> writeLog(model::OfficeLog& log, std::span<const std::int64_t> keys, std::size_t total, Context& context) {
    Output& output = context.output();
    if (output.json()) output.raw("{\"data\": {\"total\": " + std::to_string(total) + ", \"log\": [");
    Reply reply;
    reply.printed = true;
    bool first = true;
    for (std::size_t at = 0; at < keys.size() && !reply.error && output.intact(); at += kLogPage) {
        if (context.stop().stop_requested()) {
            reply.error = Error{Code::cancelled, {"Stopped", "已停止"}};
            break;
        }
        const auto page = log.page(keys.subspan(at, std::min(kLogPage, keys.size() - at)));
        if (!page) {
            reply.error = page.error();
            break;
        }
        Columns columns;
        for (const auto& one : *page) {
            if (output.json()) {
                output.raw(first ? "\n" : ",\n");
                output.raw(entryJson(one).dump(-1, ' ', false, Json::error_handler_t::replace));
                first = false;
            } else {
                columns.row({model::formatMinute(one.time),
                             one.inRegister ? context.in({"register", "名册"}) : one.reference, one.authorName,
                             context.in(one.what), std::to_string(one.commit),
                             context.in(signatureTitle(one.signature))});
            }
        }
        if (!output.json()) output.words(columns.text());
    }
    if (output.json()) {
        output.raw(std::string("]}, \"ok\": ") + (reply.error ? "false" : "true"));
        if (reply.error) output.raw(", \"error\": " + errorJson(*reply.error).dump());
        output.raw("}\n");
    }
    return reply;
}

Result<Reply> log(const Invocation& call, Context& context) {
    TRY_ASSIGN(auto query, logQuery(call));
    TRY_ASSIGN(const auto limit, numberOption(call, "limit", 0));
    TRY_ASSIGN(const auto workspace, context.open());
    if (const auto word = call.find("by")) {
        TRY_ASSIGN(query.person, personOf(*workspace, *word));
    }
    if (const auto word = call.find("case")) {
        TRY_ASSIGN(query.caseId, workspace->find(*word));
    }
    if (call.has("register")) query.caseId = workspace->office().office;
    TRY_ASSIGN(auto entries, workspace->officeLog());
    TRY_ASSIGN(const auto total, entries.count(query));
    TRY_ASSIGN(const auto keys, entries.keys(query, limit));
    return writeLog(entries, keys, total, context);
}

std::vector<std::string> kindWords() {
    std::vector<std::string> out;
    for (const auto& kind : model::logKinds()) out.emplace_back(kind.kind);
    return out;
}

Members tableMembers() {
    return Members{{"id",
                    {"now, load, oldest, weeks, minerals, violations, channels, stages, days or fines",
                     "now、load、oldest、weeks、minerals、violations、channels、stages、days 或 fines"}}} +
           under("title", textMembers()) + under("note", textMembers()) +
           Members{{"columns", {"What its columns are called", "各列名称"}}} + under("columns[]", textMembers()) +
           Members{{"rows", {"Its rows", "各行"}}, {"rows[].cells", {"The cells of a row, by column", "行内各格"}}} +
           under("rows[].cells[].text", textMembers()) +
           Members{
               {"rows[].cells[].number",
                {"The number, or null where it is none or not shown", "数值；无或不显示时为 null"}},
               {"rows[].cells[].hidden",
                {"Whether it is not shown, because its group is small", "是否因分组过小而不显示"}},
               {"rows[].cells[].filter",
                {"The filter that lists exactly its cases, or null", "恰好列出其案件的筛选条件，或 null"}},
               {"rows[].cells[].case", {"Id of the one case that it is about, or null", "所指案件的标识，或 null"}}};
}

Members entryMembers() {
    return Members{{"time", {"When the hub sealed it", "封存时间"}},
                   {"commit", {"Number of the hub's commit", "提交序号"}},
                   {"seq", {"Its number in the case or register", "在案件或名册中的序号"}},
                   {"register", {"Whether it is an entry of the register", "是否为名册记录"}},
                   {"case", {"Id of the case, or null", "案件标识，或 null"}},
                   {"reference", {"Number of the case; empty of the register", "案件编号；名册为空"}},
                   {"author", {"Id of who said it", "作者标识"}},
                   {"name", {"The author's name", "作者姓名"}},
                   {"kind", {"The kind of entry", "记录类型"}}} +
           under("what", textMembers()) +
           Members{{"readable", {"Whether its contents may be read here", "内容在此是否可读"}},
                   {"signature",
                    {"valid, invalid or unknownAuthor", "valid（有效）、invalid（无效）或 unknownAuthor（作者不明）"}}};
}

} // namespace

std::vector<Command> overviewCommands() {
    return {
        {.group = "",
         .name = "overview",
         .help = {"The numbers of the office, each with the filter that lists its cases",
                  "单位概览：各项数据及其筛选条件"},
         .about =
             {"Open, overdue and undecided cases and the load of each person are of now; the rest is of the reports that came, "
              "the cases that ended and the penalties that were approved in the period. Groups of few reports are not shown, so "
              "that nobody can tell who reported. That is a rule of this program, not of law.",
              "未结、逾期、未决定及各人员在办案件为当前数；其余为期间内收到的举报、结束的案件和批准的处罚。举报过少的分组不显示，"
              "以免推断出举报人。这是本程序的规则，并非法律规定。"},
         .operands = {{.name = "FILTER",
                       .help = {"Only of the cases of this filter", "仅限符合此条件的案件"},
                       .required = false,
                       .repeats = true}},
         .options =
             {{.name = "period",
               .value = "PERIOD",
               .help =
                   {"year (the default), quarter, month, weeks (the last twelve), or 2026-01-01..2026-03-31",
                    "year（本年，默认）、quarter（本季度）、month（本月）、weeks（最近12周），或 2026-01-01..2026-03-31"}},
              {.name = "smallest",
               .value = "N",
               .help = {"Groups of fewer reports than this are not shown; 3 if not said, 0 shows all",
                        "不足此数的分组不显示；默认 3，0 为全部显示"}},
              {.name = "csv",
               .help = {"Print CSV (RFC 4180): UTF-8 with a byte order mark",
                        "输出 CSV（RFC 4180）：带字节顺序标记的 UTF-8"}}},
         .members =
             Members{{"period.first", {"The first day, in China", "起始日期（中国）"}},
                     {"period.last", {"The last day", "截止日期"}},
                     {"at", {"When it was computed", "计算时间"}},
                     {"smallest", {"The least number of reports that a group is shown with", "分组显示的最小举报数"}},
                     {"tables", {"The numbers as tables, in reading order", "各项数据表，按阅读顺序"}}} +
             under("tables[]", tableMembers()),
         .run = overview},
        {.group = "",
         .name = "log",
         .help = {"The log of the whole office: every sealed entry of all cases and the register, newest first",
                  "全单位日志：所有案件和名册的每条封存记录，最新在前"},
         .about =
             {"Of an entry of a case it prints what kind of thing was said and not what: that is printed by case log, which "
              "notes who looked. The signature of each entry's author is checked as it is read; verify checks everything "
              "else.",
              "案件记录仅输出其类型，不输出内容；内容由 case log 输出，并记录查阅情况。读取时核验每条记录作者的签名；其余由 "
              "verify 核验。"},
         .operands = {},
         .options = {{.name = "by", .value = "PERSON", .help = {"Only what this person said", "仅此人员的记录"}},
                     {.name = "kind",
                      .value = "KIND",
                      .help = {"Only entries of this kind", "仅此类型的记录"},
                      .repeats = true,
                      .choices = kindWords()},
                     {.name = "from", .value = "DAY", .help = {"From this day on, in China", "自此日期起（中国）"}},
                     {.name = "to", .value = "DAY", .help = {"Up to this day", "至此日期"}},
                     {.name = "case", .value = "REF", .help = {"Only of this case", "仅此案件"}},
                     {.name = "register", .help = {"Only of the register", "仅名册"}},
                     {.name = "limit",
                      .value = "N",
                      .help = {"At most so many entries; 0 is all", "最多列出的记录数，0 为全部"}}},
         .members = Members{{"total", {"How many entries there are", "记录总数"}},
                            {"log", {"The entries, newest first", "记录，最新在前"}}} +
                    under("log[]", entryMembers()),
         .run = log},
    };
}

} // namespace app
