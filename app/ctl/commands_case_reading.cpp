// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "app/ctl/option_values.h"
#include "model/base/citation.h"
#include "model/case/body.h"
#include "model/workflow/engine.h"

#include <algorithm>

namespace app {

namespace {

constexpr std::size_t kPage = 500;

/// Prints pages as they are read, so that a list of a million cases takes no memory. The member "ok" comes last,
/// because only then is it known.
Result<Reply> list(const Invocation& call, Context& context) {
    std::string line = joinedFilter(call);
    TRY_ASSIGN(const auto limit, numberOption(call, "limit", 0));
    // What is wrong in itself is said before anybody is asked for a passphrase.
    if (const auto read = model::parseFilter(line); !read) return std::unexpected(filterError(line, read.error()));
    TRY_ASSIGN(const auto workspace, context.open());
    if (const auto name = call.find("saved")) {
        TRY_ASSIGN(const auto saved, workspace->savedFilters());
        const auto found = std::ranges::find(saved, *name, &model::SavedFilter::name);
        if (found == saved.end())
            return fail(Code::notFound, {"No filter of this name is kept", "没有该名称的已存筛选"}, {}, *name);
        line = line.empty() ? found->line : found->line + " " + line;
    }
    const auto filter = model::parseFilter(line, workspace->vocabulary());
    if (!filter) return std::unexpected(filterError(line, filter.error()));
    if (filter->filter.searches()) TRY(makeSearchable(*workspace, context));
    TRY_ASSIGN(auto cases, workspace->list());
    TRY_ASSIGN(const auto rows, cases.rows(filter->filter));
    const std::size_t count = limit == 0 ? rows.size() : std::min<std::size_t>(limit, rows.size());
    const auto wanted = std::span(rows).first(count);

    Output& output = context.output();
    if (output.json()) output.raw("{\"data\": {\"total\": " + std::to_string(rows.size()) + ", \"cases\": [");
    std::optional<Error> error;
    bool first = true;
    for (std::size_t at = 0; at < wanted.size() && !error && output.intact(); at += kPage) {
        if (context.stop().stop_requested()) {
            error = Error{Code::cancelled, {"Stopped", "已停止"}};
            break;
        }
        const auto page = cases.page(wanted.subspan(at, std::min(kPage, wanted.size() - at)));
        if (!page) {
            error = page.error();
            break;
        }
        Columns columns;
        for (const auto& row : *page) {
            if (output.json()) {
                output.raw(first ? "\n" : ",\n");
                output.raw(rowJson(row).dump(-1, ' ', false, Json::error_handler_t::replace));
                first = false;
                continue;
            }
            columns.row({row.reference, row.stage, row.due, row.assignees, row.title});
        }
        output.words(columns.text());
    }
    if (output.json()) {
        output.raw(std::string("]}, \"ok\": ") + (error ? "false" : "true"));
        if (error) output.raw(", \"error\": " + errorJson(*error).dump());
        output.raw("}\n");
    }
    Reply reply;
    reply.printed = true;
    reply.error = error;
    return reply;
}

/// "office", or what the case's unit is called.
std::string unitName(const model::Workspace& workspace, const model::CaseState& state) {
    const auto unit = workspace.office().units.find(state.unit);
    return unit == workspace.office().units.end() ? std::string() : unit->second.name;
}

Json stepsJson(const model::Workspace& workspace, const std::vector<model::StepTaken>& taken) {
    Json steps = Json::array();
    for (const auto& one : taken) {
        steps.push_back({{"step", one.step},
                         {"from", one.from},
                         {"to", one.to},
                         {"role", one.role},
                         {"day", one.day ? Json(model::formatDate(*one.day)) : Json(nullptr)},
                         {"form", one.readable ? Json(one.form) : Json(nullptr)},
                         {"place", placeJson(workspace, one.place)}});
    }
    return steps;
}

Members takenMembers() {
    return Members{
               {"step", {"Id of the step", "步骤标识"}},
               {"from", {"Stage before", "之前的阶段"}},
               {"to", {"Stage after", "之后的阶段"}},
               {"role", {"Part in which it was taken", "所用角色"}},
               {"day",
                {"The day on which it happened, of a dated step, or null", "发生日期（载明日期的步骤），可为 null"}},
               {"form", {"What it carried, or null where not readable", "表单；不可读时为 null"}},
               {"form.*", {"The value of a field", "字段的值"}}} +
           under("place", placeMembers());
}

/// The title of a stage of a side track, or its id.
Text stageTitleOf(const model::CaseView& view, const model::OpenedTrack& one) {
    const auto* side = view.definition == nullptr ? nullptr : view.definition->track(one.track);
    const auto* stage = side == nullptr ? nullptr : side->stage(one.stage);
    return stage == nullptr ? same(one.stage) : stage->title;
}

Text trackTitleOf(const model::CaseView& view, const model::OpenedTrack& one) {
    return view.definition == nullptr ? same(one.track) : model::titleOf(*view.definition, view.state, one);
}

/// "Sealing or seizure 2: ", or nothing of what is the case's own.
std::string ofTrack(const model::CaseView& view, const std::optional<model::Digest>& on, Context& context) {
    const auto* one = on ? view.state.track(*on) : nullptr;
    return one == nullptr ? std::string() : context.in(trackTitleOf(view, *one)) + context.in({": ", "："});
}

Json trackJson(const model::Workspace& workspace, const model::CaseView& view, const model::OpenedTrack& one) {
    return {{"opening", one.id.hex()},
            {"track", one.track},
            {"title", textJson(trackTitleOf(view, one))},
            {"stage", one.stage},
            {"stageTitle", textJson(stageTitleOf(view, one))},
            {"ended", view.definition != nullptr && model::hasEnded(*view.definition, view.state, one)},
            {"steps", stepsJson(workspace, one.steps)}};
}

Members trackMembers() {
    return Members{{"opening",
                    {"Id of the event that opened it, for case do --on", "开启它的事件的标识，用于 case do --on"}},
                   {"track", {"Id of the side track of the workflow", "流程中另行程序的标识"}}} +
           under("title", textMembers()) + Members{{"stage", {"Its stage", "所处阶段"}}} +
           under("stageTitle", textMembers()) +
           Members{{"ended", {"Whether it has ended", "是否已结束"}}, {"steps", {"Its steps", "其步骤"}}} +
           under("steps[]", takenMembers());
}

Json viewJson(const model::Workspace& workspace, const model::CaseView& view) {
    const auto& state = view.state;
    const model::Stage* stage = view.definition == nullptr ? nullptr : view.definition->stage(state.stage);
    Json facts = Json::object();
    for (const auto& [id, fact] : state.facts) {
        facts[id] = {{"value", fact.readable ? Json(fact.value) : Json(nullptr)},
                     {"edits", fact.edits},
                     {"place", placeJson(workspace, fact.place)}};
    }
    const auto assignmentsJson = [&](const std::vector<model::Assignment>& assignments) {
        Json list = Json::array();
        for (const auto& one : assignments) {
            list.push_back({{"person", one.person.hex()},
                            {"name", workspace.nameOf(one.person)},
                            {"role", one.role},
                            {"place", placeJson(workspace, one.place)}});
        }
        return list;
    };
    Json tracks = Json::array();
    for (const auto& one : state.tracks) tracks.push_back(trackJson(workspace, view, one));
    Json notes = Json::array();
    for (const auto& one : state.notes) {
        notes.push_back(
            {{"text", one.readable ? Json(one.text) : Json(nullptr)}, {"place", placeJson(workspace, one.place)}});
    }
    Json evidence = Json::array();
    for (const auto& one : state.evidence) evidence.push_back(evidenceJson(workspace, one));
    Json deadlines = Json::array();
    for (const auto& one : view.deadlines) deadlines.push_back(deadlineJson(one));
    Json missing = Json::array();
    for (const auto& one : view.missing) missing.push_back(missingJson(one));
    Json refused = Json::array();
    for (const auto& one : view.refused) refused.push_back(refusedJson(one));
    Json unknown = Json::array();
    for (const auto& one : state.unknown) unknown.push_back({{"kind", one.kind}, {"seq", one.seq}});
    return {{"id", state.id.hex()},
            {"reference", state.reference},
            {"stage", state.stage},
            {"stageTitle", textJson(stage == nullptr ? Text{} : stage->title)},
            {"closed", stage != nullptr && stage->final},
            {"channel", state.channel},
            {"workflow", state.workflow},
            {"unit", unitName(workspace, state)},
            {"opened", placeJson(workspace, state.opened)},
            {"head", {{"seq", state.head.seq}, {"link", state.head.link.hex()}}},
            {"facts", facts},
            {"assignments", assignmentsJson(state.assignments)},
            {"released", assignmentsJson(state.released)},
            {"steps", stepsJson(workspace, state.steps)},
            {"tracks", tracks},
            {"evidence", evidence},
            {"notes", notes},
            {"deadlines", deadlines},
            {"missing", missing},
            {"refused", refused},
            {"unknown", unknown}};
}

Members assignmentMembers() {
    return Members{{"person", {"Id of the person", "人员标识"}},
                   {"name", {"The person's name", "姓名"}},
                   {"role", {"The part in the case", "案件角色"}}} +
           under("place", placeMembers());
}

Members viewMembers() {
    return Members{{"id", {"The case's id", "案件标识"}},
                   {"reference", {"The case's number", "案件编号"}},
                   {"stage", {"Id of the stage of the workflow", "流程阶段标识"}}} +
           under("stageTitle", textMembers()) +
           Members{{"closed", {"Whether the stage is final", "是否为最终阶段"}},
                   {"channel", {"How the report came in", "举报渠道"}},
                   {"workflow", {"Digest of the definition that the case runs on", "所用流程定义的摘要"}},
                   {"unit", {"Whose it is: office, or the unit's name", "所属处室：office，或名称"}}} +
           under("opened", placeMembers()) +
           Members{{"head.seq", {"Number of the last sealed event", "最后封存事件的序号"}},
                   {"head.link", {"Digest of the last link", "最后链接的摘要"}},
                   {"facts", {"The facts by their ids", "事实，按标识"}},
                   {"facts.*.value", {"The value that shows, or null where not readable", "当前值；不可读时为 null"}},
                   {"facts.*.edits", {"How often it was set", "设置次数"}}} +
           under("facts.*.place", placeMembers()) + Members{{"assignments", {"Who is on the case", "在办人员"}}} +
           under("assignments[]", assignmentMembers()) + Members{{"released", {"Who was on the case", "曾在办人员"}}} +
           under("released[]", assignmentMembers()) +
           Members{{"steps", {"The steps taken of the main procedure", "主流程中已采取的步骤"}}} +
           under("steps[]", takenMembers()) +
           Members{{"tracks",
                    {"The procedures beside the main one, in the order of their opening", "另行程序，按开启顺序"}}} +
           under("tracks[]", trackMembers()) + Members{{"evidence", {"The evidence", "证据"}}} +
           under("evidence[]", evidenceMembers()) +
           Members{{"notes", {"The notes", "备注"}},
                   {"notes[].text", {"The words, or null where not readable", "内容；不可读时为 null"}}} +
           under("notes[].place", placeMembers()) +
           Members{{"deadlines", {"The deadlines that have begun", "已起算的期限"}}} +
           under("deadlines[]", deadlineMembers()) +
           Members{{"missing", {"What is missing for the steps that lead forward", "向前推进尚缺的内容"}}} +
           under("missing[]", missingMembers()) +
           Members{{"refused", {"What was refused, until its author decides", "被拒绝、待作者处理的内容"}}} +
           under("refused[]", refusedMembers()) +
           Members{{"unknown", {"Events of kinds that this version does not know", "本版本不认识的事件"}},
                   {"unknown[].kind", {"The kind", "种类"}},
                   {"unknown[].seq", {"Its number in the case", "序号"}}};
}

std::string fieldTitle(const model::CaseView& view, const std::string& id, Context& context) {
    const auto* field = view.definition == nullptr ? nullptr : view.definition->fact(id);
    return field == nullptr ? id : context.in(field->title);
}

/// What a person reads; JSON has the value itself.
std::string factWords(const model::CaseView& view, const std::string& id, const std::string& value, Context& context) {
    const auto* field = view.definition == nullptr ? nullptr : view.definition->fact(id);
    return field == nullptr ? value : context.in(field->words(value));
}

std::string viewWords(const model::Workspace& workspace, const model::CaseView& view, Context& context) {
    const auto& state = view.state;
    const model::Stage* stage = view.definition == nullptr ? nullptr : view.definition->stage(state.stage);
    const auto title = [&](const Text& text) { return "\n" + context.in(text) + "\n"; };
    Columns head;
    head.row({context.in({"Case", "案件"}), state.reference});
    head.row({context.in({"Stage", "阶段"}), stage == nullptr ? state.stage : context.in(stage->title)});
    head.row({context.in({"Opened", "开案"}),
              model::formatMinute(state.opened.time) + "  " + workspace.nameOf(state.opened.by)});
    // In an office of one unit every case is its own.
    if (std::ranges::any_of(workspace.office().units, [](const auto& one) { return one.second.isFurther(); }))
        head.row({context.in({"Unit", "处室"}), context.in(model::unitTitle(unitName(workspace, state)))});
    for (const auto& one : state.assignments) {
        const auto* role = view.definition == nullptr ? nullptr : view.definition->role(one.role);
        head.row({role == nullptr ? one.role : context.in(role->title), workspace.nameOf(one.person)});
    }
    std::string out = head.text();
    if (!state.tracks.empty()) {
        out += title({"Side procedures", "另行程序"});
        Columns tracks;
        for (const auto& one : state.tracks) {
            const auto& opened = one.steps.front().place;
            tracks.row({"  " + context.in(trackTitleOf(view, one)), context.in(stageTitleOf(view, one)),
                        context.in(model::fill({"opened by entry {0}", "开启于第 {0} 条"}, std::to_string(opened.seq))),
                        model::formatMinute(opened.time)});
        }
        out += tracks.text();
    }
    out += title({"Facts", "事实"});
    Columns facts;
    for (const auto& [id, fact] : state.facts) {
        facts.row({"  " + fieldTitle(view, id, context), fact.readable ? factWords(view, id, fact.value, context)
                                                                       : context.in({"(not readable)", "（不可读）"})});
    }
    out += facts.text();
    if (!state.evidence.empty()) {
        out += title({"Evidence", "证据"});
        Columns evidence;
        for (const auto& one : state.evidence) {
            evidence.row({"  " + one.id.hex().substr(0, 8), one.name, one.category,
                          one.withdrawn  ? context.in({"taken back", "已撤回"})
                          : one.excluded ? context.in({"excluded", "已排除"})
                                         : ""});
        }
        out += evidence.text();
    }
    if (!view.deadlines.empty()) {
        out += title({"Deadlines", "期限"});
        Columns deadlines;
        for (const auto& one : view.deadlines) {
            deadlines.row({"  " + ofTrack(view, one.on, context) + context.in(one.title),
                           one.due ? model::formatDate(*one.due) : "",
                           std::string(model::deadlineStatusName(one.status)), context.in(model::citation(one.cite))});
        }
        out += deadlines.text();
    }
    if (!state.notes.empty()) {
        out += title({"Notes", "备注"});
        for (const auto& one : state.notes) {
            out += "  " + model::formatMinute(one.place.time) + "  " + workspace.nameOf(one.place.by) + "  " +
                   one.text + "\n";
        }
    }
    if (!view.missing.empty()) {
        out += title({"Missing", "尚缺"});
        for (const auto& one : view.missing) {
            out += "  " + ofTrack(view, one.on, context) + context.in(one.stepTitle) + ": " + context.in(one.what) +
                   (one.cite.empty() ? "" : " (" + context.in(model::citation(one.cite)) + ")") + "\n";
        }
    }
    for (const auto& one : view.refused) {
        out += title({"Refused", "被拒绝"}) + "  " + context.in(one.summary) + ": " +
               model::sentence(one.reason, context.output().language()) + "\n";
    }
    if (!state.unknown.empty()) {
        out += title({"This case holds events of a newer version; it can be read but takes no commands.",
                      "本案含有更新版本的事件，只能阅读，不能操作。"});
    }
    return out;
}

Result<Reply> show(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto view, workspace->view(id));
    Reply reply;
    reply.data["case"] = viewJson(*workspace, view);
    reply.words = viewWords(*workspace, view, context);
    noteLooked(*workspace, view.state, context);
    return reply;
}

Result<Reply> log(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto view, workspace->view(id));
    Reply reply;
    Json entries = Json::array();
    Columns columns;
    // An auditor has come for this: who looked at what.
    const bool openings = call.has("openings") || workspace->office().has(workspace->me(), model::Role::auditor);
    for (const auto& one : view.log) {
        if (!openings && one.kind == model::CaseOpened::kKind) continue;
        entries.push_back(logJson(*workspace, one));
        columns.row(
            {one.seq == 0 ? context.in({"waits", "等待"}) : std::to_string(one.seq), model::formatMinute(one.time),
             workspace->nameOf(one.author),
             context.in(one.summary) + (one.withdrawn ? context.in({" [taken back]", "［已撤回］"}) : ""),
             one.signatureValid ? context.in({"signed", "签名有效"}) : context.in({"SIGNATURE INVALID", "签名无效"}),
             one.link.hex().substr(0, 12)});
    }
    reply.data = {{"id", id.hex()}, {"reference", view.state.reference}, {"log", entries}};
    reply.words = columns.text();
    noteLooked(*workspace, view.state, context);
    return reply;
}

/// The head of the steps of one side procedure, and of those that open one; nothing of the main procedure's.
std::string groupOf(const model::CaseView& view, const model::StepOption& option, Context& context) {
    if (option.track.empty()) return {};
    const auto* one = option.on ? view.state.track(*option.on) : nullptr;
    if (one == nullptr) return context.in({"To open a side procedure", "开启另行程序"});
    return context.in(trackTitleOf(view, *one)) + "  --on " + std::to_string(one->steps.front().place.seq) + "  (" +
           context.in(stageTitleOf(view, *one)) + ")";
}

Result<Reply> steps(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto view, workspace->view(id));
    Reply reply;
    Json options = Json::array();
    std::string group;
    for (const auto& one : view.steps) {
        options.push_back(stepJson(one, view.definition.get()));
        if (!call.has("all") && !one.mine) continue;
        if (const std::string now = groupOf(view, one, context); now != group) {
            reply.words += "\n" + now + "\n";
            group = now;
        }
        reply.words += one.step + "  " + context.in(one.title) + "  -> " + one.to + "\n";
        const model::Step* defined = view.definition == nullptr ? nullptr : view.definition->anyStep(one.step);
        if (defined != nullptr) {
            for (const auto& field : defined->form) {
                reply.words += "    " + field.id + (field.required ? " *  " : "  ") + context.in(field.title) + "\n";
                for (const auto& choice : field.choices)
                    reply.words += "        " + choice.value + "  " + context.in(choice.title) + "\n";
            }
        }
        for (const auto& refusal : one.refusals) {
            reply.words += "    ! " + model::sentence(refusal, context.output().language()) + "\n";
        }
    }
    reply.data = {{"id", id.hex()}, {"stage", view.state.stage}, {"steps", options}};
    return reply;
}

} // namespace

Operand referenceOperand() {
    return {.name = "REF",
            .help = {"Number of a case, such as 2026-7K2F-QX3M, or its id", "案件编号（如 2026-7K2F-QX3M）或标识"}};
}

void noteOpened(model::Workspace& workspace, model::CaseId id, Context& context) {
    const auto noted = workspace.noteOpened(id);
    if (!noted) context.note(noted.error().what);
}

void noteLooked(model::Workspace& workspace, const model::CaseState& shown, Context& context) {
    if (const auto seen = workspace.markSeen(shown.id, shown.head.seq); !seen) context.note(seen.error().what);
    noteOpened(workspace, shown.id, context);
}

Result<void> makeSearchable(model::Workspace& workspace, Context& context) {
    constexpr std::size_t kCases = 2'000;
    const auto progress = context.progress({"Cases made searchable", "已建立检索的案件"});
    std::uint64_t done = 0;
    while (!context.stop().stop_requested()) {
        TRY_ASSIGN(const auto some, workspace.indexWords(kCases));
        if (some == 0) break;
        progress(done += some, 0);
    }
    return {};
}

std::vector<Command> caseReadingCommands() {
    return {
        {.group = "case",
         .name = "list",
         .help = {"The cases that a filter shows", "按条件列出案件"},
         .about =
             {"The filter is that of the desk: words to search for and conditions, all of which must hold. A condition is "
              "FIELD:VALUE[,VALUE], or -CONDITION for its opposite. Fields: is (open, closed, mine, overdue, waiting, "
              "refused, unread, undecided), stage, passed (a stage that it has left), mineral, violation, channel (each also none), "
              "fine (below, lower, middle, upper, above the range of the law, none), assigned (a name, me, nobody), "
              "reference, and the days opened, changed, closed, decided, due. Days and numbers "
              "also take < <= > >=: due<7d is due in less than seven days, opened>30d was opened more than thirty days "
              "ago, opened:2026-03 in that month, evidence>0 has evidence, due:none has no deadline. "
              "sort:[-]changed|opened|due|reference|title|stage orders. Field and value may be written in Chinese. "
              "Write -- before a filter with a condition that begins with -.",
              "条件与桌面程序相同：检索词和条件，须全部满足。条件写作 字段:值[,值]，前加 - 表示相反。字段：状态（未结、已结、我的、"
              "逾期、待确认、被退回、未读、未决定）、阶段、经过（已离开的阶段）、矿产、违法行为、渠道（三者均可为无）、罚款（与法定幅度相比：低于幅度、"
              "幅度下段、幅度中段、幅度上段、高于幅度、不予处罚）、承办（姓名、我、无人）、编号，以及日期：登记、更新、结案、决定、期限。日期和数字还可用 < <= > >=："
              "期限<7天 为七天内到期，登记>30天 为三十天前登记，登记:2026-03 为该月登记，证据>0 为有证据，期限:无 为无期限。"
              "排序:[-]更新|登记|期限|编号|标题|阶段。条件以 - 开头时，请在筛选条件前写 --。"},
         .operands = {{.name = "FILTER", .help = {"Words of the filter", "条件"}, .required = false, .repeats = true}},
         .options = {{.name = "saved",
                      .value = "NAME",
                      .help = {"Begin with the filter kept under this name", "以该名称的已存筛选为起点"}},
                     {.name = "limit",
                      .value = "N",
                      .help = {"At most so many cases; 0 is all", "最多列出的案件数，0 为全部"}}},
         .members = Members{{"total", {"How many cases the filter found", "符合条件的案件数"}},
                            {"cases", {"The cases in the order asked for", "按所求顺序的案件"}}} +
                    under("cases[]", rowMembers()),
         .run = list},
        {.group = "case",
         .name = "show",
         .help = {"All of one case", "一个案件的全部内容"},
         .about = {},
         .operands = {referenceOperand()},
         .options = {},
         .members = under("case", viewMembers()),
         .run = show},
        {.group = "case",
         .name = "log",
         .help = {"The history of a case: every event, signed and chained", "案件历史：每个签名并链接的事件"},
         .about =
             {"Whoever looks at the contents of a case is noted in its log, once a day: by this command, case show, case "
              "facts, evidence list, evidence get, evidence verify, decision pdf, and the desk. Those entries are left out unless "
              "--openings is given or an auditor asks; the numbers of the others show where they stand.",
              "凡查阅案件内容者，每日一次记入该案日志：本命令、case show、case facts、evidence list、evidence get、evidence verify、decision "
              "pdf 和桌面程序均如此。除非给出 --openings 或由监督审计人员查询，这些条目不列出；其余条目的序号仍显示其位置。"},
         .operands = {referenceOperand()},
         .options = {{.name = "openings", .help = {"Also who opened the case, and when", "也列出何人何时查阅"}}},
         .members = Members{{"id", {"The case's id", "案件标识"}},
                            {"reference", {"The case's number", "案件编号"}},
                            {"log", {"The events in their order", "按序的事件"}}} +
                    under("log[]", logMembers()),
         .run = log},
        {.group = "case",
         .name = "steps",
         .help = {"The steps that lead on, and what stands against each", "可采取的步骤及其阻碍"},
         .about =
             {"Fields with * must be filled. Below a field stand the values that it can have. Behind the steps of the main "
              "procedure come those of each side procedure that is open, with what case do --on takes, and those that open one.",
              "带 * 的字段必填。字段下方列出可用的值。主流程的步骤之后依次为各项进行中的另行程序的步骤（附 case do --on 的取值）以及开启另行程序的步骤。"},
         .operands = {referenceOperand()},
         .options = {{.name = "all", .help = {"Also steps of other people's parts", "也列出他人角色的步骤"}}},
         .members = Members{{"id", {"The case's id", "案件标识"}},
                            {"stage", {"The present stage", "当前阶段"}},
                            {"steps",
                             {"Every step of the stage, of each side procedure that is open, and those that open one",
                              "本阶段、各项另行程序的每个步骤，以及开启另行程序的步骤"}}} +
                    under("steps[]", stepMembers()),
         .run = steps},
    };
}

} // namespace app
