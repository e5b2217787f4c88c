// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/address.h"
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workspace/hub_oversight.h"
#include "model/workspace/invitation.h"

namespace app {

namespace {

Json hubJson(const std::optional<model::HubAddress>& hub) {
    if (!hub || hub->host.empty()) return nullptr;
    return {{"host", hub->host}, {"port", hub->port}, {"pin", hub->pin ? Json(hub->pin->hex()) : Json(nullptr)}};
}

Result<Reply> handOver(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto file, fullPath(call.value("FILE")));
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto code, workspace->handOver(file));
    Reply reply;
    reply.data = {{"file", file.string()}, {"code", code}};
    reply.words = context.in(model::fill(
        {"The office's record is in {0}. On the server:\n  touchstone-hub adopt {0} --folder DIR\nThe code, which must not "
         "travel with the file:\n{1}\nUntil the hub is connected, what is said here waits.\n",
         "单位记录已写入 {0}。在服务器上执行：\n  touchstone-hub adopt {0} --folder DIR\n移交码（不得与文件一同传送）：\n{1}\n"
         "在连接服务器之前，此处提交的内容处于待发状态。\n"},
        file.string(), code));
    return reply;
}

Result<Reply> connect(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto address, parseAddress(call.value("ADDRESS")));
    if (address.port == 0) return fail(Code::usage, {"A hub has a port", "服务器须有端口"}, {}, "ADDRESS");
    std::optional<model::Digest> pin;
    if (const auto word = call.find("pin")) {
        auto read = model::Digest::fromHex(*word);
        if (!read) {
            return fail(Code::usage, {"This is no pin", "这不是证书指纹"},
                        {"It has 64 hexadecimal digits and stands in the first line of the hub's log",
                         "证书指纹为 64 位十六进制数，见服务器日志首行"},
                        "--pin");
        }
        pin = *read;
    }
    TRY_ASSIGN(const auto workspace, context.open());
    TRY(workspace->connectHub(address.host, address.port, pin));
    Reply reply;
    reply.data["hub"] = hubJson(workspace->hubAddress());
    reply.words = context.in(model::fill(
        {"This office exchanges with the hub at {0}.\n", "本单位现与 {0} 的服务器同步。\n"}, call.value("ADDRESS")));
    return reply;
}

Result<Reply> invitation(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto folder, context.officeFolder());
    TRY_ASSIGN(const auto made, model::invitationOf(folder));
    const std::string file = call.value("FILE");
    TRY(writeNewFile(file, crypto::asBytes(model::writeInvitation(made))));
    Reply reply;
    reply.data = {{"file", file}, {"hub", hubJson(made.hub)}, {"fingerprint", made.fingerprint.hex()}};
    reply.words = context.in(
        model::fill({"{0} leads to this office. Its fingerprint is {1}.\n", "{0} 指向本单位。其指纹是 {1}。\n"}, file,
                    made.fingerprint.hex()));
    return reply;
}

Result<Reply> join(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto bytes, readFile(call.value("INVITATION"), model::kInvitationLimit));
    TRY_ASSIGN(const auto invitation, model::readInvitation(bytes));
    TRY_ASSIGN(const auto named, context.officeFolder());
    TRY_ASSIGN(const auto folder, fullPath(named));
    model::PersonRequest request;
    request.label = call.value("label");
    request.name = call.find("name").value_or(request.label);
    TRY_ASSIGN(const auto passphrase, context.newSecret(request.label, request.token));
    TRY_ASSIGN(const auto made, model::joinByInvitation(
                                    folder, invitation, request, passphrase.view(), context.surroundings(),
                                    [&](const Text& doing) { context.progress(doing)(0, 0); }, context.stop()));
    const std::string file = call.value("request");
    TRY(writeNewFile(file, crypto::asBytes(model::writeJoinRequest(made))));
    const std::string keys = model::keyFingerprint(made.identity).hex();
    Reply reply;
    reply.data = {{"person", made.person.hex()}, {"folder", folder.string()}, {"request", file}, {"keys", keys}};
    if (invitation.person) {
        reply.words = context.in(
            model::fill({"Give {0} to an administrator, who runs touchstonectl recovery propose {2} --request {0}\n"
                         "Fingerprint of the new keys, to be read out to them and to who approves: {1}\n",
                         "请将 {0} 交给系统管理员，由其执行 touchstonectl recovery propose {2} --request {0}\n"
                         "新密钥的指纹，请读给系统管理员和批准人核对：{1}\n"},
                        file, keys, made.person.hex()));
        return reply;
    }
    reply.words =
        context.in(model::fill({"Give {0} to an administrator, who runs touchstonectl hub admit {0} --role ROLE\n"
                                "Fingerprint of the keys, to be compared with them first: {1}\n",
                                "请将 {0} 交给系统管理员，由其执行 touchstonectl hub admit {0} --role ROLE\n"
                                "密钥指纹，请先与系统管理员核对：{1}\n"},
                               file, keys));
    return reply;
}

Result<Reply> admit(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto bytes, readFile(call.value("REQUEST"), model::kInvitationLimit));
    TRY_ASSIGN(const auto request, model::readJoinRequest(bytes));
    TRY_ASSIGN(const auto roles, rolesOf(call));
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto receipt, workspace->admit(request, roles, call.has("certified")));
    auto reply =
        receiptReply(receipt, context,
                     model::fill({"{0} is admitted. Fingerprint of the keys: {1}", "{0} 已接纳。密钥指纹：{1}"},
                                 request.name, model::keyFingerprint(request.identity).hex()));
    reply.data["person"] = request.person.hex();
    return reply;
}

/// Hands over the files of evidence that the hub lacks.
Result<void> sendEvidence(model::Workspace& workspace, Context& context, Reply& reply) {
    TRY_ASSIGN(auto transfer, workspace.evidenceToSend(true));
    const auto progress = context.progress({"Handing over evidence", "正在上传证据"});
    auto outcome = transfer.run(progress, context.stop());
    const auto waits = [](const auto& one) { return one.place == model::EvidencePlace::hereOnly && !one.error; };
    if (!outcome.ended && std::ranges::any_of(outcome.items, waits)) {
        // What the hub had once and has lost; or what it does not know.
        TRY_ASSIGN(transfer, workspace.evidenceToSend(false));
        auto second = transfer.run(progress, context.stop());
        second.bytes += outcome.bytes;
        std::erase_if(outcome.items, waits);
        second.items.insert(second.items.end(), outcome.items.begin(), outcome.items.end());
        outcome = std::move(second);
    }
    const auto waiting = std::ranges::count_if(outcome.items, waits);
    reply.data["evidence"] = {{"bytes", outcome.bytes}, {"waiting", waiting}, {"failed", outcome.failed()}};
    if (outcome.bytes > 0)
        reply.words += context.in(model::fill({"Evidence: {0} bytes handed over.\n", "证据：已上传 {0} 字节。\n"},
                                              std::to_string(outcome.bytes)));
    for (const auto& one : outcome.items) {
        if (one.error)
            reply.words +=
                one.item.hex().substr(0, 8) + "  " + model::sentence(*one.error, context.output().language()) + "\n";
    }
    reply.error = transferError(outcome);
    return {};
}

/// What an exchange asks, as JSON; null where it asks nothing.
Json questionJson(const std::optional<model::HubQuestion>& question) {
    if (!question) return nullptr;
    const bool givesBack = question->what == model::HubQuestion::What::givesBack;
    return {{"what", givesBack ? "set-back" : "release"}, {"commits", question->commits}, {"cases", question->cases}};
}

/// The exchange has stopped with a question.
void askIn(Reply& reply, const model::HubQuestion& question) {
    const bool givesBack = question.what == model::HubQuestion::What::givesBack;
    reply.error = Error{
        Code::refused,
        model::questionWords(question),
        model::fill(
            {"To go on: touchstonectl hub exchange {0}. Or leave it stopped and ask an administrator; nothing here is lost.",
             "如需继续：touchstonectl hub exchange {0}。也可保持中止并联系系统管理员；本机内容不会丢失。"},
            givesBack ? "--accept-set-back" : "--accept-release"),
        {},
        {}};
}

Result<Reply> exchange(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open(Context::Hub::leave));
    const auto oversight = workspace->hubOversight();
    using What = model::HubQuestion::What;
    constexpr auto kAny = model::AskAbove::kNever;
    if (call.has("accept-set-back")) oversight.agree({What::givesBack, kAny, kAny});
    if (call.has("accept-release")) oversight.agree({What::releases, kAny, kAny});
    TRY_ASSIGN(const auto news, oversight.exchange());
    Reply reply;
    reply.data = {{"received", news.received},
                  {"givenBack", news.givenBack},
                  {"asks", questionJson(news.asks)},
                  {"hub", hubJson(workspace->hubAddress())},
                  {"evidence", nullptr}};
    if (news.left) {
        reply.error = Error{Code::refused, {"You have left this office", "您已离开本办公室"}, {}, {}, {}};
        return reply;
    }
    if (news.asks) {
        askIn(reply, *news.asks);
        return reply;
    }
    reply.words =
        context.in(model::fill({"Exchanged; {0} new.\n", "已同步；新内容 {0} 条。\n"}, std::to_string(news.received)));
    if (news.givenBack > 0)
        reply.words +=
            context.in(model::fill({"The hub was set back; {0} commits that it had lost were given back to it.\n",
                                    "服务器曾被回退；已向其交还所缺的 {0} 条提交记录。\n"},
                                   std::to_string(news.givenBack)));
    if (workspace->hubAddress() && !call.has("no-evidence")) TRY(sendEvidence(*workspace, context, reply));
    return reply;
}

std::vector<Member> hubMembers() {
    return {{"hub",
             {"Where the hub is; null if it is in the office's own folder or not known",
              "服务器所在；自带或未知时为 null"}},
            {"hub.host", {"Its name or address", "名称或地址"}},
            {"hub.port", {"Its port", "端口"}},
            {"hub.pin", {"SHA-256 of its certificate, or null", "证书的 SHA-256，或 null"}}};
}

Operand fileOperand(const char* name, Text help) {
    return {.name = name, .help = std::move(help), .complete = Complete::file};
}

std::vector<Member> with(std::vector<Member> more) {
    auto all = hubMembers();
    all.insert(all.begin(), more.begin(), more.end());
    return all;
}

} // namespace

std::vector<Command> hubCommands() {
    Option label = {.name = "label",
                    .value = "LABEL",
                    .help = {"The word on the unlock page; whoever has the disk can read it",
                             "解锁页上的标签；拿到磁盘的人可以看到"},
                    .required = true};
    return {
        {.group = "hub",
         .name = "hand-over",
         .help = {"Write the office's record for a hub that takes it over (administrator)",
                  "写出单位记录，供服务器接收（系统管理员）"},
         .about =
             {"From then on this folder is no hub of its own any more, and what is said in it waits until the hub is "
              "connected. The code opens the file: tell it apart from it.",
              "此后本文件夹不再自带服务器；在连接服务器之前，提交的内容处于待发状态。移交码可打开该文件，须与文件分开传送。"},
         .operands = {{.name = "FILE", .help = {"The file to write; it must not exist", "要写出的文件，不得已存在"}}},
         .members = {{"file", {"The file", "文件"}}, {"code", {"What opens it", "打开文件的移交码"}}},
         .run = handOver},
        {.group = "hub",
         .name = "connect",
         .help = {"Say where the office's hub is, and exchange with it", "指明单位服务器所在并同步"},
         .about =
             {"The hub must be this office's: the founding and the identity that it shows are compared. Without --pin "
              "the authorities of this machine vouch for its certificate.",
              "该服务器须属于本单位：将核对其设立指纹和身份。未给出 --pin 时，由本机信任的证书机构担保其证书。"},
         .operands = {{.name = "ADDRESS",
                       .help = {"HOST or HOST:PORT; the port is 8844 else", "主机或 主机:端口；默认端口 8844"}}},
         .options = {{.name = "pin",
                      .value = "HEX",
                      .help = {"SHA-256 of the hub's certificate", "服务器证书的 SHA-256"}}},
         .members = hubMembers(),
         .run = connect},
        {.group = "hub",
         .name = "invitation",
         .help = {"Write a file with which somebody joins from another machine", "写出供他人从其他机器加入的文件"},
         .about = {"It holds no secret and lets nobody in: an administrator still admits.",
                   "其中没有秘密，也不使任何人获准加入：仍须系统管理员接纳。"},
         .operands = {{.name = "FILE", .help = {"The file to write; it must not exist", "要写出的文件，不得已存在"}}},
         .members =
             with({{"file", {"The file", "文件"}}, {"fingerprint", {"Id of the founding event", "建立事件的标识"}}}),
         .run = invitation},
        {.group = "hub",
         .name = "join",
         .help = {"Make an office's folder on this machine and ask to be admitted", "在本机建立单位文件夹并申请加入"},
         .about = {"Makes keys in the folder of --office, which must not exist, and a request for the administrator.",
                   "在 --office 指定的（尚不存在的）文件夹中生成密钥，并写出交给系统管理员的申请。"},
         .operands = {fileOperand("INVITATION", {"The invitation", "邀请文件"})},
         .options = {label,
                     {.name = "name",
                      .value = "NAME",
                      .help = {"The person's name; the request holds it", "姓名；申请文件中含有姓名"}},
                     tokenOption(),
                     {.name = "request",
                      .value = "FILE",
                      .help = {"The request to write; it must not exist", "要写出的申请文件，不得已存在"},
                      .required = true}},
         .members = {{"person", {"Id of the person who waits", "等待接纳者的标识"}},
                     {"folder", {"The office's folder", "单位文件夹"}},
                     {"request", {"The request", "申请文件"}},
                     {"keys", {"Fingerprint of the person's keys", "此人密钥的指纹"}}},
         .run = join},
        {.group = "hub",
         .name = "admit",
         .help = {"Admit a person by their request (administrator)", "按申请文件接纳人员（系统管理员）"},
         .about = {"Compare the fingerprint of the keys with the person first.", "请先与本人核对密钥指纹。"},
         .operands = {fileOperand("REQUEST", {"The request", "申请文件"})},
         .options = {{.name = "role",
                      .value = "ROLE",
                      .help = {"A role in the office; may be given several times", "角色；可多次给出"},
                      .required = true,
                      .repeats = true,
                      .choices = roleWords()},
                     {.name = "certified",
                      .help = {"Holds an enforcement certificate (APL 42)", "持有行政执法证（行政处罚法第42条）"}}},
         .members = under("receipt", receiptMembers()) + Members{{"person", {"Id of the person", "此人的标识"}}},
         .run = admit},
        {.group = "hub",
         .name = "exchange",
         .help = {"Send what waits to the hub and take what is new", "向服务器发送待发内容并取回新内容"},
         .about =
             {"Every command does so by itself where the hub can be reached; this one fails with exit code 6 where it "
              "cannot. It also hands over the files of evidence that are here and the hub lacks, of this person's "
              "cases; stopped or cut off, the next one goes on. Above the numbers of hub limits it stops and asks, with exit "
              "code 7.",
              "各命令在可连接服务器时会自动同步；本命令在无法连接时以退出码 6 失败。"
              "它还会上传本人案件中在本机而服务器缺少的证据文件；中断后下次继续。超过 hub limits 所设数目时中止并询问，退出码 7。"},
         .options =
             {{.name = "no-evidence", .help = {"Leave the files of evidence for another time", "本次不上传证据文件"}},
              {.name = "accept-set-back",
               .help = {"Give a hub that was set back all that it lacks, however much",
                        "服务器被回退时，无论多少均向其交还所缺内容"}},
              {.name = "accept-release",
               .help = {"Take news that take you off cases, however many", "无论多少，均接受使您退出案件的新内容"}}},
         .members =
             with({{"received", {"Events of others that were new", "他人的新事件数"}},
                   {"givenBack",
                    {"Commits that the hub had lost and took back from here", "服务器丢失后由本机交还的提交记录数"}},
                   {"asks", {"Why it stopped and asks; null: it did not", "中止并询问的原因；未中止时为 null"}},
                   {"asks.what",
                    {"set-back (the hub lacks commits) or release (news take you off cases)",
                     "set-back（服务器缺少提交记录）或 release（新内容使您退出案件）"}},
                   {"asks.commits", {"Commits that the hub lacks", "服务器缺少的提交记录数"}},
                   {"asks.cases", {"Cases of yours that are concerned", "涉及本机案件数"}}}) +
             Members{{"evidence",
                      {"Files of evidence that the hub lacked; null where none were handed over by choice or "
                       "the office is its own hub",
                       "服务器缺少的证据文件；选择不上传或单位自带服务器时为 null"}},
                     {"evidence.bytes", {"Bytes that were handed over", "已上传的字节数"}},
                     {"evidence.waiting",
                      {"Files that the hub does not have yet, without a fault", "尚未在服务器上的文件数（无故障）"}},
                     {"evidence.failed", {"Files that could not be handed over", "未能上传的文件数"}}},
         .run = exchange},
    };
}

} // namespace app
