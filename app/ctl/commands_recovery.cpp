// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workspace/drill.h"
#include "model/workspace/invitation.h"
#include "model/workspace/recovery.h"

#include <algorithm>

namespace app {

namespace {

/// A fingerprint as a person types it: 64 hexadecimal digits, with blanks where they like.
Result<model::Digest> fingerprintOf(const Invocation& call) {
    std::string digits;
    for (const char c : call.value("keys")) {
        if (c != ' ') digits.push_back(c);
    }
    std::ranges::transform(digits, digits.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (auto digest = model::Digest::fromHex(digits)) return *digest;
    return fail(Code::usage, {"This is no fingerprint", "这不是指纹"},
                {"It has 64 hexadecimal digits, which the person reads out", "指纹为 64 位十六进制数，由本人读出"},
                "--keys");
}

Result<Reply> ask(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto named, context.officeFolder());
    TRY_ASSIGN(const auto folder, fullPath(named));
    TRY_ASSIGN(const auto office, model::inspectOffice(folder));
    const auto word = call.value("PERSON");
    const auto mine = std::ranges::find_if(
        office.profiles, [&](const model::Profile& one) { return one.label == word || one.id.hex() == word; });
    if (mine == office.profiles.end()) {
        return fail(
            Code::notFound, {"This person has no keys in this folder", "此文件夹中没有该人员的密钥"},
            {"On another machine, join by an invitation that names you", "在其他机器上，请用写有您姓名的邀请文件加入"},
            word);
    }
    std::optional<crypto::TokenName> token;
    TRY_ASSIGN(const auto passphrase, context.newSecret(mine->label, token));
    TRY_ASSIGN(const auto request,
               model::Workspace::askForNewKeys(
                   folder, mine->id, passphrase.view(), context.surroundings(),
                   [&](const Text& doing) { context.progress(doing)(0, 0); }, context.stop(), token));
    const std::string keys = model::keyFingerprint(request.identity).hex();
    Reply reply;
    reply.data = {{"person", request.person.hex()}, {"keys", keys}};
    reply.words = context.in(model::fill(
        {"New keys wait to be approved; until then the old ones stay.\nRead this fingerprint out to the administrator who "
         "proposes them and to the second person who approves them:\n{0}\n",
         "新密钥等待批准；在此之前原密钥仍有效。\n请将此指纹读给提议的系统管理员和批准的第二人核对：\n{0}\n"},
        keys));
    return reply;
}

Result<Reply> invitation(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(auto made, model::invitationOf(workspace->folder()));
    made.person = id;
    const std::string file = call.value("FILE");
    TRY(writeNewFile(file, crypto::asBytes(model::writeInvitation(made))));
    Reply reply;
    reply.data = {{"file", file}, {"person", id.hex()}};
    reply.words =
        context.in(model::fill({"With {0} {1} makes new keys on another machine: touchstonectl hub join {0}\n",
                                "{1} 可用 {0} 在其他机器上生成新密钥：touchstonectl hub join {0}\n"},
                               file, workspace->nameOf(id)));
    return reply;
}

Result<Reply> list(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto people, workspace->people());
    Reply reply;
    Json items = Json::array();
    for (const auto& person : people) {
        if (!person.renewal) continue;
        const auto& renewal = *person.renewal;
        items.push_back({{"person", person.id.hex()},
                         {"name", person.name},
                         {"keys", renewal.fingerprint.hex()},
                         {"proposed", renewal.proposed},
                         {"by", renewal.proposed ? Json(renewal.by.hex()) : Json(nullptr)},
                         {"why", renewal.why},
                         {"error", renewal.whyNot ? errorJson(*renewal.whyNot) : Json(nullptr)}});
        const Text words = renewal.proposed
                               ? model::fill({"{0}: new keys, proposed by {1}: {2}", "{0}：新密钥，由{1}提议：{2}"},
                                             person.name, workspace->nameOf(renewal.by), renewal.why)
                               : model::fill({"{0} asks for new keys", "{0} 申请更换密钥"}, person.name);
        reply.words += context.in(words) + "\n  " + renewal.fingerprint.hex() + "\n";
    }
    reply.data["renewals"] = items;
    if (items.empty()) reply.words = context.in({"Nobody asks for new keys.\n", "无人申请更换密钥。\n"});
    return reply;
}

Result<Reply> propose(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto keys, fingerprintOf(call));
    TRY_ASSIGN(const auto workspace, context.open());
    if (const auto file = call.find("request")) TRY(workspace->takeInRequest(*file));
    TRY_ASSIGN(const auto id, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(const auto receipt, workspace->proposeIdentity(id, keys, call.value("why")));
    return receiptReply(receipt, context,
                        model::fill({"New keys for {0} are proposed. A second person approves them.",
                                     "已提议为 {0} 更换密钥，须由第二人批准。"},
                                    workspace->nameOf(id)));
}

Result<Reply> approve(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto keys, fingerprintOf(call));
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(const auto receipt, workspace->approveIdentity(id, keys));
    return receiptReply(
        receipt, context,
        model::fill({"{0} has new keys. The old ones sign nothing more.", "{0} 已启用新密钥，原密钥不能再签名。"},
                    workspace->nameOf(id)));
}

Result<Reply> decline(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, personOf(*workspace, call.value("PERSON")));
    TRY_ASSIGN(const auto receipt, workspace->declineIdentity(id));
    return receiptReply(
        receipt, context,
        model::fill({"New keys for {0} are declined.", "已否决为 {0} 更换密钥。"}, workspace->nameOf(id)));
}

Result<Reply> tend(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto tended,
               workspace->tendKeys(context.progress({"Giving keys", "正在给予密钥"}), context.stop()));
    Reply reply;
    Json joined = Json::array(), cases = Json::array();
    for (const auto& unit : tended.turned)
        reply.words += context.in(model::fill({"The unit {0} has new keys.\n", "密钥组 {0} 已更换密钥。\n"}, unit));
    for (const auto& [unit, person] : tended.joined) {
        joined.push_back({{"unit", unit}, {"person", person.hex()}});
        reply.words += context.in(
            model::fill({"{0} is in the unit {1}.\n", "{0} 已加入密钥组 {1}。\n"}, workspace->nameOf(person), unit));
    }
    for (const auto& item : tended.cases.items) {
        cases.push_back({{"id", item.id.hex()},
                         {"reference", item.reference},
                         {"done", item.done()},
                         {"error", item.error ? errorJson(*item.error) : Json(nullptr)}});
        reply.words += item.reference + "  " +
                       (item.error ? model::sentence(*item.error, context.output().language())
                                   : context.in({"keys given again", "已重新给予密钥"})) +
                       "\n";
    }
    reply.data = {{"turned", tended.turned}, {"joined", joined}, {"cases", cases}};
    if (tended.nothing()) reply.words = context.in({"No keys are due from you.\n", "您没有待给予的密钥。\n"});
    if (tended.cases.broken) reply.error = tended.cases.broken;
    else if (tended.cases.refused > 0)
        reply.error = Error{Code::partial, {"Not all keys could be given", "部分密钥未能给予"}, {}, {}};
    return reply;
}

Result<Reply> unit(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto receipt, workspace->beginUnitAnew(call.value("UNIT")));
    return receiptReply(receipt, context,
                        model::fill({"The unit {0} begins anew. What was sealed to it before stays closed.",
                                     "密钥组 {0} 已重新开始；此前封装的内容无法再打开。"},
                                    call.value("UNIT")));
}

std::string_view kindOf(model::DrillGap::Kind kind) {
    switch (kind) {
    case model::DrillGap::Kind::proposer: return "proposer";
    case model::DrillGap::Kind::approver: return "approver";
    case model::DrillGap::Kind::unit: return "unit";
    case model::DrillGap::Kind::cases: return "cases";
    }
    return "";
}

Result<Reply> drill(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto before, workspace->lastDrill());
    TRY_ASSIGN(const auto made, workspace->drill(context.progress({"Opening keys", "正在打开密钥"}), context.stop()));
    Reply reply;
    Json people = Json::array(), faults = Json::array();
    for (const auto& one : made.people) {
        Json gaps = Json::array();
        for (const auto& gap : one.gaps) {
            Json ids = Json::array();
            for (const auto& id : gap.cases) ids.push_back(id.hex());
            gaps.push_back({{"kind", std::string(kindOf(gap.kind))},
                            {"what", context.in(gap.what)},
                            {"cure", context.in(gap.cure)},
                            {"unit", gap.unit},
                            {"count", gap.count},
                            {"cases", ids}});
            reply.words +=
                workspace->nameOf(one.person) + ": " + context.in(gap.what) + "\n    " + context.in(gap.cure) + "\n";
        }
        people.push_back({{"person", one.person.hex()}, {"cases", one.cases}, {"gaps", gaps}});
    }
    for (const auto& fault : made.faults) {
        faults.push_back(context.in(fault));
        reply.words += context.in(fault) + "\n";
    }
    reply.data = {{"time", model::formatUtc(made.time)},
                  {"before", before ? Json(model::formatUtc(*before)) : Json(nullptr)},
                  {"casesOpened", made.casesOpened},
                  {"casesUnopened", made.casesUnopened},
                  {"units", made.units},
                  {"people", people},
                  {"faults", faults}};
    reply.words += context.in(model::fill({"Opened here: {0} case(s) with people assigned, {1} unit(s).\n",
                                           "本机已实际打开：有指派人员的案件 {0} 件，密钥组 {1} 个。\n"},
                                          std::to_string(made.casesOpened), std::to_string(made.units.size())));
    if (made.passed()) {
        reply.words +=
            context.in({"Everybody could lose their passphrase today and go on.\n", "任何人今日丢失口令均可恢复。\n"});
    } else {
        reply.error = Error{Code::partial,
                            {"Not everybody could be recovered today", "并非所有人今日均可恢复"},
                            {"See what cures it", "请查看补救办法"}};
    }
    return reply;
}

Option keysOption() {
    return {.name = "keys",
            .value = "DIGITS",
            .help = {"The fingerprint that the person read out to you: nothing else is signed",
                     "本人读给您的指纹；仅在一致时签名"},
            .required = true};
}

} // namespace

std::vector<Command> recoveryCommands() {
    const Operand file{.name = "FILE", .help = {"The file to write; it must not exist", "要写出的文件，不得已存在"}};
    return {
        {.group = "recovery",
         .name = "ask",
         .help = {"Make new keys for who lost their passphrase, and ask for them", "为丢失口令者生成新密钥并申请启用"},
         .about =
             {"Needs no passphrase but the new one. The old keys stay until two people have agreed. On another machine: "
              "recovery invite, then hub join.",
              "只需新口令。在两人同意之前，原密钥仍有效。在其他机器上：先 recovery invite，再 hub join。"},
         .operands = {{.name = "PERSON", .help = {"Your label or id", "您的标签或标识"}}},
         .options = {tokenOption()},
         .members = {{"person", {"The person's id", "标识"}},
                     {"keys", {"Fingerprint of the new keys", "新密钥的指纹"}}},
         .run = ask},
        {.group = "recovery",
         .name = "invite",
         .help = {"Write a file with which somebody makes new keys on another machine",
                  "写出供某人在其他机器上生成新密钥的文件"},
         .about = {"It holds no secret. The person keeps name, roles and cases.",
                   "其中没有秘密。此人的姓名、角色和案件不变。"},
         .operands = {personOperand(), file},
         .options = {},
         .members = {{"file", {"The file", "文件"}}, {"person", {"The person's id", "标识"}}},
         .run = invitation},
        {.group = "recovery",
         .name = "list",
         .help = {"Who asks for new keys, and what is proposed", "谁在申请更换密钥，以及已提议的更换"},
         .about = {},
         .operands = {},
         .options = {},
         .members =
             Members{{"renewals", {"One for each person", "每人一项"}},
                     {"renewals[].person", {"The person's id", "标识"}},
                     {"renewals[].name", {"The name", "姓名"}},
                     {"renewals[].keys", {"Fingerprint of the new keys", "新密钥的指纹"}},
                     {"renewals[].proposed", {"Whether an administrator has proposed them", "是否已由系统管理员提议"}},
                     {"renewals[].by", {"Id of who proposed them, or null", "提议者标识，或 null"}},
                     {"renewals[].why", {"Why", "原因"}},
                     {"renewals[].error",
                      {"Why you may not propose or approve them; null: you may",
                       "您不得提议或批准的原因；可以时为 null"}}} +
             under("renewals[].error", errorMembers()),
         .run = list},
        {.group = "recovery",
         .name = "propose",
         .help = {"Propose somebody's new keys (administrator)", "提议更换某人的密钥（系统管理员）"},
         .about =
             {"Let the person read the fingerprint out to you, over the telephone or face to face. If a machine was stolen, "
              "say first that the person is not active: that works at once, and alone.",
              "请由本人当面或通过电话读出指纹核对。如机器被盗，请先将此人设为不在岗：一人即可办理并立即生效。"},
         .operands = {personOperand()},
         .options = {keysOption(),
                     {.name = "why", .value = "TEXT", .help = {"What happened", "原因"}, .required = true},
                     {.name = "request",
                      .value = "FILE",
                      .help = {"The request from another machine", "来自其他机器的申请文件"},
                      .complete = Complete::file}},
         .members = under("receipt", receiptMembers()),
         .run = propose},
        {.group = "recovery",
         .name = "approve",
         .help = {"Approve new keys that somebody else proposed (administrator or authority head)",
                  "批准他人提议的密钥更换（系统管理员或机关负责人）"},
         .about =
             {"Let the person read the fingerprint out to you too. From here on the old keys open and sign nothing more; "
              "what they signed before stays valid. The keys that you hold are given to the new ones.",
              "您也须请本人读出指纹核对。此后原密钥不能再使用；此前的签名仍有效。您所持有的密钥将给予新密钥。"},
         .operands = {personOperand()},
         .options = {keysOption()},
         .members = under("receipt", receiptMembers()),
         .run = approve},
        {.group = "recovery",
         .name = "decline",
         .help = {"Decline new keys", "否决密钥更换"},
         .about = {"Who still has their keys declines what somebody else proposed in their name.",
                   "仍持有密钥的本人可否决他人以其名义提出的更换。"},
         .operands = {personOperand()},
         .options = {},
         .members = under("receipt", receiptMembers()),
         .run = decline},
        {.group = "recovery",
         .name = "tend",
         .help = {"Hand on the keys that are due from you", "给予应由您给予的密钥"},
         .about =
             {"Units that somebody has left get new keys, people come into the units of their roles, and who has new keys "
              "is given those of their cases. Approving, changing a person and this command do it.",
              "有人离开的密钥组更换密钥，人员加入其角色对应的密钥组，启用新密钥者重新获得案件密钥。批准更换、变更人员和本命令都会办理。"},
         .operands = {},
         .options = {},
         .members = Members{{"turned", {"Units with new keys", "已更换密钥的密钥组"}},
                            {"joined", {"Who came into which unit", "加入密钥组的人员"}},
                            {"joined[].unit", {"The unit", "密钥组"}},
                            {"joined[].person", {"The person's id", "标识"}},
                            {"cases", {"Cases whose keys were given again", "重新给予密钥的案件"}},
                            {"cases[].id", {"The case's id", "案件标识"}},
                            {"cases[].reference", {"The case's number", "案件编号"}},
                            {"cases[].done", {"Whether it was done", "是否已办理"}},
                            {"cases[].error", {"Why not; null where it was", "原因；已办理时为 null"}}} +
                    under("cases[].error", errorMembers()),
         .run = tend},
        {.group = "recovery",
         .name = "unit",
         .help = {"Begin a unit anew that nobody can open any more (administrator)",
                  "重新开始无人可打开的密钥组（系统管理员）"},
         .about = {"What was sealed to it before stays lost.", "此前封装的内容无法恢复。"},
         .operands = {{.name = "UNIT",
                       .help = {"office, custody, or what a unit is called", "office、custody 或处室名称"}}},
         .options = {},
         .members = under("receipt", receiptMembers()),
         .run = unit},
        {.group = "recovery",
         .name = "drill",
         .help = {"Prove who could get new keys today, and name who could not",
                  "演练：证明今日谁可恢复密钥，并指出谁不能"},
         .about =
             {"Opens the keys that you hold. Exit status 5 says that somebody could not be recovered, or that something "
              "would be lost with their keys; each with its cure. For administrators and authority heads.",
              "实际打开您所持有的密钥。退出码 5 表示有人无法恢复或其密钥丢失会造成损失，并逐一给出补救办法。限系统管理员和机关负责人。"},
         .operands = {},
         .options = {},
         .members = {{"time", {"When it was made", "演练时间"}},
                     {"before",
                      {"When you made the one before on this machine, or null", "您上次在本机演练的时间，或 null"}},
                     {"casesOpened",
                      {"Cases with people assigned whose keys were opened here", "已在本机打开密钥的有指派人员案件数"}},
                     {"casesUnopened", {"Those that should have and did not", "应可打开而未能打开的案件数"}},
                     {"units", {"Units whose keys were opened here", "已在本机打开密钥的密钥组"}},
                     {"people", {"Everybody who is active", "所有在岗人员"}},
                     {"people[].person", {"The person's id", "标识"}},
                     {"people[].cases", {"Cases they are let into by name", "被指派的案件数"}},
                     {"people[].gaps", {"What stands in the way; empty: nothing", "障碍；为空表示没有"}},
                     {"people[].gaps[].kind",
                      {"proposer, approver, unit or cases", "proposer、approver、unit 或 cases"}},
                     {"people[].gaps[].what", {"In words", "说明"}},
                     {"people[].gaps[].cure", {"What cures it", "补救办法"}},
                     {"people[].gaps[].unit", {"The unit, or empty", "密钥组，或空"}},
                     {"people[].gaps[].count", {"How many cases", "案件数"}},
                     {"people[].gaps[].cases", {"The first hundred", "前一百件"}},
                     {"faults", {"What should have opened here and did not", "应可打开而未能打开的内容"}}},
         .run = drill},
    };
}

} // namespace app
