// SPDX-License-Identifier: GPL-3.0-or-later
// What is due in the office's cases, and the calendar by which days are counted.
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "app/ctl/option_values.h"
#include "model/base/citation.h"
#include "model/workspace/calendars.h"
#include "model/workspace/due_calendar.h"

#include <ranges>

namespace app {

namespace {

/// The periods that the words of a command ask for.
Result<std::vector<model::DuePeriod>> asked(const Invocation& call, Context& context) {
    model::DueQuery query;
    TRY_ASSIGN(query.first, dayOption(call, "from"));
    TRY_ASSIGN(query.last, dayOption(call, "to"));
    TRY_ASSIGN(query.limit, numberOption(call, "limit", 0));
    const std::string line = joinedFilter(call);
    if (const auto read = model::parseFilter(line); !read) return std::unexpected(filterError(line, read.error()));
    TRY_ASSIGN(const auto workspace, context.open());
    const auto filter = model::parseFilter(line, workspace->vocabulary());
    if (!filter) return std::unexpected(filterError(line, filter.error()));
    if (filter->filter.searches()) TRY(makeSearchable(*workspace, context));
    query.filter = filter->filter;
    TRY_ASSIGN(auto cases, workspace->list());
    return cases.due(query);
}

Json dueJson(const model::DuePeriod& one) {
    const auto& running = one.running;
    return {{"case", one.id.hex()},
            {"reference", one.reference},
            {"title", one.title},
            {"stage", one.stage},
            {"assignees", one.assignees},
            {"id", running.period},
            {"name", textJson(running.name)},
            {"cite", running.cite},
            {"started", model::formatUtc(running.started)},
            {"due", model::formatDate(running.due)},
            {"covered", running.covered}};
}

Members dueMembers() {
    return Members{{"case", {"Id of the case", "案件标识"}},
                   {"reference", {"Its number", "案件编号"}},
                   {"title", {"Its title", "案件标题"}},
                   {"stage", {"Id of its stage", "阶段标识"}},
                   {"assignees", {"Who is on it, by name", "承办人姓名"}},
                   {"id", {"Id of the period", "期限标识"}}} +
           under("name", textMembers()) +
           Members{{"cite", {"The article; empty: not set by law", "法条；空为非法定"}},
                   {"started", {"Since when it runs", "起算时间"}},
                   {"due", {"Its last day, in China", "最后一日（中国）"}},
                   {"covered",
                    {"false: a day outside the years of the calendar was counted Monday to Friday",
                     "false：超出日历年份的日期按周一至周五计算"}}};
}

Text sourceOf(const std::string& cite) {
    return cite.empty() ? Text{"not set by law", "非法定"} : model::citation(cite);
}

Result<Reply> list(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto periods, asked(call, context));
    const auto today = model::chinaDate(context.surroundings().clock->now());
    Reply reply;
    reply.data["today"] = model::formatDate(today);
    reply.data["deadlines"] = Json::array();
    Columns columns;
    for (const auto& one : periods) {
        reply.data["deadlines"].push_back(dueJson(one));
        const bool late = std::chrono::sys_days(one.running.due) < std::chrono::sys_days(today);
        columns.row({model::formatDate(one.running.due), late ? context.in({"overdue", "逾期"}) : "", one.reference,
                     context.in(one.running.name), context.in(sourceOf(one.running.cite)), one.assignees, one.title});
    }
    reply.words = columns.text();
    return reply;
}

Result<Reply> writeCalendar(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto daysBefore, numberOption(call, "remind", 1));
    if (daysBefore > model::document::kMostDaysBefore) {
        return fail(Code::usage,
                    model::fill({"At most {0} days", "最多 {0} 天"}, std::to_string(model::document::kMostDaysBefore)),
                    {}, "--remind");
    }
    TRY_ASSIGN(const auto file, fullPath(call.value("FILE")));
    TRY_ASSIGN(const auto periods, asked(call, context));
    const auto bytes = model::dueCalendar(periods, context.output().language(), context.surroundings().clock->now(),
                                          static_cast<unsigned>(daysBefore));
    TRY(writeNewFile(file, crypto::asBytes(bytes)));
    Reply reply;
    reply.data = {{"file", file.string()}, {"deadlines", periods.size()}};
    reply.words = context.in(model::fill({"{0} deadlines written to {1}.\n", "{0} 个期限已写入 {1}。\n"},
                                         std::to_string(periods.size()), file.string()));
    return reply;
}

/// A pack with all its mistakes, as a command that checks one prints them; nothing if it is sound.
std::optional<Reply> mistakes(const std::string& text, const std::string& file, Context& context) {
    const auto calendar = model::law::Calendar::parse(text);
    if (calendar) return std::nullopt;
    Reply reply;
    reply.data["problems"] = Json::array();
    for (const auto& one : calendar.error()) {
        reply.data["problems"].push_back(
            {{"path", one.where}, {"what", textJson(one.what)}, {"cure", textJson(one.cure)}});
        reply.words += one.where + ": " + context.in(one.what) + "\n";
    }
    reply.error = Error{
        Code::malformed,
        model::fill({"The calendar has {0} problem(s)", "日历有 {0} 处问题"}, std::to_string(calendar.error().size())),
        {},
        file};
    return reply;
}

Json yearsJson(const model::law::Calendar& calendar) {
    Json out = Json::array();
    for (const auto& [year, one] : calendar.years())
        out.push_back({{"year", year}, {"notice", one.notice}, {"issued", model::formatDate(one.issued)}});
    return out;
}

Reply calendarReply(const model::law::Calendar& calendar, Context& context) {
    Reply reply;
    reply.data = {{"id", calendar.id()}, {"years", yearsJson(calendar)}};
    reply.words = calendar.id() + "\n";
    Columns columns;
    for (const auto& [year, one] : calendar.years())
        columns.row({"  " + std::to_string(year), one.notice, model::formatDate(one.issued)});
    reply.words += columns.text();
    const auto next = static_cast<int>(model::chinaDate(context.surroundings().clock->now()).year()) + 1;
    if (!calendar.years().contains(next)) {
        reply.words += context.in(model::fill({"{0} is not in it: days of that year are counted Monday to Friday.\n",
                                               "不含 {0} 年：该年日期按周一至周五计算。\n"},
                                              std::to_string(next)));
    }
    return reply;
}

Result<Reply> show(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    const auto* const calendar = workspace->calendar();
    if (calendar) return calendarReply(*calendar, context);
    Reply reply;
    reply.data = {{"id", nullptr}, {"years", Json::array()}};
    reply.words = context.in({"This office has adopted no calendar: days are counted Monday to Friday.\n",
                              "本单位尚未启用日历：日期按周一至周五计算。\n"});
    return reply;
}

Result<std::string> packText(const Invocation& call) {
    if (const auto file = call.find("FILE")) return readFile(*file, model::law::kMaxPackBytes);
    return std::string(model::law::Calendar::shippedPack());
}

Result<Reply> check(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto text, packText(call));
    if (auto wrong = mistakes(text, call.value("FILE"), context)) return *std::move(wrong);
    return calendarReply(*model::law::Calendar::parse(text), context);
}

Text changeWords(const model::PeriodChange& change) {
    const auto day = [](const std::optional<model::Date>& date) {
        return date ? same(model::formatDate(*date)) : Text{"open", "未定"};
    };
    return model::fill({"{0} → {1}", "{0} → {1}"}, day(change.before), day(change.after));
}

void addEffect(Reply& reply, const model::CalendarEffect& effect, Context& context) {
    const auto day = [](const std::optional<model::Date>& date) {
        return date ? Json(model::formatDate(*date)) : Json(nullptr);
    };
    reply.data["moved"] = Json::array();
    Columns columns;
    for (const auto& one : effect.moved) {
        reply.data["moved"].push_back({{"case", one.id.hex()},
                                       {"reference", one.reference},
                                       {"id", one.change.id},
                                       {"name", textJson(one.change.title)},
                                       {"cite", one.change.cite},
                                       {"before", day(one.change.before)},
                                       {"after", day(one.change.after)}});
        columns.row({"  " + one.reference, context.in(one.change.title), context.in(changeWords(one.change)),
                     context.in(sourceOf(one.change.basis == model::Basis::law ? one.change.cite : ""))});
    }
    reply.words += context.in(effect.moved.empty() ? Text{"No deadline moves.\n", "没有期限变动。\n"}
                                                   : model::fill({"{0} deadlines move:\n", "{0} 个期限变动：\n"},
                                                                 std::to_string(effect.moved.size()))) +
                   columns.text();
}

Result<Reply> compare(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto text, packText(call));
    if (auto wrong = mistakes(text, call.value("FILE"), context)) return *std::move(wrong);
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto effect,
               workspace->calendarEffect(text, context.progress({"Counting", "计算中"}), context.stop()));
    Reply reply;
    addEffect(reply, effect, context);
    return reply;
}

Result<Reply> adopt(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto text, packText(call));
    if (auto wrong = mistakes(text, call.value("FILE"), context)) return *std::move(wrong);
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto effect,
               workspace->calendarEffect(text, context.progress({"Counting", "计算中"}), context.stop()));
    TRY_ASSIGN(const auto receipt, workspace->adoptCalendar(text));
    Reply reply = receiptReply(receipt, context, {"Days are counted by this calendar.", "此后按此日历计算日期。"});
    if (!reply.error) addEffect(reply, effect, context);
    return reply;
}

std::vector<Operand> filterOperand() {
    return {{.name = "FILTER",
             .help = {"Only of the cases of this filter", "仅限符合此条件的案件"},
             .required = false,
             .repeats = true}};
}

std::vector<Option> spanOptions() {
    return {{.name = "from", .value = "DAY", .help = {"Due on this day or later", "此日期起到期"}},
            {.name = "to", .value = "DAY", .help = {"Due up to this day", "至此日期到期"}},
            {.name = "limit", .value = "N", .help = {"At most so many; 0 is all", "最多列出数，0 为全部"}}};
}

std::vector<Operand> packOperand(bool required) {
    return {{.name = "FILE",
             .help = {"A calendar pack; without it, the one that the program carries",
                      "日历数据包；不给出时为程序自带的日历"},
             .required = required,
             .complete = Complete::file}};
}

Members problemMembers() {
    return Members{{"problems", {"Every mistake in the pack", "数据包的全部错误"}},
                   {"problems[].path", {"Where it is", "位置"}}} +
           under("problems[].what", textMembers()) + under("problems[].cure", textMembers());
}

Members calendarMembers() {
    return {{"id", {"Its id; null: none was adopted", "标识；null 为未启用"}},
            {"years", {"The years that it holds", "所含年份"}},
            {"years[].year", {"The year", "年份"}},
            {"years[].notice", {"Number of the State Council's notice", "国务院通知文号"}},
            {"years[].issued", {"Its day", "印发日期"}}};
}

Members effectMembers() {
    return Members{{"moved", {"Running periods of open cases whose last day is another one", "未结案件中变动的期限"}},
                   {"moved[].case", {"Id of the case", "案件标识"}},
                   {"moved[].reference", {"Its number", "案件编号"}},
                   {"moved[].id", {"Id of the period", "期限标识"}}} +
           under("moved[].name", textMembers()) +
           Members{{"moved[].cite", {"The article", "法条"}},
                   {"moved[].before", {"Its last day so far, or null", "原最后一日，或 null"}},
                   {"moved[].after", {"Its last day by the new calendar, or null", "新最后一日，或 null"}}};
}

} // namespace

std::vector<Command> deadlineCommands() {
    auto remind = spanOptions();
    remind.push_back(
        {.name = "remind",
         .value = "DAYS",
         .help = {"Remind at nine o'clock so many days before; 1 if not said", "提前几日于九时提醒；默认 1"}});
    auto fileFirst = filterOperand();
    fileFirst.insert(fileFirst.begin(),
                     {.name = "FILE", .help = {"The new file to write", "要写入的新文件"}, .complete = Complete::file});
    return {
        {.group = "deadline",
         .name = "list",
         .help = {"What is due in open cases, the nearest first", "未结案件的期限，最近的在前"},
         .about =
             {"Every period that runs, not only the nearest of each case; also those that have run out and were not "
              "ended.",
              "列出每个进行中的期限，而非仅各案最近的一个；已届满而未了结的也在内。"},
         .operands = filterOperand(),
         .options = spanOptions(),
         .members = Members{{"today", {"Today, in China", "今日（中国）"}}, {"deadlines", {"The periods", "期限"}}} +
                    under("deadlines[]", dueMembers()),
         .run = list},
        {.group = "deadline",
         .name = "export",
         .help = {"Write what is due to a calendar file (iCalendar, RFC 5545)",
                  "将期限写入日历文件（iCalendar，RFC 5545）"},
         .about =
             {"For the calendar of whoever has to keep the dates. It holds the number of each case, what runs and its "
              "article, and nothing else of a case: neither title nor people. Entered again, entries take the place of "
              "the earlier ones.",
              "供需掌握期限者导入个人日历。仅含案件编号、期限名称和法条，不含标题和人员。再次导入时更新原有条目。"},
         .operands = fileFirst,
         .options = remind,
         .members = {{"file", {"The file", "文件"}}, {"deadlines", {"How many are in it", "所含期限数"}}},
         .run = writeCalendar},
        {.group = "calendar",
         .name = "show",
         .help = {"The calendar by which working days are counted here", "本单位计算工作日所用的日历"},
         .about = {},
         .operands = {},
         .options = {},
         .members = calendarMembers(),
         .run = show},
        {.group = "calendar",
         .name = "check",
         .help = {"Check a calendar pack and name every mistake", "检查日历数据包，列出每处错误"},
         .about = {"Needs no office.", "无需办公室。"},
         .operands = packOperand(false),
         .options = {},
         .members = calendarMembers() + problemMembers(),
         .run = check},
        {.group = "calendar",
         .name = "compare",
         .help = {"Every deadline that would move if a calendar were adopted", "启用某日历后变动的全部期限"},
         .about = {"Says nothing in the register.", "不写入名册。"},
         .operands = packOperand(false),
         .options = {},
         .members = effectMembers() + problemMembers(),
         .run = compare},
        {.group = "calendar",
         .name = "adopt",
         .help = {"Count days by a calendar from now on (administrator)", "此后按某日历计算日期（系统管理员）"},
         .about =
             {"It prints every deadline that moves. What was decided before stays judged by the calendar of that time.",
              "输出变动的全部期限。此前的决定仍按当时的日历判断。"},
         .operands = packOperand(false),
         .options = {},
         .members = under("receipt", receiptMembers()) + effectMembers() + problemMembers(),
         .run = adopt},
    };
}

} // namespace app
