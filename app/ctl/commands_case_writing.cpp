// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workflow/engine.h"

#include <algorithm>

namespace app {

namespace {

Result<std::shared_ptr<const model::Definition>> definitionOf(const model::Workspace& workspace, model::CaseId id) {
    TRY_ASSIGN(const auto state, workspace.state(id));
    return workspace.definition(state.workflow);
}

Result<Reply> note(const Invocation& call, Context& context) {
    std::string text = call.value("TEXT");
    if (text == "-") {
        TRY_ASSIGN(text, readFile("-", model::kSealedLimit));
    }
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto receipt, workspace->addNote(id, text));
    return receiptReply(receipt, context, {"The note is signed.", "备注已签名。"});
}

Result<Reply> facts(const Invocation& call, Context& context) {
    TRY_ASSIGN(auto form, typedForm(call));
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto definition, definitionOf(*workspace, id));
    Reply reply;
    if (!form.empty()) {
        TRY(canonicalise(form, definition->facts, *workspace));
        TRY_ASSIGN(const auto receipt, workspace->setFacts(id, form));
        reply = receiptReply(receipt, context, {"The facts are signed.", "事实已签名。"});
    }
    TRY_ASSIGN(const auto state, workspace->state(id));
    Json values = Json::object();
    Columns columns;
    for (const auto& field : definition->facts) {
        const auto at = state.facts.find(field.id);
        const bool known = at != state.facts.end() && at->second.readable;
        values[field.id] = known ? Json(at->second.value) : Json(nullptr);
        columns.row({field.id, context.in(field.title), known ? at->second.value : ""});
    }
    reply.data["facts"] = values;
    if (form.empty()) reply.words = columns.text();
    noteOpened(*workspace, id, context);
    return reply;
}

Result<Reply> assign(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto person, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(const auto receipt, workspace->assign(id, person, call.value("ROLE")));
    return receiptReply(receipt, context,
                        model::fill({"{0} is on the case.", "{0} 已在办本案。"}, workspace->nameOf(person)));
}

Result<Reply> release(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto person, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(const auto receipt, workspace->release(id, person, call.value("ROLE")));
    return receiptReply(receipt, context,
                        model::fill({"{0} has left the case; the case's key is new from here on.",
                                     "{0} 已退出本案；案件密钥自此更换。"},
                                    workspace->nameOf(person)));
}

/// What a step has moved: the side procedure that it opened or was taken in, or nothing.
const model::OpenedTrack* movedBy(const model::CaseState& state, const model::Digest& event) {
    for (const auto& one : state.tracks) {
        for (const auto& taken : one.steps) {
            if (taken.place.event == event) return &one;
        }
    }
    return nullptr;
}

Result<Reply> takeStep(const Invocation& call, Context& context) {
    TRY_ASSIGN(auto form, typedForm(call));
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto definition, definitionOf(*workspace, id));
    std::optional<model::Digest> on;
    if (const auto entry = call.find("on")) {
        TRY_ASSIGN(const auto view, workspace->view(id));
        TRY_ASSIGN(on, entryOf(view, *entry));
    }
    const std::string name = call.value("STEP");
    if (const model::Step* step = definition->anyStep(name)) TRY(canonicalise(form, step->form, *workspace));
    TRY_ASSIGN(const auto receipt, workspace->takeStep(id, name, form, on));
    TRY_ASSIGN(const auto state, workspace->state(id));
    const model::OpenedTrack* moved = receipt.events.empty() ? nullptr : movedBy(state, receipt.events.front());
    const auto* side = moved == nullptr ? nullptr : definition->track(moved->track);
    const auto* stage = side == nullptr ? definition->stage(state.stage) : side->stage(moved->stage);
    const std::string& stands = moved == nullptr ? state.stage : moved->stage;
    const Text what = moved == nullptr ? same(state.reference)
                                       : model::fill({"{0}, {1}", "{0} {1}"}, state.reference,
                                                     model::titleOf(*definition, state, *moved));
    Reply reply = receiptReply(receipt, context,
                               model::fill({"Signed. {0} is now: {1}", "已签名。{0} 现处于：{1}"}, what,
                                           stage == nullptr ? same(stands) : stage->title));
    reply.data["stage"] = state.stage;
    reply.data["track"] = moved == nullptr
                              ? Json(nullptr)
                              : Json{{"opening", moved->id.hex()}, {"track", moved->track}, {"stage", moved->stage}};
    return reply;
}

Result<Reply> undo(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto view, workspace->view(id));
    TRY_ASSIGN(const auto event, entryOf(view, call.value("ENTRY")));
    TRY_ASSIGN(const auto receipt, workspace->undo(id, event));
    const auto entry = std::ranges::find(view.log, event, &model::LogEntry::event);
    Reply reply = receiptReply(receipt, context, model::fill({"Undone: {0}", "已撤销：{0}"}, entry->summary));
    TRY_ASSIGN(const auto state, workspace->state(id));
    reply.data["event"] = event.hex();
    reply.data["stage"] = state.stage;
    return reply;
}

Result<Reply> markUnread(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const bool changed, workspace->markUnread(id));
    Reply reply;
    reply.data = {{"id", id.hex()}, {"changed", changed}};
    reply.words = context.in({"The case is unread.\n", "该案件已标为未读。\n"});
    return reply;
}

Result<Reply> decisionPdf(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto pdf, workspace->decisionPdf(id));
    const std::string target = call.value("OUT");
    Reply reply;
    if (target == "-") {
        if (context.output().json()) {
            return fail(Code::usage,
                        {"The PDF and the JSON cannot both go to standard output", "PDF 与 JSON 不能同时写到标准输出"},
                        {"Name a file.", "请指定文件。"});
        }
        context.output().raw(crypto::asText(pdf));
        reply.printed = true;
        noteOpened(*workspace, id, context);
        return reply;
    }
    TRY(writeNewFile(target, pdf));
    noteOpened(*workspace, id, context);
    const auto digest = crypto::sha256(pdf).hex();
    reply.data = {{"file", target}, {"size", pdf.size()}, {"sha256", digest}};
    reply.words =
        context.in(model::fill({"{0} is written: SHA-256 {1}\n", "{0} 已写出：SHA-256 {1}\n"}, target, digest));
    return reply;
}

Operand roleOperand() {
    return {.name = "ROLE", .help = {"A part in the case, such as investigator", "案件角色，如 investigator"}};
}

} // namespace

Result<void> canonicalise(model::Form& form, const std::vector<model::Field>& fields,
                          const model::Workspace& workspace) {
    for (const auto& field : fields) {
        const auto at = form.find(field.id);
        if (at == form.end()) continue;
        if (field.type == model::FieldType::person && !at->second.empty()) {
            TRY_ASSIGN(const auto person, personOf(workspace, at->second));
            at->second = person.hex();
        }
        TRY_ASSIGN(at->second, model::canonicalValue(field, at->second));
    }
    return {};
}

Result<model::Form> typedForm(const Invocation& call) {
    model::Form form;
    if (const auto file = call.find("form")) {
        TRY_ASSIGN(const std::string text, readFile(*file, model::kSealedLimit));
        const auto json = nlohmann::json::parse(text, nullptr, false);
        if (!json.is_object()) {
            return fail(Code::malformed, {"The form is not a JSON object", "表单不是 JSON 对象"},
                        {"It looks like {\"field\": \"value\"}.", "形如 {\"字段\": \"值\"}。"}, *file);
        }
        for (const auto& [name, value] : json.items()) {
            if (!value.is_string() && !value.is_boolean() && !value.is_number() && !value.is_object()) {
                return fail(
                    Code::malformed,
                    model::fill({"The value of {0} is neither text, number, object nor flag", "{0} 的值类型不符"},
                                name),
                    {}, *file + ": /" + name);
            }
            form[name] = value.is_string() ? value.get<std::string>() : value.dump();
        }
    }
    for (const auto& word : call.all("set")) {
        TRY_ASSIGN(auto setting, parseSetting(word));
        form[setting.first] = std::move(setting.second);
    }
    return form;
}

Option formOption() {
    return {.name = "form",
            .value = "FILE",
            .help = {"A JSON object of fields and values; - is standard input", "字段与值的 JSON 对象；- 为标准输入"},
            .complete = Complete::file};
}

Option setOption() {
    return {.name = "set",
            .value = "FIELD=VALUE",
            .help = {"Set a field; may be given several times. FIELD=@FILE takes the value from a file",
                     "设置字段，可多次给出；FIELD=@FILE 从文件取值"},
            .repeats = true};
}

Result<model::Digest> entryOf(const model::CaseView& view, const std::string& word) {
    constexpr std::size_t kShortest = 6; // of an id's start; what is shorter is a number
    const bool number = word.size() < kShortest && word.find_first_not_of("0123456789") == std::string::npos;
    const model::LogEntry* found = nullptr;
    for (const auto& one : view.log) {
        const bool means = number ? one.seq != 0 && std::to_string(one.seq) == word
                                  : word.size() >= kShortest && one.event.hex().starts_with(word);
        if (!means) continue;
        if (found != nullptr)
            return fail(Code::usage, {"Two entries begin like this", "有两条记录以此开头"},
                        {"Give more of the id.", "请输入更长的标识。"}, word);
        found = &one;
    }
    if (found != nullptr) return found->event;
    return fail(Code::notFound, {"There is no such entry in the case", "案中无此条记录"},
                {"touchstonectl case log REF shows the entries.", "用 touchstonectl case log REF 查看各条记录。"},
                word);
}

Option onOption() {
    return {.name = "on",
            .value = "ENTRY",
            .help = {"The side procedure, by the entry that opened it: its number, or the start of its event's id",
                     "另行程序：开启它的条目序号或其事件标识的开头"}};
}

std::vector<Command> caseWritingCommands() {
    const Members receipt = under("receipt", receiptMembers());
    return {
        {.group = "case",
         .name = "do",
         .help = {"Take a step of the workflow", "采取一个流程步骤"},
         .about =
             {"A rule that stands against it refuses with exit status 7 and says which guard, which article and what "
              "would cure it; nothing is changed then. touchstonectl case steps REF shows the steps and their fields. A step of a "
              "side procedure, such as a seizure, moves the one that is open; where several are, --on says which.",
              "若有规则阻碍，以退出码 7 拒绝，写明规则、条文和补救办法，且不作任何更改。用 touchstonectl case steps REF "
              "查看步骤与字段。另行程序（如查封、扣押）的步骤推进正在进行的该项程序；有多项时用 --on 指明。"},
         .operands = {referenceOperand(), {.name = "STEP", .help = {"Id of the step", "步骤标识"}}},
         .options = {setOption(), formOption(), onOption()},
         .members = receipt + Members{{"stage", {"The stage of the case after the step", "步骤之后案件所处的阶段"}},
                                      {"track",
                                       {"The side procedure that was opened or moved, or null",
                                        "所开启或推进的另行程序，可为 null"}},
                                      {"track.opening", {"Id of the event that opened it", "开启它的事件的标识"}},
                                      {"track.track", {"Id of the side track of the workflow", "流程中另行程序的标识"}},
                                      {"track.stage", {"Its stage after the step", "步骤之后其所处的阶段"}}},
         .run = takeStep},
        {.group = "case",
         .name = "note",
         .help = {"Add a note to a case", "为案件添加备注"},
         .about = {},
         .operands = {referenceOperand(),
                      {.name = "TEXT", .help = {"The note; - reads it from standard input", "备注；- 从标准输入读取"}}},
         .options = {},
         .members = receipt,
         .run = note},
        {.group = "case",
         .name = "facts",
         .help = {"State facts of a case, or show them", "陈述或显示案件事实"},
         .about =
             {"Without --set and --form it shows what is stated. Amounts, dates and flags may be typed as people write them; "
              "what is signed is the exact form.",
              "不带 --set 和 --form 时显示已有事实。金额、日期、是否可按习惯书写，签名的是规范形式。"},
         .operands = {referenceOperand()},
         .options = {setOption(), formOption()},
         .members = receipt + Members{{"facts", {"Every fact of the workflow by its id", "流程的每个事实，按标识"}},
                                      {"facts.*", {"Its value, or null", "其值，可为 null"}}},
         .run = facts},
        {.group = "case",
         .name = "assign",
         .help = {"Put a person on a case", "指派人员办案"},
         .about = {},
         .operands = {referenceOperand(), personOperand(), roleOperand()},
         .options = {},
         .members = receipt,
         .run = assign},
        {.group = "case",
         .name = "release",
         .help = {"Take a person off a case; the case's key changes", "让人员退出案件，案件密钥随之更换"},
         .about = {},
         .operands = {referenceOperand(), personOperand(), roleOperand()},
         .options = {},
         .members = receipt,
         .run = release},
        {.group = "case",
         .name = "undo",
         .help = {"Undo what you said in an entry of a case's log", "撤销本人在案件日志中的一条记录"},
         .about =
             {"A note is taken back at any time before the case has ended; a step while it is the last thing said in the "
              "case; evidence and an exclusion until a step was taken after them; facts get the values they had, and an "
              "entry of the chronology or a party says what it said before or is withdrawn, unless somebody else has "
              "changed them since; an assignment is released, a released person assigned again. What is "
              "legally final (reject, approve, decide, close) is never undone. The log keeps everything, and shows what "
              "was taken back.",
              "备注在案件结束前随时可撤回；步骤仅在其为案件最后一条记录时可撤回；证据及排除在其后办理步骤之前可撤回；事实恢复为"
              "原值，大事记条目和涉案主体恢复为原内容或予以撤回，但其后被他人修改的除外；指派以解除撤销，解除以重新指派撤销。具有法律效力的步骤（不予受理、批准、决定、结案）"
              "不可撤销。日志保留全部记录，并标明已撤回者。"},
         .operands = {referenceOperand(),
                      {.name = "ENTRY",
                       .help = {"Number of the entry, or the start of its event's id",
                                "条目序号，或其事件标识的开头"}}},
         .options = {},
         .members = receipt + Members{{"event", {"Id of the event that was undone", "被撤销事件的标识"}},
                                      {"stage", {"The stage after that", "此后的阶段"}}},
         .run = undo},
        {.group = "case",
         .name = "unread",
         .help = {"Mark a case as unread, to come back to it", "将案件标为未读，以便再看"},
         .about =
             {"The mark is yours alone and on this machine. case show and case log take it away, and so does looking at the "
              "case on the desk. case list is:unread finds what is unread.",
              "该标记仅属本人且仅存于本机。case show、case log 以及在桌面程序中查阅案件即消除标记。用 case list 状态:未读 "
              "查找未读案件。"},
         .operands = {referenceOperand()},
         .options = {},
         .members = {{"id", {"The case's id", "案件标识"}},
                     {"changed", {"Whether it was not unread before", "此前是否非未读"}}},
         .run = markUnread},
        {.group = "decision",
         .name = "pdf",
         .help = {"Write the penalty decision as PDF", "写出处罚决定书 PDF"},
         .about = {"The same decision gives the same bytes. Refused with 7 before the decision is issued.",
                   "同一决定得到相同字节。决定作出前以 7 拒绝。"},
         .operands = {referenceOperand(),
                      {.name = "OUT",
                       .help = {"The file to make; - is standard output", "要创建的文件；- 为标准输出"},
                       .complete = Complete::file}},
         .options = {},
         .members = {{"file", {"The file written", "写出的文件"}},
                     {"size", {"Its bytes", "字节数"}},
                     {"sha256", {"Its SHA-256", "SHA-256"}}},
         .run = decisionPdf},
    };
}

} // namespace app
