// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workspace/units.h"

namespace app {

namespace {

Json peopleJson(const model::Workspace& workspace, const std::vector<model::PersonId>& people) {
    Json list = Json::array();
    for (const auto id : people) list.push_back({{"person", id.hex()}, {"name", workspace.nameOf(id)}});
    return list;
}

std::string namesOf(const model::Workspace& workspace, const std::vector<model::PersonId>& people, Context& context) {
    std::string out;
    for (const auto id : people) out += (out.empty() ? "" : context.in({", ", "、"})) + workspace.nameOf(id);
    return out;
}

Result<Reply> list(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    Reply reply;
    Json units = Json::array();
    for (const auto& one : workspace->units()) {
        units.push_back({{"id", one.id.hex()},
                         {"name", one.name},
                         {"title", textJson(one.title)},
                         {"further", one.further},
                         {"mine", one.mine},
                         {"people", peopleJson(*workspace, one.people)},
                         {"due", peopleJson(*workspace, one.due)},
                         {"leaving", peopleJson(*workspace, one.leaving)}});
        reply.words += context.in(one.title) + (one.mine ? context.in({" (yours)", "（您在其中）"}) : "") + "\n";
        Columns columns;
        const auto row = [&](const Text& title, const std::vector<model::PersonId>& people) {
            if (!people.empty()) columns.row({"  " + context.in(title), namesOf(*workspace, people, context)});
        };
        row({"in it", "成员"}, one.people);
        row({"waits for its key from a member", "等待成员给予密钥"}, one.due);
        row({"out, once a member has turned the key", "待成员更换密钥后移出"}, one.leaving);
        reply.words += columns.text();
    }
    reply.data["units"] = units;
    return reply;
}

Result<Reply> found(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    std::vector<model::PersonId> members;
    for (const auto& word : call.all("member")) {
        TRY_ASSIGN(const auto person, personOf(*workspace, word));
        members.push_back(person);
    }
    const std::string name = call.value("NAME");
    TRY_ASSIGN(const auto receipt, workspace->foundUnit(name, members));
    return receiptReply(receipt, context,
                        model::fill({"The unit {0} is there. New cases of its people are its own from here on.",
                                     "已设立“{0}”。其成员新登记的案件自此归该处室。"},
                                    name));
}

/// Whether somebody's key, or the new key without them, still needs a member of the unit.
bool waitsForMember(const model::Workspace& workspace, model::UnitId unit, model::PersonId person) {
    const auto all = workspace.units();
    const auto entry = std::ranges::find(all, unit, &model::UnitEntry::id);
    return entry != all.end() &&
           (std::ranges::contains(entry->due, person) || std::ranges::contains(entry->leaving, person));
}

Result<Reply> staff(const Invocation& call, Context& context, bool member) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto unit, workspace->unitNamed(call.value("UNIT")));
    TRY_ASSIGN(const auto person, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(const auto receipt, workspace->staffUnit(unit, person, member));
    const bool waits = waitsForMember(*workspace, unit, person);
    Text words = member
                     ? Text{"{0} is in the unit {1} and reads all of its cases.", "{0}已加入“{1}”，可阅读其全部案件。"}
                     : Text{"{0} is out of the unit {1}. Their machine keeps what it had read; nothing new of the "
                            "unit's cases comes to it.",
                            "{0}已移出“{1}”。其机器上保留已读内容，但不再收到该处室案件的新内容。"};
    if (waits) {
        words = member ? Text{"{0} is put into the unit {1}, and gets its key from the next member who exchanges.",
                              "已将{0}加入“{1}”，待该处室任一成员下次同步时给予密钥。"}
                       : Text{"{0} is taken out of the unit {1}. Until the next member exchanges, which turns its key, "
                              "they still get what is new in its cases.",
                              "已将{0}移出“{1}”。在该处室任一成员下次同步并更换密钥之前，其仍会收到案件新内容。"};
    }
    TRY_ASSIGN(auto reply,
               Result<Reply>(receiptReply(receipt, context,
                                          model::fill(words, workspace->nameOf(person),
                                                      model::unitTitle(workspace->office().units.at(unit).name)))));
    reply.data["waitsForMember"] = waits;
    return reply;
}

Result<Reply> join(const Invocation& call, Context& context) { return staff(call, context, true); }
Result<Reply> leave(const Invocation& call, Context& context) { return staff(call, context, false); }

Result<Reply> hand(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto unit, workspace->unitNamed(call.value("UNIT")));
    TRY_ASSIGN(const auto receipt, workspace->handToUnit(id, unit));
    return receiptReply(
        receipt, context,
        model::fill(
            {"The case is the unit {0}'s. Who is assigned stays; the unit before keeps what its people had read, "
             "and nothing new comes to them.",
             "案件已移交“{0}”。已指派人员不变；原处室人员保留已读内容，但不再收到新内容。"},
            model::unitTitle(workspace->office().units.at(unit).name)));
}

Members staffMembers() {
    return under("receipt", receiptMembers()) +
           Members{{"waitsForMember",
                    {"Whether the key, or the new one, still waits for a member who exchanges",
                     "密钥的给予或更换是否仍待某一成员同步"}}};
}

} // namespace

Operand unitOperand() {
    return {.name = "UNIT",
            .help = {"What the unit is called, \"office\" for the whole office's, or its id",
                     "处室名称；全单位为 office；或其标识"}};
}

Option unitOption() {
    return {.name = "unit",
            .value = "UNIT",
            .help = {"For which unit; needed where you are in several besides the whole office's",
                     "案件所属处室；除全单位外您在多个处室时必填"}};
}

Result<std::optional<model::UnitId>> unitOf(const Invocation& call, const model::Workspace& workspace) {
    const auto word = call.find("unit");
    if (!word) return std::nullopt;
    return workspace.unitNamed(*word);
}

std::vector<Command> unitCommands() {
    const Members people = {{"units[].people[].person", {"The person's id", "标识"}},
                            {"units[].people[].name", {"The name", "姓名"}}};
    const auto like = [&](const std::string& list) {
        return Members{{"units[]." + list + "[].person", {"The person's id", "标识"}},
                       {"units[]." + list + "[].name", {"The name", "姓名"}}};
    };
    return {
        {.group = "unit",
         .name = "list",
         .help = {"The units of the office and who is in them", "各处室及其成员"},
         .about = {"A case is one unit's, and other units see nothing of it. The whole office's unit is there from the "
                   "founding; who is in no further one works with it.",
                   "每个案件属于一个处室，其他处室完全不可见。全单位自设立时即存在；未加入其他处室者使用全单位。"},
         .operands = {},
         .options = {},
         .members =
             Members{{"units", {"The whole office's first, then the others by name", "先全单位，其余按名称"}},
                     {"units[].id", {"Its id", "标识"}},
                     {"units[].name", {"office, or its name", "office，或名称"}}} +
             under("units[].title", textMembers()) +
             Members{{"units[].further", {"false of the whole office's", "全单位为 false"}},
                     {"units[].mine", {"Whether you have its key", "您是否持有其密钥"}},
                     {"units[].people", {"Who is in it", "成员"}}} +
             people + Members{{"units[].due", {"Who waits for its key from a member", "等待成员给予密钥者"}}} +
             like("due") +
             Members{{"units[].leaving", {"Who is out once a member has turned its key", "待成员更换密钥后移出者"}}} +
             like("leaving"),
         .run = list},
        {.group = "unit",
         .name = "found",
         .help = {"Found a unit (administrator)", "设立处室（系统管理员）"},
         .about =
             {"In it are intake officers and authority heads; case officers are let into cases one by one. New cases "
              "of its people are its own; the cases before stay the whole office's. It cannot be renamed or dissolved, "
              "and its name is not secret from the hub.",
              "成员为举报受理人员和机关负责人；承办人按案件逐一指派。其成员新登记的案件归该处室；此前的案件仍属全单位。处室不能改名或撤销，其名称对服务器不保密。"},
         .operands = {{.name = "NAME", .help = {"Its name, of at most 60 characters", "名称，最多60个字符"}}},
         .options = {{.name = "member",
                      .value = "PERSON",
                      .help = {"Who is in it from the start; at least one", "初始成员，至少一人"},
                      .required = true,
                      .repeats = true}},
         .members = under("receipt", receiptMembers()),
         .run = found},
        {.group = "unit",
         .name = "join",
         .help = {"Put somebody into a unit (administrator)", "将人员加入处室（系统管理员）"},
         .about =
             {"They read all of the unit's cases, also those from before. The key comes from you if you are in the "
              "unit, else from the next member who exchanges. Nobody puts themselves in.",
              "其可阅读该处室全部案件，包括此前的案件。您在该处室时由您给予密钥，否则由任一成员下次同步时给予。不得将本人加入。"},
         .operands = {unitOperand(), personOperand()},
         .options = {},
         .members = staffMembers(),
         .run = join},
        {.group = "unit",
         .name = "leave",
         .help = {"Take somebody out of a unit; its key changes (administrator)",
                  "将人员移出处室，处室密钥随之更换（系统管理员）"},
         .about =
             {"Also out of the whole office's, for somebody who is to work for their own unit alone. Their machine "
              "keeps what it had read. The only one who has a unit's key cannot be taken out.",
              "也可移出全单位，使其仅在本处室办案。其机器上保留已读内容。不得移出唯一持有处室密钥的人员。"},
         .operands = {unitOperand(), personOperand()},
         .options = {},
         .members = staffMembers(),
         .run = leave},
        {.group = "case",
         .name = "hand",
         .help = {"Hand a case to another unit; the case's key changes", "将案件移交其他处室，案件密钥随之更换"},
         .about =
             {"The other unit reads all of it. The people of the unit before keep what they had read, and get nothing "
              "new of it. Who is assigned stays.",
              "接收处室可阅读全部内容。原处室人员保留已读内容，但不再收到新内容。已指派人员不变。"},
         .operands = {referenceOperand(), unitOperand()},
         .options = {},
         .members = under("receipt", receiptMembers()),
         .run = hand},
    };
}

} // namespace app
