// SPDX-License-Identifier: GPL-3.0-or-later
// The documents of cases, and the templates that they are made from.
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/document/docx.h"
#include "model/workflow/step_documents.h"
#include "model/workspace/case_documents.h"

#include <algorithm>
#include <ranges>

namespace app {

namespace {

/// A document that was made, and where it is wanted.
struct Wanted {
    std::unique_ptr<model::Workspace> workspace;
    model::CaseId id;
    std::optional<model::Digest> on;
};

Result<Wanted> wanted(const Invocation& call, Context& context) {
    Wanted out;
    TRY_ASSIGN(out.workspace, context.open());
    TRY_ASSIGN(out.id, out.workspace->find(call.value("REF")));
    if (const auto entry = call.find("on")) {
        TRY_ASSIGN(const auto view, out.workspace->view(out.id));
        TRY_ASSIGN(out.on, entryOf(view, *entry));
    }
    return out;
}

Json textsJson(const std::vector<Text>& texts) {
    Json out = Json::array();
    for (const auto& one : texts) out.push_back(textJson(one));
    return out;
}

std::string joined(const std::vector<Text>& texts, Context& context) {
    std::string out;
    for (const auto& one : texts) out += (out.empty() ? "" : ", ") + context.in(one);
    return out;
}

Result<Reply> list(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto what, wanted(call, context));
    TRY_ASSIGN(const auto state, what.workspace->state(what.id));
    const auto definition = what.workspace->definition(state.workflow);
    Reply reply;
    reply.data["documents"] = Json::array();
    Columns columns;
    for (const auto& one : state.documents) {
        const auto steps = model::titlesThatSigned(definition ? definition->get() : nullptr, state, one.place.event);
        reply.data["documents"].push_back({{"id", one.id.hex()},
                                           {"document", one.document},
                                           {"name", one.readable ? Json(one.name) : Json(nullptr)},
                                           {"sha256", one.readable ? Json(one.sha256.hex()) : Json(nullptr)},
                                           {"size", one.readable ? Json(one.size) : Json(nullptr)},
                                           {"made", model::formatDate(model::chinaDate(one.place.time))},
                                           {"by", what.workspace->nameOf(one.place.by)},
                                           {"withdrawn", one.withdrawn},
                                           {"signed", textsJson(steps)}});
        columns.row({one.id.hex().substr(0, 8), one.readable ? one.name : one.document,
                     model::formatDate(model::chinaDate(one.place.time)), what.workspace->nameOf(one.place.by),
                     one.withdrawn   ? context.in({"taken back", "已撤回"})
                     : steps.empty() ? context.in({"not signed yet", "尚未签署"})
                                     : joined(steps, context)});
    }
    reply.words =
        state.documents.empty() ? context.in({"The case has no documents yet.\n", "本案尚无文书。\n"}) : columns.text();
    noteOpened(*what.workspace, what.id, context);
    return reply;
}

Result<Reply> offers(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto what, wanted(call, context));
    TRY_ASSIGN(const auto all, what.workspace->documents().offers(what.id, what.on));
    Reply reply;
    reply.data["documents"] = Json::array();
    Columns columns;
    for (const auto& one : all) {
        Json fields = Json::array();
        for (const auto& field : one.fields)
            fields.push_back({{"id", field.id},
                              {"title", textJson(field.title)},
                              {"type", model::fieldTypeName(field.type)},
                              {"required", field.required}});
        reply.data["documents"].push_back({{"document", one.document},
                                           {"title", textJson(one.title)},
                                           {"cite", one.cite},
                                           {"due", one.due},
                                           {"fields", fields},
                                           {"signedBy", textsJson(one.signedBy)},
                                           {"whyNot", one.whyNot ? errorJson(*one.whyNot) : Json(nullptr)}});
        std::string typed;
        for (const auto& field : one.fields)
            typed += (typed.empty() ? "" : " ") + field.id + (field.required ? "*" : "");
        columns.row({one.due ? "!" : "", one.document, context.in(one.title), typed,
                     one.whyNot ? context.in(one.whyNot->what) : ""});
    }
    reply.words = columns.text();
    return reply;
}

Result<Reply> make(const Invocation& call, Context& context) {
    TRY_ASSIGN(auto form, typedForm(call));
    TRY_ASSIGN(const auto what, wanted(call, context));
    model::DocumentRequest request{.document = call.value("DOCUMENT"), .typed = {}, .on = what.on};
    if (call.has("english")) request.language = model::document::DocumentLanguage::both;
    auto documents = what.workspace->documents();
    TRY_ASSIGN(const auto all, documents.offers(what.id, what.on));
    const auto offer = std::ranges::find(all, request.document, &model::DocumentOffer::document);
    if (offer != all.end()) TRY(canonicalise(form, offer->fields, *what.workspace));
    request.typed = std::move(form);
    Reply reply;
    TRY_ASSIGN(const auto filled, documents.fill(what.id, request));
    if (const auto copy = call.find("copy")) {
        TRY_ASSIGN(const auto docx, model::document::docx(filled.script));
        TRY(writeNewFile(*copy, docx));
        reply.data["copy"] = *copy;
        reply.words = context.in(
            model::fill({"{0} is written; nothing is kept in the case.\n", "{0} 已写出；未在案中保存。\n"}, *copy));
    }
    reply.data["doubts"] = textsJson(filled.doubts);
    for (const auto& one : filled.doubts)
        reply.words += context.in(model::fill({"Look at this: {0}\n", "请核对：{0}\n"}, one));
    if (const auto out = call.find("preview")) {
        TRY_ASSIGN(const auto pdf, model::document::typeset(filled.script));
        TRY(writeNewFile(*out, pdf));
        reply.data["preview"] = *out;
        reply.words += context.in(
            model::fill({"{0} is written; nothing is kept in the case.\n", "{0} 已写出；未在案中保存。\n"}, *out));
    }
    noteOpened(*what.workspace, what.id, context);
    if (call.has("preview") || call.has("copy")) return reply;
    TRY_ASSIGN(const auto receipt, documents.make(what.id, request));
    const auto doubts = reply.words;
    Reply made = receiptReply(receipt, context,
                              {"The document is in the case; a step signs it.", "文书已入案，由相应步骤签署。"});
    made.data["doubts"] = reply.data["doubts"];
    made.words = doubts + made.words;
    TRY_ASSIGN(const auto state, what.workspace->state(what.id));
    if (const auto* const one = receipt.events.empty() ? nullptr : state.documentOf(receipt.events.front())) {
        made.data["id"] = one->id.hex();
        made.data["sha256"] = one->sha256.hex();
    }
    return made;
}

/// The document that a word means: its id, an unambiguous start of it, or the template of which it is the newest.
Result<model::CaseDocument> documentOf(const model::CaseState& state, const std::string& word) {
    const model::CaseDocument* found = nullptr;
    for (const auto& one : state.documents | std::views::reverse) {
        const bool byId = word.size() >= 4 && one.id.hex().starts_with(word);
        if (!byId && (one.document != word || one.withdrawn)) continue;
        if (found && byId)
            return fail(Code::usage, {"Two documents begin like this", "有两份文书以此开头"},
                        {"Give more of the id.", "请输入更长的标识。"}, word);
        if (!found) found = &one;
    }
    if (found) return *found;
    return fail(Code::notFound, {"There is no such document in the case", "案中无此文书"},
                {"touchstonectl document list REF shows them.", "用 touchstonectl document list REF 查看。"}, word);
}

Result<Reply> save(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto what, wanted(call, context));
    TRY_ASSIGN(const auto state, what.workspace->state(what.id));
    TRY_ASSIGN(const auto one, documentOf(state, call.value("DOCUMENT")));
    TRY_ASSIGN(const auto pdf, what.workspace->documents().read(what.id, one.id));
    const std::string target = call.value("OUT");
    TRY(writeNewFile(target, pdf));
    noteOpened(*what.workspace, what.id, context);
    Reply reply;
    reply.data = {{"file", target}, {"size", pdf.size()}, {"sha256", one.sha256.hex()}};
    reply.words = context.in(
        model::fill({"{0} is written: SHA-256 {1}\n", "{0} 已写出：SHA-256 {1}\n"}, target, one.sha256.hex()));
    return reply;
}

Result<Reply> templates(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    Reply reply;
    reply.data["templates"] = Json::array();
    Columns columns;
    for (const auto& one : workspace->documents().templates()) {
        reply.data["templates"].push_back(
            {{"id", one.id}, {"title", textJson(one.title)}, {"version", one.version}, {"own", one.own}});
        columns.row({one.id, context.in(one.title), std::to_string(one.version),
                     one.own ? context.in({"of this office", "本单位"}) : context.in({"of the program", "程序自带"})});
    }
    reply.words = columns.text();
    return reply;
}

Result<Reply> show(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto text, workspace->documents().templateText(call.value("TEMPLATE")));
    Reply reply;
    reply.data["text"] = text;
    reply.words = text;
    return reply;
}

/// What is wrong with a template, as the end of the command; nothing where nothing is.
std::optional<Reply> mistakes(const std::string& text, const std::string& file, Context& context) {
    const auto problems = model::checkTemplate(text);
    if (problems.empty()) return std::nullopt;
    Reply reply;
    reply.data["problems"] = Json::array();
    for (const auto& one : problems) {
        reply.data["problems"].push_back(
            {{"path", one.path}, {"what", textJson(one.what)}, {"cure", textJson(one.cure)}});
        reply.words += file + ":" + one.path + ": " + context.in(one.what) + " " + context.in(one.cure) + "\n";
    }
    reply.error =
        Error{Code::malformed,
              model::fill({"The template has {0} problem(s)", "模板有 {0} 处问题"}, std::to_string(problems.size())),
              problems.front().cure, file + ":" + problems.front().path};
    return reply;
}

Result<Reply> check(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto text, readFile(call.value("FILE"), model::kTemplateBytes));
    if (auto wrong = mistakes(text, call.value("FILE"), context)) return *std::move(wrong);
    TRY_ASSIGN(const auto form, model::parseTemplate(text));
    Reply reply;
    reply.data = {{"id", form.id}, {"version", form.version}, {"title", textJson(form.title)}};
    reply.words = context.in(model::fill({"{0}: the template is sound.\n", "{0}：模板无误。\n"}, form.title));
    return reply;
}

Result<Reply> adopt(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto text, readFile(call.value("FILE"), model::kTemplateBytes));
    if (auto wrong = mistakes(text, call.value("FILE"), context)) return *std::move(wrong);
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto receipt, workspace->documents().adoptTemplate(text));
    return receiptReply(receipt, context, {"Documents are made from this template now.", "此后按此模板制作文书。"});
}

Result<Reply> drop(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto receipt, workspace->documents().dropTemplate(call.value("TEMPLATE")));
    return receiptReply(receipt, context,
                        {"Documents are made from the program's own template again.", "此后恢复使用程序自带的模板。"});
}

Operand documentOperand() {
    return {.name = "DOCUMENT", .help = {"Id of the template, such as prior_notice", "模板标识，如 prior_notice"}};
}

Operand templateFile() {
    return {.name = "FILE",
            .help = {"A template (JSON); - is standard input", "模板（JSON）；- 为标准输入"},
            .complete = Complete::file};
}

Members fileMembers() {
    return {{"file", {"The file written", "写出的文件"}},
            {"size", {"Its bytes", "字节数"}},
            {"sha256", {"Its SHA-256", "SHA-256"}}};
}

} // namespace

std::vector<Command> documentCommands() {
    const Members receipt = under("receipt", receiptMembers());
    const Members problems = {{"problems", {"What is wrong, if anything", "所发现的问题"}},
                              {"problems[].path", {"JSON pointer of the place", "位置（JSON 指针）"}},
                              {"problems[].what", {"What is wrong", "问题"}},
                              {"problems[].cure", {"What to do", "解决办法"}}};
    return {
        {.group = "document",
         .name = "list",
         .help = {"The documents of a case, and the steps that signed them", "案件的文书及签署各文书的步骤"},
         .about = {},
         .operands = {referenceOperand()},
         .options = {},
         .members = {{"documents", {"In the order of making", "按制作先后"}},
                     {"documents[].id", {"Its id", "标识"}},
                     {"documents[].document", {"Id of its template", "模板标识"}},
                     {"documents[].name", {"Name of its file, or null", "文件名，可为 null"}},
                     {"documents[].sha256", {"SHA-256 of its bytes, or null", "其字节的 SHA-256，可为 null"}},
                     {"documents[].size", {"Its bytes, or null", "字节数，可为 null"}},
                     {"documents[].made", {"On which day", "制作日期"}},
                     {"documents[].by", {"Who made it", "制作人"}},
                     {"documents[].withdrawn", {"It was taken back", "是否已撤回"}},
                     {"documents[].signed", {"The steps that signed it", "签署该文书的步骤"}}},
         .run = list},
        {.group = "document",
         .name = "offers",
         .help = {"The documents that can be made in a case, what is due first", "案件可制作的文书，待制作者在前"},
         .about = {"A ! marks what a step waits for. The fields that are typed come third, with * where they must be.",
                   "! 表示有步骤等待该文书。第三列为须填写的字段，* 为必填。"},
         .operands = {referenceOperand()},
         .options = {onOption()},
         .members = {{"documents", {"By the procedure, what is due first", "按程序顺序，待制作者在前"}},
                     {"documents[].document", {"Id of the template", "模板标识"}},
                     {"documents[].title", {"What people call it", "名称"}},
                     {"documents[].cite", {"The article that asks for it", "所依据的条文"}},
                     {"documents[].due", {"A step waits for it", "有步骤等待该文书"}},
                     {"documents[].fields", {"What is typed for it", "须填写的字段"}},
                     {"documents[].fields[].id", {"Id of the field", "字段标识"}},
                     {"documents[].fields[].title", {"Its title", "字段名称"}},
                     {"documents[].fields[].type", {"Its type", "类型"}},
                     {"documents[].fields[].required", {"Whether it must be filled", "是否必填"}},
                     {"documents[].signedBy", {"The steps that sign one", "签署该文书的步骤"}},
                     {"documents[].whyNot", {"Why you make none now, or null", "当前不能制作的原因，可为 null"}}},
         .run = offers},
        {.group = "document",
         .name = "make",
         .help = {"Make a document in a case, for a step to sign", "在案件中制作文书，供步骤签署"},
         .about =
             {"It is filled from the case and from --set, set as PDF/A, and kept in the case with its SHA-256. The "
              "step that must sign it signs exactly these bytes. What the law asks for and the case lacks is "
              "refused with 7, and every item is named. With --preview or --copy nothing is kept.",
              "文书由案件内容和 --set 填写，排成 PDF/A，并连同 SHA-256 存入案件；须签署的步骤签署的正是这些字节。"
              "法律要求而案中缺少的内容以 7 拒绝，并逐项列明。使用 --preview 或 --copy 时不保存。"},
         .operands = {referenceOperand(), documentOperand()},
         .options = {setOption(),
                     formOption(),
                     onOption(),
                     {.name = "english", .help = {"With a reading copy in English behind it", "后附英文参考译本"}},
                     {.name = "preview",
                      .value = "OUT",
                      .help = {"Only write it to this file, as PDF", "仅写出为该 PDF 文件"},
                      .complete = Complete::file},
                     {.name = "copy",
                      .value = "OUT",
                      .help = {"Only write a working copy to this file, as DOCX", "仅写出工作副本为该 DOCX 文件"},
                      .complete = Complete::file}},
         .members = receipt + Members{{"doubts", {"What is likely a slip", "可能的疏误"}},
                                      {"id", {"Id of the document", "文书标识"}},
                                      {"sha256", {"SHA-256 of its bytes", "其字节的 SHA-256"}},
                                      {"preview", {"The PDF that was written", "写出的 PDF"}},
                                      {"copy", {"The DOCX that was written", "写出的 DOCX"}}},
         .run = make},
        {.group = "document",
         .name = "save",
         .help = {"Write a document of a case to a file", "将案件的文书写出为文件"},
         .about = {"Its bytes are compared with what was signed.", "写出前与所签署的内容比对。"},
         .operands = {referenceOperand(),
                      {.name = "DOCUMENT",
                       .help = {"Its id, the start of it, or a template: then its newest",
                                "文书标识或其开头；给出模板时为其最新文书"}},
                      {.name = "OUT", .help = {"The file to make", "要创建的文件"}, .complete = Complete::file}},
         .options = {},
         .members = fileMembers(),
         .run = save},
        {.group = "template",
         .name = "list",
         .help = {"The templates of documents", "文书模板"},
         .about = {},
         .operands = {},
         .options = {},
         .members = {{"templates", {"By the procedure", "按程序顺序"}},
                     {"templates[].id", {"Its id", "标识"}},
                     {"templates[].title", {"What people call it", "名称"}},
                     {"templates[].version", {"Its version", "版本"}},
                     {"templates[].own", {"It is the office's own", "是否为本单位模板"}}},
         .run = templates},
        {.group = "template",
         .name = "show",
         .help = {"The text of a template, to be changed and adopted", "模板文本，可修改后启用"},
         .about = {},
         .operands = {{.name = "TEMPLATE", .help = {"Its id", "模板标识"}}},
         .options = {},
         .members = {{"text", {"Its JSON", "其 JSON"}}},
         .run = show},
        {.group = "template",
         .name = "check",
         .help = {"Check a template", "检查模板"},
         .about = {},
         .operands = {templateFile()},
         .options = {},
         .members = Members{{"id", {"Its id", "标识"}},
                            {"version", {"Its version", "版本"}},
                            {"title", {"What people call it", "名称"}}} +
                    problems,
         .run = check},
        {.group = "template",
         .name = "adopt",
         .help = {"Make documents from this template from now on", "此后按此模板制作文书"},
         .about =
             {"It takes the place of the one with the same id. Only an administrator may; it must fit the workflow "
              "of new cases. What was made before stays as it is.",
              "取代同标识的模板。仅系统管理员可启用，且须与新案件的流程相符。此前制作的文书不变。"},
         .operands = {templateFile()},
         .options = {},
         .members = receipt + problems,
         .run = adopt},
        {.group = "template",
         .name = "drop",
         .help = {"Make documents from the program's own template again", "恢复使用程序自带的模板"},
         .about = {},
         .operands = {{.name = "TEMPLATE", .help = {"Its id", "模板标识"}}},
         .options = {},
         .members = receipt,
         .run = drop},
    };
}

} // namespace app
