// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/json.h"

#include "app/ctl/context.h"

namespace app {

namespace {

Json dateOrNull(const std::optional<model::Date>& date) {
    return date ? Json(model::formatDate(*date)) : Json(nullptr);
}

Json digestOrNull(const std::optional<model::Digest>& digest) { return digest ? Json(digest->hex()) : Json(nullptr); }

Json textsJson(const std::vector<Text>& texts) {
    Json list = Json::array();
    for (const Text& text : texts) list.push_back(textJson(text));
    return list;
}

} // namespace

Members under(const std::string& prefix, const Members& members) {
    Members out;
    for (const Member& one : members) out.push_back({prefix + (one.path.empty() ? "" : "." + one.path), one.help});
    return out;
}

Members operator+(Members a, const Members& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

Members textMembers() { return {{"en", {"The words in English", "英文"}}, {"zh", {"The words in Chinese", "中文"}}}; }

Members errorMembers() {
    return Members{{"code", {"One word for the sort of error; see JSON", "错误类别，见 JSON 一节"}}} +
           under("what", textMembers()) +
           Members{{"where", {"The place: a path, line, field or case", "位置：路径、行、字段或案件"}},
                   {"cite", {"The article of a rule that refuses, or empty", "拒绝所依据的条文，可为空"}}} +
           under("cure", textMembers());
}

Json placeJson(const model::Workspace& workspace, const model::Place& place) {
    return {{"event", place.event.hex()},
            {"by", place.by.hex()},
            {"byName", workspace.nameOf(place.by)},
            {"time", model::formatUtc(place.time)},
            {"seq", place.seq}};
}

Members placeMembers() {
    return {{"event", {"Id of the event that says so", "所在事件的标识"}},
            {"by", {"Id of its author", "作者标识"}},
            {"byName", {"Name of its author", "作者姓名"}},
            {"time", {"When it was sealed; the author's time while it waits", "封存时间；等待时为作者时间"}},
            {"seq", {"Its number in the case; 0 while it waits", "在案件中的序号；等待时为 0"}}};
}

Json receiptJson(const model::Receipt& receipt) {
    Json events = Json::array();
    // The events of a bulk import are not listed one by one: its cases are.
    for (std::size_t i = 0; i < receipt.events.size() && receipt.events.size() <= 100; ++i) {
        events.push_back(receipt.events[i].hex());
    }
    Json refused = Json::array();
    for (const Error& error : receipt.refused) refused.push_back(errorJson(error));
    return {{"act", receipt.act.hex()}, {"events", events},   {"eventCount", receipt.events.size()},
            {"sealed", receipt.sealed}, {"refused", refused}, {"waits", receipt.waits}};
}

Members receiptMembers() {
    return Members{{"act", {"Id of the signed act", "签名行为的标识"}},
                   {"events",
                    {"Ids of its events; empty where there are more than 100", "其事件的标识；超过 100 个时为空"}},
                   {"eventCount", {"How many events the act has", "事件数"}},
                   {"sealed", {"How many of them are sealed in their case's order", "已封存入案的事件数"}},
                   {"refused", {"Why events were refused", "事件被拒绝的原因"}},
                   {"waits",
                    {"true where the hub could not be reached: it is saved, and goes with a later exchange",
                     "无法连接服务器时为 true：已保存，下次同步时发送"}}} +
           under("refused[]", errorMembers());
}

Reply receiptReply(const model::Receipt& receipt, Context& context, const Text& words) {
    Reply reply;
    reply.data["receipt"] = receiptJson(receipt);
    if (!receipt.refused.empty()) {
        reply.error = receipt.refused.front();
        reply.error->code = Code::refused;
    } else {
        reply.words = context.in(words) + "\n";
    }
    return reply;
}

Json rowJson(const model::CaseRow& row) {
    return {{"id", row.id.hex()},
            {"reference", row.reference},
            {"title", row.title},
            {"stage", row.stage},
            {"mineral", row.mineral},
            {"channel", row.channel},
            {"assignees", row.assignees},
            {"opened", model::formatUtc(row.opened)},
            {"changed", model::formatUtc(row.changed)},
            {"due", row.due},
            {"evidence", row.evidence},
            {"closed", row.closed},
            {"waiting", row.waiting},
            {"refused", row.refused},
            {"overwritten", row.overwritten},
            {"unread", row.unread}};
}

Members rowMembers() {
    return {{"id", {"The case's id", "案件标识"}},
            {"reference", {"The case's number", "案件编号"}},
            {"title", {"What it is about", "标题"}},
            {"stage", {"Stage of the workflow", "流程阶段"}},
            {"mineral", {"The mineral", "矿产"}},
            {"channel", {"How the report came in", "举报渠道"}},
            {"assignees", {"Names of the persons assigned", "被指派人员姓名"}},
            {"opened", {"When it was opened", "开案时间"}},
            {"changed", {"When it last changed", "最近变更时间"}},
            {"due", {"Nearest running deadline, or empty", "最近的期限，可为空"}},
            {"evidence", {"Pieces of evidence", "证据数"}},
            {"closed", {"In a final stage, and nothing goes on beside it", "是否已结案且无另行程序进行"}},
            {"waiting", {"Holds something that is not sealed yet", "有尚未封存的内容"}},
            {"refused", {"Holds something refused that needs a decision", "有被拒绝、待处理的内容"}},
            {"overwritten",
             {"Others stated what you had stated, without knowing it", "他人在未见到您填写内容的情况下重新填写"}},
            {"unread",
             {"You never looked at it, or somebody else has said something since", "本人未查阅，或他人其后有新记录"}}};
}

Json tokenJson(const crypto::TokenName& token) {
    return {
        {"label", token.label}, {"serial", token.serial}, {"manufacturer", token.manufacturer}, {"model", token.model}};
}

Json evidenceJson(const model::Workspace& workspace, const model::EvidenceItem& item) {
    return {{"item", item.id.hex()},
            {"readable", item.readable},
            {"name", item.name},
            {"category", item.category},
            {"source", item.source},
            {"mediaType", item.mediaType},
            {"size", item.size},
            {"sha256", item.readable ? item.sha256.hex() : ""},
            {"modified", item.readable ? Json(model::formatUtc(item.modified)) : Json(nullptr)},
            {"storedSize", item.storedSize},
            {"address", item.address.hex()},
            {"excluded", item.excluded},
            {"withdrawn", item.withdrawn},
            {"exclusionReason", item.exclusionReason},
            {"place", placeJson(workspace, item.place)}};
}

Members evidenceMembers() {
    return Members{{"item", {"Id of the piece of evidence", "证据标识"}},
                   {"readable", {"Whether this person may read it", "本人是否可读"}},
                   {"name", {"Name of the file", "文件名"}},
                   {"category", {"Which of the eight kinds of evidence (APL 46)", "证据种类（行政处罚法第46条）"}},
                   {"source", {"Where it was taken from", "来源"}},
                   {"mediaType", {"Media type of the file", "媒体类型"}},
                   {"size", {"Bytes of the original", "原件字节数"}},
                   {"sha256", {"SHA-256 of the original", "原件的 SHA-256"}},
                   {"modified", {"When the original was last changed, or null", "原件修改时间，可为 null"}},
                   {"storedSize", {"Bytes on disk", "存储字节数"}},
                   {"address", {"Digest of the sealed bytes in the evidence store", "证据库中密封字节的摘要"}},
                   {"excluded", {"Kept, but not to be relied on", "已排除，不得作为依据"}},
                   {"withdrawn",
                    {"Taken in by mistake and taken back; then it is excluded too", "误录入并已撤回，同时视为排除"}},
                   {"exclusionReason", {"Why it is excluded", "排除原因"}}} +
           under("place", placeMembers());
}

Json stepJson(const model::StepOption& step, const model::Definition* definition) {
    Json refusals = Json::array();
    for (const Error& error : step.refusals) refusals.push_back(errorJson(error));
    Json form = Json::array();
    const model::Step* defined = definition == nullptr ? nullptr : definition->anyStep(step.step);
    if (defined != nullptr) {
        for (const auto& field : defined->form) {
            Json choices = Json::array();
            for (const auto& choice : field.choices)
                choices.push_back({{"value", choice.value}, {"title", textJson(choice.title)}});
            form.push_back({{"field", field.id},
                            {"title", textJson(field.title)},
                            {"type", std::string(model::fieldTypeName(field.type))},
                            {"required", field.required},
                            {"choices", choices}});
        }
    }
    const bool dated = defined != nullptr && !defined->dated.empty();
    return {{"step", step.step},
            {"title", textJson(step.title)},
            {"track", step.track.empty() ? Json(nullptr) : Json(step.track)},
            {"on", digestOrNull(step.on)},
            {"opens", step.opens()},
            {"role", step.role},
            {"to", step.to},
            {"mine", step.mine},
            {"allowed", step.allowed()},
            {"confirm", step.confirm},
            {"dated", dated ? Json(defined->dated) : Json(nullptr)},
            {"refusals", refusals},
            {"form", form}};
}

Members stepMembers() {
    return Members{{"step", {"Id of the step, for case do", "步骤标识，用于 case do"}}} +
           under("title", textMembers()) +
           Members{
               {"track", {"The side track of the workflow that it is a step of, or null", "所属的另行程序，可为 null"}},
               {"on",
                {"The open one that it moves, by the event that opened it, or null",
                 "所推进的程序：其开启事件的标识，可为 null"}},
               {"opens", {"Whether it opens a side track", "是否开启另行程序"}},
               {"role", {"The part in the case that may take it", "可采取该步骤的案件角色"}},
               {"to", {"The stage it leads to", "通向的阶段"}},
               {"mine", {"Whether this person has that part", "本人是否具有该角色"}},
               {"allowed", {"Whether it may be taken now, once its form is filled", "填好表单后现在能否采取"}},
               {"confirm", {"Whether it cannot be taken back", "是否不可撤回"}},
               {"dated",
                {"The field that holds the day on which it happened, or null", "载明发生日期的字段，可为 null"}},
               {"refusals", {"Everything that stands against it", "所有阻碍"}}} +
           under("refusals[]", errorMembers()) +
           Members{{"form", {"The fields it must or may carry", "表单字段"}},
                   {"form[].field", {"Id of the field, for --set", "字段标识，用于 --set"}}} +
           under("form[].title", textMembers()) +
           Members{{"form[].type", {"text, longText, date, money, choice, flag, person or penalty", "字段类型"}},
                   {"form[].required", {"Whether it must be filled", "是否必填"}},
                   {"form[].choices", {"What there is to choose from", "可选项"}},
                   {"form[].choices[].value", {"What --set takes", "--set 所用的值"}}} +
           under("form[].choices[].title", textMembers());
}

Json deadlineJson(const model::Deadline& deadline) {
    return {{"id", deadline.id},
            {"title", textJson(deadline.title)},
            {"cite", deadline.cite},
            {"basis", deadline.basis == model::Basis::law ? "law" : "setting"},
            {"whose", deadline.whose == model::Whose::party ? "party" : "authority"},
            {"on", digestOrNull(deadline.on)},
            {"status", std::string(model::deadlineStatusName(deadline.status))},
            {"started", model::formatUtc(deadline.started)},
            {"due", dateOrNull(deadline.due)},
            {"ended", deadline.ended ? Json(model::formatUtc(*deadline.ended)) : Json(nullptr)},
            {"covered", deadline.covered},
            {"lines", textsJson(deadline.lines)}};
}

Members deadlineMembers() {
    return Members{{"id", {"Id of the deadline", "期限标识"}}} + under("title", textMembers()) +
           Members{{"cite", {"The article it comes from, or empty", "所依据的条文，可为空"}},
                   {"basis", {"law, or setting where the office chose it", "law 为法定，setting 为本机关设定"}},
                   {"whose",
                    {"authority, or party where it is the party's", "authority 为本机关的期限，party 为当事人的期限"}},
                   {"on",
                    {"The side track whose it is, by the event that opened it; null of the case's own",
                     "所属另行程序的开启事件；案件自身的期限为 null"}},
                   {"status",
                    {"running, suspended, overdue, met, met-late or, of the party's, passed",
                     "状态；当事人的期限届满为 passed"}},
                   {"started", {"When it began", "起算时间"}},
                   {"due", {"Its last day; null while suspended without end", "最后一日；中止无期限时为 null"}},
                   {"ended", {"When a step ended it, or null", "被步骤终止的时间，可为 null"}},
                   {"covered", {"false where the holidays of a year were not known", "所涉年份节假日未知时为 false"}},
                   {"lines", {"How the day was found", "计算过程"}}} +
           under("lines[]", textMembers());
}

Json logJson(const model::Workspace& workspace, const model::LogEntry& entry) {
    return {{"seq", entry.seq},
            {"time", model::formatUtc(entry.time)},
            {"authorTime", model::formatUtc(entry.authorTime)},
            {"author", entry.author.hex()},
            {"authorName", workspace.nameOf(entry.author)},
            {"kind", entry.kind},
            {"summary", textJson(entry.summary)},
            {"event", entry.event.hex()},
            {"link", entry.link.hex()},
            {"act", entry.act.hex()},
            {"commit", entry.commit},
            {"seenSeq", entry.seen.seq},
            {"behind", entry.behind},
            {"withdrawn", entry.withdrawn ? placeJson(workspace, *entry.withdrawn) : Json(nullptr)},
            {"undoable", entry.undoable},
            {"signatureValid", entry.signatureValid},
            {"readable", entry.readable}};
}

Members logMembers() {
    return Members{{"seq", {"Number in the case; 0 while it waits", "在案件中的序号；等待时为 0"}},
                   {"time", {"When it was sealed", "封存时间"}},
                   {"authorTime", {"The author's clock", "作者的时钟"}},
                   {"author", {"Id of the author", "作者标识"}},
                   {"authorName", {"Name of the author", "作者姓名"}},
                   {"kind", {"Kind of the event", "事件种类"}}} +
           under("summary", textMembers()) +
           Members{{"event", {"Id of the event: the digest of its bytes", "事件标识（字节摘要）"}},
                   {"link", {"Digest of the link that chains it", "链接摘要"}},
                   {"act", {"Id of the signed act", "签名行为的标识"}},
                   {"commit", {"Number of the hub's signed commit", "签名提交的序号"}},
                   {"seenSeq", {"Number of the last event that the author had seen", "作者当时所见的最后序号"}},
                   {"behind", {"Landed later than on the state its author saw", "落在作者所见状态之后"}},
                   {"withdrawn", {"Where its author took it back, or null", "作者撤回之处，可为 null"}}} +
           under("withdrawn", placeMembers()) +
           Members{{"undoable", {"Whether case undo would undo it now", "case undo 现在能否撤销"}},
                   {"signatureValid", {"Whether the signature holds", "签名是否有效"}},
                   {"readable", {"Whether this person may read the contents", "本人是否可读内容"}}};
}

Json refusedJson(const model::RefusedEvent& event) {
    return {{"event", event.event.hex()},
            {"kind", event.kind},
            {"summary", textJson(event.summary)},
            {"reason", errorJson(event.reason)},
            {"time", model::formatUtc(event.time)}};
}

Members refusedMembers() {
    return Members{{"event", {"Id of the event", "事件标识"}}, {"kind", {"Kind of the event", "事件种类"}}} +
           under("summary", textMembers()) + under("reason", errorMembers()) +
           Members{{"time", {"When it was refused", "拒绝时间"}}};
}

Json missingJson(const model::Missing& missing) {
    return {{"step", missing.step},
            {"stepTitle", textJson(missing.stepTitle)},
            {"on", digestOrNull(missing.on)},
            {"what", textJson(missing.what)},
            {"cure", textJson(missing.cure)},
            {"cite", missing.cite},
            {"names", missing.names},
            {"have", missing.have},
            {"need", missing.need}};
}

Members missingMembers() {
    return Members{{"step", {"The step that lacks it", "缺少它的步骤"}}} + under("stepTitle", textMembers()) +
           Members{{"on",
                    {"The side track that the step moves, by the event that opened it, or null",
                     "该步骤所推进的另行程序的开启事件，可为 null"}}} +
           under("what", textMembers()) + under("cure", textMembers()) +
           Members{{"cite", {"The article that asks for it", "要求它的条文"}},
                   {"names", {"The facts, steps or deadline that are missing", "缺少的事实、步骤或期限"}},
                   {"have", {"How many there are", "已有数量"}},
                   {"need", {"How many are needed", "所需数量"}}};
}

} // namespace app
