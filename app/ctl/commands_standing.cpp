// SPDX-License-Identifier: GPL-3.0-or-later
// What is open between a desk and its hub, and deciding about it.
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workspace/unsettled.h"

#include <algorithm>

namespace app {

namespace {

Json unsettledJson(const model::Unsettled& one) {
    return {{"case", one.caseId.hex()},
            {"reference", one.reference},
            {"event", one.event.hex()},
            {"kind", one.kind},
            {"summary", textJson(one.summary)},
            {"time", model::formatUtc(one.time)},
            {"reason", one.reason ? errorJson(*one.reason) : Json(nullptr)}};
}

Json overwrittenJson(const model::OverwrittenField& one) {
    return {{"case", one.caseId.hex()},
            {"reference", one.reference},
            {"event", one.what.place.event.hex()},
            {"field", one.what.field},
            {"base", one.what.base},
            {"mine", one.what.mine},
            {"theirs", one.what.theirs},
            {"by", one.what.place.by.hex()},
            {"byName", one.by},
            {"time", model::formatUtc(one.what.place.time)}};
}

std::string lineOf(const model::Unsettled& one, const Context& context, const Text& state) {
    std::string words = context.in(state) + "  " +
                        (one.reference.empty() ? context.in({"register", "名册"}) : one.reference) + "  " +
                        one.event.hex().substr(0, 16) + "  " + context.in(one.summary) + "\n";
    if (one.reason) words += "    " + context.in(one.reason->what) + "\n";
    return words;
}

Result<Reply> open(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto standing, workspace->standing());
    Reply reply;
    Json waiting = Json::array(), refused = Json::array(), overwritten = Json::array();
    for (const auto& one : standing.waiting) {
        waiting.push_back(unsettledJson(one));
        reply.words += lineOf(one, context, {"waits", "待确认"});
    }
    for (const auto& one : standing.refused) {
        refused.push_back(unsettledJson(one));
        reply.words += lineOf(one, context, {"refused", "被退回"});
    }
    for (const auto& one : standing.overwritten) {
        overwritten.push_back(overwrittenJson(one));
        reply.words += context.in({"overwritten", "被覆盖"}) + "  " + one.reference + "  " +
                       one.what.place.event.hex().substr(0, 16) + "  " + one.what.field + "\n    " +
                       context.in(model::fill({"before: {0}\n    yours: {1}\n    theirs ({2}), shown: {3}\n",
                                               "原内容：{0}\n    您的内容：{1}\n    对方内容（{2}），当前显示：{3}\n"},
                                              one.what.base, one.what.mine, one.by, one.what.theirs));
    }
    if (reply.words.empty()) reply.words = context.in({"Nothing is open.\n", "没有待处理内容。\n"});
    reply.data = {{"waiting", waiting}, {"refused", refused}, {"overwritten", overwritten}, {"more", standing.more}};
    return reply;
}

/// Those that a person means by the first digits of an event's id.
Result<model::Settlement> findOpen(const model::Standing& standing, const std::string& event,
                                   const std::optional<std::string>& field) {
    std::vector<model::Settlement> found;
    for (const auto& one : standing.refused) {
        if (!field && one.event.hex().starts_with(event)) found.push_back({one.caseId, one.event, {}});
    }
    for (const auto& one : standing.overwritten) {
        if (field.value_or(one.what.field) == one.what.field && one.what.place.event.hex().starts_with(event))
            found.push_back({one.caseId, one.what.place.event, one.what.field});
    }
    if (found.size() == 1) return found.front();
    return fail(found.empty() ? Code::notFound : Code::usage,
                found.empty() ? Text{"Nothing of this kind is open", "没有此项待处理内容"}
                              : Text{"Several are meant", "所指不止一项"},
                {"touchstonectl hub open lists what is open; --field names one of several fields",
                 "touchstonectl hub open 列出待处理内容；--field 指明其中一个字段"},
                event);
}

Result<Reply> settle(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto standing, workspace->standing());
    TRY_ASSIGN(const auto decided, findOpen(standing, call.value("EVENT"), call.find("field")));
    TRY(workspace->setSettled(std::span(&decided, 1), true));
    Reply reply;
    reply.data = {{"case", decided.caseId.hex()}, {"event", decided.event.hex()}, {"field", decided.field}};
    reply.words = context.in({"Settled; it asks no more.\n", "已处理，不再提示。\n"});
    return reply;
}

Result<Reply> putBack(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto receipt, workspace->putBack(id, call.value("FIELD")));
    return receiptReply(receipt, context, {"What you had stated shows again.", "已恢复您填写的内容。"});
}

Result<Reply> keepNote(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto standing, workspace->standing());
    TRY_ASSIGN(const auto meant, findOpen(standing, call.value("EVENT"), std::nullopt));
    TRY_ASSIGN(const auto receipt, workspace->noteRefused(meant.event));
    return receiptReply(receipt, context, {"Kept as a note of the case.", "已保存为案件备注。"});
}

Members unsettledMembers() {
    return Members{{"case", {"Id of the case, or of the register", "案件或名册的标识"}},
                   {"reference", {"The case's number; empty for the register", "案件编号；名册为空"}},
                   {"event", {"Id of the event", "事件标识"}},
                   {"kind", {"Its kind", "种类"}},
                   {"time", {"When it was said", "提交时间"}},
                   {"reason", {"Why it was refused, or null", "退回原因，或 null"}}} +
           under("summary", textMembers()) + under("reason", errorMembers());
}

Members overwrittenMembers() {
    return {{"case", {"Id of the case", "案件标识"}},
            {"reference", {"The case's number", "案件编号"}},
            {"event", {"Id of the event of the other person", "对方事件的标识"}},
            {"field", {"The field", "字段"}},
            {"base", {"What it held before", "原内容"}},
            {"mine", {"What you had stated", "您填写的内容"}},
            {"theirs", {"What shows", "当前显示的内容"}},
            {"by", {"Id of the other person", "对方的标识"}},
            {"byName", {"Their name", "对方姓名"}},
            {"time", {"When it found its place", "入案时间"}}};
}

Operand eventOperand() {
    return {.name = "EVENT", .help = {"Id of the event, or its first digits", "事件标识或其开头几位"}};
}

} // namespace

std::vector<Command> standingCommands() {
    return {
        {.group = "hub",
         .name = "open",
         .help = {"List what waits, was refused, or was overwritten by others", "列出待确认、被退回或被他人覆盖的内容"},
         .members =
             under("waiting[]", unsettledMembers()) + under("refused[]", unsettledMembers()) +
             under("overwritten[]", overwrittenMembers()) +
             Members{{"more", {"true where there is more of something than is listed", "有未列出的内容时为 true"}}},
         .run = open},
        {.group = "hub",
         .name = "settle",
         .help = {"Decide that something refused, or overwritten by others, asks no more",
                  "对被退回或被他人覆盖的内容不再提示"},
         .about = {"Nothing is said to anybody: where you were overwritten, what the other person stated stays.",
                   "不会告知任何人：被覆盖的字段保留对方内容。"},
         .operands = {eventOperand()},
         .options = {{.name = "field",
                      .value = "FIELD",
                      .help = {"The field, where one event overwrote several", "一个事件覆盖多个字段时指明字段"}}},
         .members = {{"case", {"Id of the case, or of the register", "案件或名册的标识"}},
                     {"event", {"Id of the event", "事件标识"}},
                     {"field", {"The field; empty for what was refused", "字段；被退回的内容为空"}}},
         .run = settle},
        {.group = "hub",
         .name = "put-back",
         .help = {"State once more what you had stated of a field in which you were overwritten",
                  "在被他人覆盖的字段中恢复您填写的内容"},
         .operands = {referenceOperand(), {.name = "FIELD", .help = {"The field", "字段"}}},
         .members = under("receipt", receiptMembers()),
         .run = putBack},
        {.group = "hub",
         .name = "keep-note",
         .help = {"Keep what was refused as a note of its case, and settle it",
                  "将被退回的内容保存为案件备注并处理完毕"},
         .operands = {eventOperand()},
         .members = under("receipt", receiptMembers()),
         .run = keepNote},
    };
}

} // namespace app
