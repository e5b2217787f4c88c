// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/cli/help.h"
#include "app/ctl/json.h"
#include "app/ctl/manual.h"
#include "crypto/self_test.h"
#include "crypto/version.h"
#include "model/store/database.h"
#include "model/store/version.h"

namespace app {

namespace {

Result<Reply> verify(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto report,
               workspace->verify(call.has("evidence"), context.progress({"Verifying", "正在核验"}), context.stop()));
    Reply reply;
    Json findings = Json::array();
    for (const auto& one : report.findings) {
        findings.push_back({{"place", one.place}, {"what", textJson(one.what)}});
        reply.words += one.place + ": " + context.in(one.what) + "\n";
    }
    reply.data = {{"events", report.events},   {"acts", report.acts},   {"links", report.links},
                  {"commits", report.commits}, {"items", report.items}, {"away", report.away},
                  {"findings", findings}};
    if (!report.findings.empty()) {
        reply.error =
            Error{Code::damaged,
                  model::fill({"{0} thing(s) do not hold", "有 {0} 处不符"}, std::to_string(report.findings.size())),
                  {"Keep the folder as it is and restore from a backup; verify names the places.",
                   "请保持文件夹原状并从备份恢复；上面列出了位置。"},
                  report.findings.front().place};
        return reply;
    }
    reply.words = context.in(model::fill(
        {"Everything holds: {0} events in {1} signed acts, {2} links in {3} signed commits, {4} pieces of evidence read.\n",
         "全部相符：{1} 个签名行为中的 {0} 个事件，{3} 个签名提交中的 {2} 个链接，已读 {4} 件证据。\n"},
        std::to_string(report.events), std::to_string(report.acts), std::to_string(report.links),
        std::to_string(report.commits), std::to_string(report.items)));
    return reply;
}

Result<Reply> rebuild(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto cases, workspace->rebuild(context.progress({"Folding", "正在重建"}), context.stop()));
    Reply reply;
    reply.data = {{"cases", cases}};
    reply.words =
        context.in(model::fill({"{0} cases are folded anew.\n", "已重建 {0} 个案件。\n"}, std::to_string(cases)));
    return reply;
}

Result<void> cryptoTest() {
    if (const auto held = crypto::selfTest(); !held) {
        return fail(Code::damaged, {"A known answer of the cryptography did not come out", "密码算法自检未通过"},
                    {"Do not use this program on this machine.", "请勿在本机使用本程序。"},
                    crypto::faultName(held.error()));
    }
    return {};
}

Result<Reply> selfTest(const Invocation&, Context& context) {
    Reply reply;
    Json checks = Json::array();
    const auto add = [&](const char* name, const Text& title, const Result<void>& held) {
        checks.push_back(
            {{"check", name}, {"ok", held.has_value()}, {"error", held ? Json(nullptr) : errorJson(held.error())}});
        reply.words +=
            context.in(title) + "  " +
            (held ? context.in({"holds", "通过"}) : model::sentence(held.error(), context.output().language())) + "\n";
        if (!held && !reply.error) reply.error = held.error();
    };
    add("crypto", {"Cryptography gives the known answers", "密码算法已知答案"}, cryptoTest());
    add("storage", {"Storage can encrypt", "存储可加密"}, model::storageGuard());
    const auto definition = model::parseDefinition(model::shippedDefinition());
    add("workflow", {"The shipped workflow is sound", "自带流程无误"},
        definition ? Result<void>{} : Result<void>(std::unexpected(definition.error())));
    reply.data["checks"] = checks;
    return reply;
}

Result<Reply> completion(const Invocation& call, Context& context) {
    Reply reply;
    const std::string script = completionScript(context.program(), call.value("SHELL"), context.output().language());
    reply.data["script"] = script;
    reply.words = script;
    return reply;
}

Result<Reply> manual(const Invocation&, Context& context) {
    Reply reply;
    const std::string page = manualPage(context.program(), context.output().language());
    reply.data["page"] = page;
    reply.words = page;
    return reply;
}

} // namespace

Result<Reply> versionReply(Context& context) {
    Reply reply;
    const auto guard = model::storageGuard();
    const Json libraries = {crypto::libraryVersion(), model::storageVersion()};
    reply.data = {{"version", TOUCHSTONE_VERSION}, {"libraries", libraries}, {"storageGuard", guard.has_value()}};
    reply.words = "touchstonectl " TOUCHSTONE_VERSION "\n";
    for (const auto& one : libraries) reply.words += one.get<std::string>() + "\n";
    reply.words += context.in(guard ? Text{"Storage guard: holds\n", "存储守卫：通过\n"}
                                    : Text{"Storage guard: FAILED\n", "存储守卫：未通过\n"});
    if (!guard) reply.error = guard.error();
    return reply;
}

std::vector<Command> upkeepCommands() {
    return {
        {.group = "",
         .name = "verify",
         .help = {"Check every hash, signature and chain of the office", "核验办公室的每个摘要、签名和链"},
         .about =
             {"Folds everything anew, judges every event again and compares with the hub. It writes nothing. Whatever does not "
              "hold is named with its place, and the exit status is 4.",
              "重新折叠全部内容，再次判定每个事件，并与汇集点比对。不写入任何内容。不符之处连同位置列出，退出码为 4。"},
         .operands = {},
         .options = {{.name = "evidence", .help = {"Also read every piece of evidence through", "并通读每件证据"}}},
         .members =
             Members{{"events", {"Events checked", "已核验的事件"}},
                     {"acts", {"Signed acts checked", "已核验的签名行为"}},
                     {"links", {"Links checked", "已核验的链接"}},
                     {"commits", {"Signed commits checked", "已核验的签名提交"}},
                     {"items", {"Pieces of evidence read through", "已通读的证据"}},
                     {"away",
                      {"Of these, those whose files are on the hub and not on this machine",
                       "其中文件在服务器上而本机没有的证据"}},
                     {"findings", {"What does not hold; empty where everything does", "不符之处；全部相符时为空"}},
                     {"findings[].place", {"Where: table and row, case and link, or file", "位置"}}} +
             under("findings[].what", textMembers()),
         .run = verify},
        {.group = "",
         .name = "rebuild",
         .help = {"Drop lists, search and tasks, and fold them anew from the log", "删除列表、检索和任务，由日志重建"},
         .about = {},
         .operands = {},
         .options = {},
         .members = {{"cases", {"How many cases were folded", "重建的案件数"}}},
         .run = rebuild},
    };
}

std::vector<Command> selfCommands() {
    return {
        {.group = "",
         .name = "self-test",
         .help = {"Check that cryptography, storage and workflow of this program work here",
                  "检查本程序的密码、存储和流程在本机可用"},
         .about = {"Needs no office.", "无需办公室。"},
         .operands = {},
         .options = {},
         .members = Members{{"checks", {"What was checked", "检查项"}},
                            {"checks[].check", {"crypto, storage or workflow", "crypto、storage 或 workflow"}},
                            {"checks[].ok", {"Whether it holds", "是否通过"}},
                            {"checks[].error", {"What is wrong, or null", "问题，可为 null"}}} +
                    under("checks[].error", errorMembers()),
         .run = selfTest},
        {.group = "",
         .name = "completion",
         .help = {"Print what a shell needs to complete commands: source <(touchstonectl completion bash)",
                  "输出 shell 补全脚本：source <(touchstonectl completion bash)"},
         .about = {},
         .operands = {{.name = "SHELL", .help = {"The shell", "shell"}, .choices = {"bash", "zsh", "fish"}}},
         .options = {},
         .members = {{"script", {"The script", "脚本"}}},
         .run = completion},
        {.group = "",
         .name = "manual",
         .help = {"Print the manual page: touchstonectl manual | man -l -",
                  "输出手册页：touchstonectl manual | man -l -"},
         .about = {},
         .operands = {},
         .options = {},
         .members = {{"page", {"The page in roff", "roff 格式的手册页"}}},
         .run = manual},
    };
}

} // namespace app
