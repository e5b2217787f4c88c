// SPDX-License-Identifier: GPL-3.0-or-later
// What happened in the matter, who took part in it, and what others changed of it.
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/case/changes.h"

#include <algorithm>

namespace app {

namespace {

using model::ItemSort;
using model::StatedItem;

const std::vector<StatedItem>& itemsOf(const model::CaseState& state, ItemSort sort) {
    return sort == ItemSort::chronology ? state.chronology : state.parties;
}

/// The entry or party that a word means: its id, an unambiguous start of it, or a party's name.
Result<const StatedItem*> statedOf(const model::CaseState& state, ItemSort sort, const std::string& word) {
    std::vector<const StatedItem*> found;
    for (const auto& item : itemsOf(state, sort)) {
        if ((word.size() >= 4 && item.id.hex().starts_with(word)) ||
            (sort == ItemSort::party && item.value("name") == word)) {
            found.push_back(&item);
        }
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        return fail(Code::notFound, model::fill({"The case has no \"{0}\"", "案件中没有“{0}”"}, word),
                    {"The list command of the same group names what there is.", "用同组的 list 命令查看。"},
                    state.reference);
    }
    return fail(Code::usage, model::fill({"\"{0}\" means several", "“{0}”对应多项"}, word),
                {"Use the id.", "请用标识。"}, state.reference);
}

Json citationsJson(const model::CaseState& state, const std::vector<model::EvidenceCitation>& evidence) {
    Json list = Json::array();
    for (const auto& one : evidence) {
        const auto item = std::ranges::find(state.evidence, one.item, &model::EvidenceItem::id);
        const bool known = item != state.evidence.end() && item->readable;
        list.push_back({{"item", one.item.hex()},
                        {"name", known ? item->name : ""},
                        {"sha256", known ? item->sha256.hex() : ""},
                        {"at", one.at},
                        {"withdrawn", item != state.evidence.end() && item->withdrawn},
                        {"excluded", item != state.evidence.end() && item->excluded}});
    }
    return list;
}

Members citationMembers() {
    return {{"item", {"Id of the piece of evidence", "证据标识"}},
            {"name", {"Name of the file", "文件名"}},
            {"sha256", {"SHA-256 of the original", "原件的 SHA-256"}},
            {"at", {"The page or place in it", "页码或位置"}},
            {"withdrawn", {"Whether that evidence was taken back", "该证据是否已撤回"}},
            {"excluded", {"Whether that evidence may not be relied on", "该证据是否不得作为依据"}}};
}

/// "contract.pdf, p. 3 (SHA-256 9f2c…)".
std::string citationWords(const model::CaseState& state, const std::vector<model::EvidenceCitation>& evidence,
                          const Context& context) {
    std::string words;
    for (const auto& one : evidence) {
        const auto item = std::ranges::find(state.evidence, one.item, &model::EvidenceItem::id);
        const bool known = item != state.evidence.end() && item->readable;
        words += (words.empty() ? "" : "; ") + (known ? item->name : one.item.hex().substr(0, 8)) +
                 (one.at.empty() ? "" : ", " + one.at) +
                 (known ? " (SHA-256 " + item->sha256.hex().substr(0, 12) + ")" : "");
        if (item == state.evidence.end() || !item->excluded) continue;
        words += context.in(item->withdrawn ? Text{" [evidence taken back]", "［证据已撤回］"}
                                            : Text{" [excluded]", "［已排除］"});
    }
    return words;
}

Json doubtsJson(const std::vector<model::Doubt>& doubts) {
    Json list = Json::array();
    for (const auto& doubt : doubts) list.push_back({{"field", doubt.field}, {"words", textJson(doubt.words)}});
    return list;
}

Members doubtMembers() {
    return Members{{"doubts", {"What is likely a slip, though it may be signed", "疑似笔误之处（可照签）"}},
                   {"doubts[].field", {"The field", "字段"}}} +
           under("doubts[].words", textMembers());
}

Json itemJson(const model::Workspace& workspace, const model::CaseState& state, ItemSort sort, const StatedItem& item) {
    return {{"id", item.id.hex()},
            {"readable", item.readable},
            {"withdrawn", item.withdrawn},
            {"fields", item.values()},
            {"evidence", citationsJson(state, item.evidence)},
            {"doubts", doubtsJson(doubtsAbout(sort, item.values()))},
            {"entered", placeJson(workspace, item.entered)},
            {"place", placeJson(workspace, item.place)}};
}

Members itemMembers() {
    return Members{{"id", {"Its id", "标识"}},
                   {"readable", {"Whether this person may read it", "本人是否可读"}},
                   {"withdrawn",
                    {"Whether it was withdrawn; the fields are as before then", "是否已撤回（字段为撤回前的值）"}},
                   {"fields", {"Its fields that have a value", "有值的字段"}},
                   {"fields.*", {"The value of a field", "字段的值"}},
                   {"evidence", {"The evidence that shows it", "佐证的证据"}}} +
           under("evidence[]", citationMembers()) + doubtMembers() + under("entered", placeMembers()) +
           under("place", placeMembers());
}

/// --cite EVIDENCE or EVIDENCE=PLACE, as often as it is given.
Result<std::vector<model::EvidenceCitation>> citations(const Invocation& call, const model::CaseState& state) {
    std::vector<model::EvidenceCitation> evidence;
    for (const auto& word : call.all("cite")) {
        const auto equals = std::min(word.find('='), word.size());
        TRY_ASSIGN(const auto item, evidenceOf(state, word.substr(0, equals)));
        evidence.push_back({item.id, equals < word.size() ? word.substr(equals + 1) : ""});
    }
    return evidence;
}

/// After a statement: the receipt, and the thing as it is now.
Result<Reply> stated(const model::Workspace& workspace, Context& context, model::CaseId id, ItemSort sort,
                     const model::Receipt& receipt, const Text& words) {
    Reply reply = receiptReply(receipt, context, words);
    TRY_ASSIGN(const auto state, workspace.state(id));
    for (const auto& item : itemsOf(state, sort)) {
        if (item.id != receipt.item) continue;
        reply.data["item"] = itemJson(workspace, state, sort, item);
        if (!reply.error) reply.words += item.id.hex() + "\n";
        if (item.withdrawn) continue;
        for (const auto& doubt : doubtsAbout(sort, item.values())) context.note(doubt.words);
    }
    return reply;
}

Result<Reply> addItem(const Invocation& call, Context& context, ItemSort sort) {
    TRY_ASSIGN(const auto form, typedForm(call));
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    TRY_ASSIGN(const auto evidence, citations(call, state));
    TRY_ASSIGN(const auto receipt, workspace->stateItem(id, sort, {}, form, evidence));
    return stated(*workspace, context, id, sort, receipt,
                  model::fill({"{0}: signed.", "{0}：已签名。"}, model::itemSortTitle(sort)));
}

Result<Reply> changeItem(const Invocation& call, Context& context, ItemSort sort) {
    TRY_ASSIGN(const auto typed, typedForm(call));
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    TRY_ASSIGN(const auto* const known, statedOf(state, sort, call.value("ID")));
    auto form = known->values();
    for (const auto& [field, value] : typed) form[field] = value; // an empty one takes the field back
    TRY_ASSIGN(auto evidence, citations(call, state));
    if (evidence.empty() && !call.has("uncite")) evidence = known->evidence;
    TRY_ASSIGN(const auto receipt, workspace->stateItem(id, sort, known->id, form, evidence));
    return stated(*workspace, context, id, sort, receipt,
                  receipt.events.empty() ? Text{"It is so already; nothing was signed.", "内容未变，未签名。"}
                                         : Text{"The change is signed.", "更改已签名。"});
}

Result<Reply> withdrawItem(const Invocation& call, Context& context, ItemSort sort) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    TRY_ASSIGN(const auto* const known, statedOf(state, sort, call.value("ID")));
    TRY_ASSIGN(const auto receipt, workspace->withdrawItem(id, sort, known->id));
    return stated(*workspace, context, id, sort, receipt,
                  {"It is withdrawn; the log keeps what was said. A change brings it back.",
                   "已撤回；历史保留原内容。再次更改即可恢复。"});
}

template <auto run, ItemSort sort>
Result<Reply> of(const Invocation& call, Context& context) {
    return run(call, context, sort);
}

Result<Reply> listChronology(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto view, workspace->view(id));
    Json lines = Json::array();
    Columns columns;
    for (const auto& line : view.chronology) {
        const bool told = line.entry.isNull();
        if (told && call.has("entries")) continue;
        const StatedItem* entry = view.state.entry(line.entry);
        const auto evidence = entry ? entry->evidence : std::vector<model::EvidenceCitation>{};
        lines.push_back({{"from", line.from},
                         {"to", line.to},
                         {"words", textJson(line.words)},
                         {"entry", told ? Json(nullptr) : Json(line.entry.hex())},
                         {"evidence", citationsJson(view.state, evidence)},
                         {"place", placeJson(*workspace, line.place)}});
        columns.row({told ? context.in({"(log)", "（历史）"}) : line.entry.hex().substr(0, 8),
                     line.to.empty() ? line.from : line.from + " – " + line.to, workspace->nameOf(line.place.by),
                     context.in(line.words), citationWords(view.state, evidence, context)});
    }
    Reply reply;
    reply.data = {{"id", id.hex()}, {"reference", view.state.reference}, {"lines", lines}};
    reply.words = columns.text();
    noteOpened(*workspace, id, context);
    return reply;
}

Result<Reply> listParties(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto view, workspace->view(id));
    const auto fieldWords = [&](const model::Form& form, const char* name) {
        const auto at = form.find(name);
        const auto field = std::ranges::find(itemFields(ItemSort::party), name, &model::Field::id);
        return at == form.end() ? std::string() : context.in(field->words(at->second));
    };
    Columns columns;
    const auto row = [&](const std::string& what, const model::Form& form) {
        columns.row({what, fieldWords(form, "name"), fieldWords(form, "role"), fieldWords(form, "kind"),
                     fieldWords(form, "identifier"), fieldWords(form, "country"), fieldWords(form, "address")});
    };
    const auto respondent = view.definition ? respondentOf(*view.definition, view.state) : model::Form{};
    if (!respondent.empty()) row(context.in({"respondent", "当事人"}), respondent);
    Json parties = Json::array();
    for (const auto& party : view.state.parties) {
        if (party.withdrawn && !call.has("withdrawn")) continue;
        parties.push_back(itemJson(*workspace, view.state, ItemSort::party, party));
        row(party.id.hex().substr(0, 8) + (party.withdrawn ? context.in({" withdrawn", " 已撤回"}) : ""),
            party.values());
    }
    Reply reply;
    reply.data = {{"id", id.hex()},
                  {"reference", view.state.reference},
                  {"respondent", respondent.empty() ? Json::object() : Json(respondent)},
                  {"parties", parties}};
    reply.words = columns.text();
    noteOpened(*workspace, id, context);
    return reply;
}

Result<Reply> makeRespondent(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    TRY_ASSIGN(const auto* const party, statedOf(state, ItemSort::party, call.value("ID")));
    TRY_ASSIGN(const auto receipt, workspace->makeRespondent(id, party->id));
    return receiptReply(receipt, context,
                        model::fill({"{0} is the respondent; the facts say so.", "{0} 已列为当事人，事实已更新。"},
                                    party->value("name")));
}

Json changeJson(const model::Workspace& workspace, const model::FieldChange& change, const std::string& now) {
    return {{"field", change.field},
            {"before", change.before},
            {"now", now},
            {"mine", change.mine ? Json(*change.mine) : Json(nullptr)},
            {"place", placeJson(workspace, change.place)}};
}

Members changeMembers() {
    return Members{{"field", {"The field", "字段"}},
                   {"before", {"The value this person knew", "本人所知的值"}},
                   {"now", {"The value that shows", "当前值"}},
                   {"mine",
                    {"This person's own value, where it was overwritten; else null", "本人被覆盖的值；否则为 null"}}} +
           under("place", placeMembers());
}

Result<Reply> changes(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto view, workspace->view(id));
    const auto me = workspace->me();
    Columns columns;
    const auto row = [&](const std::string& what, const model::FieldChange& change, const std::string& now) {
        columns.row({model::formatMinute(change.place.time), workspace->nameOf(change.place.by), what,
                     change.before + " → " + now,
                     change.mine ? context.in({"(yours was overwritten)", "（覆盖了您的值）"}) : ""});
    };
    Json facts = Json::array();
    for (const auto& change : changesByOthers(view.state.facts, me, view.known)) {
        facts.push_back(changeJson(*workspace, change, view.state.fact(change.field)));
        const auto* field = view.definition ? view.definition->fact(change.field) : nullptr;
        row(field ? context.in(field->title) : change.field, change, view.state.fact(change.field));
    }
    Json items = Json::array();
    for (const auto sort : {ItemSort::chronology, ItemSort::party}) {
        for (const auto& item : changesByOthers(itemsOf(view.state, sort), me, view.known)) {
            const auto& all = itemsOf(view.state, sort);
            const auto& now = *std::ranges::find(all, item.item, &StatedItem::id);
            Json fields = Json::array();
            const std::string title = context.in(model::itemSortTitle(sort)) + " " + item.item.hex().substr(0, 8);
            for (const auto& change : item.fields) {
                fields.push_back(changeJson(*workspace, change, now.value(change.field)));
                row(title + ": " + change.field, change, now.value(change.field));
            }
            const Text what = item.isNew       ? Text{"new", "新增"}
                              : item.withdrawn ? Text{"withdrawn", "已撤回"}
                                               : Text{"changed", "已更改"};
            if (item.isNew || item.withdrawn)
                columns.row(
                    {model::formatMinute(item.place.time), workspace->nameOf(item.place.by), title, context.in(what)});
            items.push_back({{"item", item.item.hex()},
                             {"sort", sort == ItemSort::chronology ? "chronology" : "party"},
                             {"what", what.en},
                             {"fields", fields},
                             {"place", placeJson(*workspace, item.place)}});
        }
    }
    Reply reply;
    reply.data = {{"id", id.hex()}, {"known", view.known}, {"facts", facts}, {"items", items}};
    reply.words = columns.text();
    if (reply.words.empty()) reply.words = context.in({"Others changed nothing.\n", "他人未作更改。\n"});
    noteOpened(*workspace, id, context);
    return reply;
}

Option citeOption() {
    return {.name = "cite",
            .value = "EVIDENCE=PLACE",
            .help = {"Evidence that shows it: id or name, and the page or place in it; may be given several times",
                     "佐证的证据：标识或文件名，加页码或位置；可多次给出"},
            .repeats = true};
}

Operand idOperand() {
    return {.name = "ID",
            .help = {"Its id or the first digits of it; a party also by its name", "标识或其开头几位；主体亦可用名称"}};
}

/// What the fields are called, for the help.
Text fieldsAbout(ItemSort sort) {
    std::string names;
    for (const auto& field : model::itemFields(sort)) {
        names += (names.empty() ? "" : ", ") + field.id + (field.required ? "*" : "");
        for (std::size_t i = 0; i < field.choices.size(); ++i)
            names += (i == 0 ? " (" : " ") + field.choices[i].value + (i + 1 == field.choices.size() ? ")" : "");
    }
    return model::fill({"Fields: {0}. Those with * must be filled.", "字段：{0}。带 * 的必填。"}, names);
}

Members writtenMembers() { return under("receipt", receiptMembers()) + under("item", itemMembers()); }

Option unciteOption() { return {.name = "uncite", .help = {"Take the citations back", "取消引用"}}; }

Command changesCommand() {
    return {
        .group = "case",
        .name = "changes",
        .help = {"What others changed of a case since this person knew it", "他人对案件所作的更改"},
        .about = {"Facts, entries of the chronology and parties. Where this person's own value was overwritten, it is "
                  "told, and case facts puts it back.",
                  "包括事实、大事记与涉案主体。本人的值被覆盖时予以说明，可用 case facts 恢复。"},
        .operands = {referenceOperand()},
        .options = {},
        .members =
            Members{{"id", {"The case's id", "案件标识"}},
                    {"known", {"The entry up to which this person knows the case", "本人已知到的序号"}},
                    {"facts", {"Facts that were changed", "被更改的事实"}}} +
            under("facts[]", changeMembers()) +
            Members{{"items", {"Entries and parties that are new, changed or withdrawn", "新增、更改或撤回的条目"}},
                    {"items[].item", {"Its id", "标识"}},
                    {"items[].sort", {"chronology or party", "chronology 或 party"}},
                    {"items[].what", {"new, changed or withdrawn", "new、changed 或 withdrawn"}},
                    {"items[].fields", {"Its fields that were changed", "被更改的字段"}}} +
            under("items[].fields[]", changeMembers()) + under("items[].place", placeMembers()),
        .run = changes};
}

std::vector<Command> chronologyCommands() {
    const Members written = writtenMembers();
    Text days = fieldsAbout(ItemSort::chronology);
    days.en += " from and to are 2026, 2026-03, 2026-03-04 or 2026-03-04 15:10, as far as it is known.";
    days.zh += "from 与 to 按已知程度写作 2026、2026-03、2026-03-04 或 2026-03-04 15:10。";
    return {
        {.group = "chronology",
         .name = "list",
         .help = {"What happened in the matter, in order of time", "按时间列出案情大事记"},
         .about = {"With what the log itself knows: the report and the steps that led to another stage.",
                   "含历史自身所载：收到举报及推进阶段的步骤。"},
         .operands = {referenceOperand()},
         .options = {{.name = "entries", .help = {"Only what people entered", "仅列人工录入的条目"}}},
         .members =
             Members{{"id", {"The case's id", "案件标识"}},
                     {"reference", {"The case's number", "案件编号"}},
                     {"lines", {"The lines in order of time", "按时间排列"}},
                     {"lines[].from", {"The day, as far as it is known", "日期（按已知程度）"}},
                     {"lines[].to", {"The end of a period, or empty", "期间终止，可为空"}}} +
             under("lines[].words", textMembers()) +
             Members{{"lines[].entry", {"Id of the entry; null where the log tells it", "条目标识；源自历史时为 null"}},
                     {"lines[].evidence", {"The evidence that shows it", "佐证的证据"}}} +
             under("lines[].evidence[]", citationMembers()) + under("lines[].place", placeMembers()),
         .run = listChronology},
        {.group = "chronology",
         .name = "add",
         .help = {"Enter what happened", "录入大事记条目"},
         .about = days,
         .operands = {referenceOperand()},
         .options = {setOption(), formOption(), citeOption()},
         .members = written,
         .run = of<addItem, ItemSort::chronology>},
        {.group = "chronology",
         .name = "change",
         .help = {"Replace an entry; the log keeps the earlier one", "更改条目，历史保留原内容"},
         .about = {"Only what is given changes. --set FIELD= takes a field back.",
                   "仅更改给出的字段。--set 字段= 为取消该字段。"},
         .operands = {referenceOperand(), idOperand()},
         .options = {setOption(), formOption(), citeOption(), unciteOption()},
         .members = written,
         .run = of<changeItem, ItemSort::chronology>},
        {.group = "chronology",
         .name = "withdraw",
         .help = {"Withdraw an entry; the log keeps it", "撤回条目，历史予以保留"},
         .about = {},
         .operands = {referenceOperand(), idOperand()},
         .options = {},
         .members = written,
         .run = of<withdrawItem, ItemSort::chronology>},
    };
}

std::vector<Command> partyCommands() {
    const Members written = writtenMembers();
    Text who = fieldsAbout(ItemSort::party);
    who.en += " A check digit that does not fit is warned of and signed all the same.";
    who.zh += "校验码不符时给出提示，仍可签名。";
    return {
        {.group = "party",
         .name = "list",
         .help = {"Persons and organisations in the matter", "列出涉案主体"},
         .about = {"First the respondent, as the facts say it.", "首行为事实所载的当事人。"},
         .operands = {referenceOperand()},
         .options = {{.name = "withdrawn", .help = {"Also those withdrawn", "也列出已撤回的"}}},
         .members = Members{{"id", {"The case's id", "案件标识"}},
                            {"reference", {"The case's number", "案件编号"}},
                            {"respondent", {"The respondent as the facts say it", "事实所载的当事人"}},
                            {"respondent.*", {"The value of a party's field", "字段的值"}},
                            {"parties", {"The parties", "涉案主体"}}} +
                    under("parties[]", itemMembers()),
         .run = listParties},
        {.group = "party",
         .name = "add",
         .help = {"State a party of the matter", "录入涉案主体"},
         .about = who,
         .operands = {referenceOperand()},
         .options = {setOption(), formOption(), citeOption()},
         .members = written,
         .run = of<addItem, ItemSort::party>},
        {.group = "party",
         .name = "change",
         .help = {"State a party anew; the log keeps the earlier statement", "更改涉案主体，历史保留原内容"},
         .about = {"Only what is given changes. --set FIELD= takes a field back.",
                   "仅更改给出的字段。--set 字段= 为取消该字段。"},
         .operands = {referenceOperand(), idOperand()},
         .options = {setOption(), formOption(), citeOption(), unciteOption()},
         .members = written,
         .run = of<changeItem, ItemSort::party>},
        {.group = "party",
         .name = "withdraw",
         .help = {"Withdraw a party; the log keeps it", "撤回涉案主体，历史予以保留"},
         .about = {},
         .operands = {referenceOperand(), idOperand()},
         .options = {},
         .members = written,
         .run = of<withdrawItem, ItemSort::party>},
        {.group = "party",
         .name = "respondent",
         .help = {"Make a party the respondent: set the facts that name it", "将涉案主体列为当事人（更新相应事实）"},
         .about = {"Facts that the party lacks are taken back, so that nothing of another respondent stays.",
                   "该主体没有的内容会从事实中取消，以免残留他人信息。"},
         .operands = {referenceOperand(), idOperand()},
         .options = {},
         .members = under("receipt", receiptMembers()),
         .run = makeRespondent},
    };
}

} // namespace

std::vector<Command> matterCommands() {
    std::vector<Command> all{changesCommand()};
    for (auto&& some : {chronologyCommands(), partyCommands()}) all.insert(all.end(), some.begin(), some.end());
    return all;
}

} // namespace app
