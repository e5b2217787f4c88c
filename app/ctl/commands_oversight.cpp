// SPDX-License-Identifier: GPL-3.0-or-later
// Watching the hub: what it was named for, what shows it to others, and what two desks compare without it.
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/workspace/hub_oversight.h"

#include <charconv>

namespace app {

namespace {

std::string_view kindName(model::Contradiction kind) {
    switch (kind) {
    case model::Contradiction::none: return "none";
    case model::Contradiction::twoHistories: return "two-histories";
    case model::Contradiction::twoOrders: return "two-orders";
    }
    return {};
}

Json proofJson(const model::Proof& proof) {
    const bool shows = proof.proves != model::Contradiction::none;
    return {{"shows", shows ? Json(kindName(proof.proves)) : Json(nullptr)},
            {"claims", kindName(proof.finding.kind)},
            {"what", textJson(proof.finding.what)},
            {"where", proof.finding.where},
            {"time", model::formatUtc(proof.time)},
            {"verdict", textJson(model::verdictOf(proof))},
            {"fingerprint", proof.fingerprint.hex()},
            {"hub", proof.hub ? Json(model::keyFingerprint(*proof.hub).hex()) : Json(nullptr)},
            {"maker", proof.maker.hex()},
            {"makerKeys", model::keyFingerprint(proof.makerKeys).hex()}};
}

Members proofMembers() {
    return Members{{"shows",
                    {"What the signatures in it show to everybody: two-histories or two-orders; null: nothing",
                     "其中签名可向任何人证明的内容：two-histories 或 two-orders；null 表示不能证明"}},
                   {"claims", {"What the file says of itself, or none", "文件自称的内容，或 none"}},
                   {"where", {"Commit, or case and entry", "提交记录，或案件与记录编号"}},
                   {"time", {"When its maker found it, by their clock", "制作人发现的时间（其时钟）"}},
                   {"fingerprint", {"Fingerprint of the office that it names", "其所称单位的指纹"}},
                   {"hub", {"Fingerprint of that office's hub identity, or null", "该单位服务器身份的指纹，或 null"}},
                   {"maker", {"Id of the person who made it", "制作人标识"}},
                   {"makerKeys", {"Fingerprint of the keys it is signed with", "签署所用密钥的指纹"}}} +
           under("what", textMembers()) + under("verdict", textMembers());
}

Result<Reply> findings(const Invocation&, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open(Context::Hub::leave));
    TRY_ASSIGN(const auto found, workspace->hubOversight().findings());
    Reply reply;
    Json list = Json::array();
    for (const auto& one : found) {
        Json entry = proofJson(one.proof);
        entry["number"] = one.number;
        list.push_back(std::move(entry));
        reply.words += std::to_string(one.number) + "  " + model::formatUtc(one.proof.time) + "  " +
                       context.in(one.proof.finding.what) + " (" + one.proof.finding.where + ")\n    " +
                       context.in(model::verdictOf(one.proof)) + "\n";
    }
    if (found.empty())
        reply.words = context.in({"The hub was named for nothing here.\n", "本机未发现服务器有任何问题。\n"});
    reply.data["findings"] = list;
    return reply;
}

Result<Reply> saveProof(const Invocation& call, Context& context) {
    const std::string word = call.value("N");
    std::int64_t number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec != std::errc() || read.ptr != word.data() + word.size())
        return fail(Code::usage, {"N is the number of a finding", "N 应为发现的编号"},
                    {"touchstonectl hub findings lists them", "touchstonectl hub findings 列出全部"}, word);
    TRY_ASSIGN(const auto workspace, context.open(Context::Hub::leave));
    TRY_ASSIGN(const auto file, workspace->hubOversight().proof(number));
    TRY_ASSIGN(const auto proof, model::readProof(file));
    TRY(writeNewFile(call.value("to"), file));
    Reply reply;
    reply.data = proofJson(proof);
    reply.data["file"] = call.value("to");
    reply.words = context.in(model::fill({"Written to {0}. Whoever has it runs: touchstonectl verify-proof {0}\n{1}\n",
                                          "已写入 {0}。持有者可执行：touchstonectl verify-proof {0}\n{1}\n"},
                                         call.value("to"), model::verdictOf(proof)));
    return reply;
}

Result<Reply> verifyProof(const Invocation& call, Context& context) {
    std::optional<model::Digest> expected;
    if (const auto word = call.find("fingerprint")) {
        auto read = model::Digest::fromHex(*word);
        if (!read)
            return fail(Code::usage, {"This is no fingerprint of an office", "这不是单位指纹"},
                        {"It has 64 hexadecimal digits; touchstonectl office show prints it",
                         "应为 64 位十六进制数，见 touchstonectl office show"},
                        "--fingerprint");
        expected = *read;
    }
    TRY_ASSIGN(const auto bytes, readFile(call.value("FILE"), model::kProofLimit));
    TRY_ASSIGN(const auto proof, model::readProof(crypto::asBytes(bytes)));
    if (expected && *expected != proof.fingerprint) {
        return fail(Code::refused, {"This proof is about another office", "该证明针对其他单位"},
                    {"Compare the fingerprints", "请核对指纹"}, proof.fingerprint.hex());
    }
    Reply reply;
    reply.data = proofJson(proof);
    const Text verdict = model::verdictOf(proof);
    reply.words = context.in(model::fill(
        {"{0}\nFound: {1} ({2}), {3}.\nOffice: {4}. Compare it with the fingerprint that the office itself names.\nMade with the keys {5}.\n",
         "{0}\n发现：{1}（{2}），{3}。\n单位：{4}。请与该单位自己公布的指纹核对。\n制作所用密钥：{5}。\n"},
        verdict, proof.finding.what, proof.finding.where, model::formatUtc(proof.time), proof.fingerprint.hex(),
        model::keyFingerprint(proof.makerKeys).hex()));
    if (proof.proves == model::Contradiction::none) reply.error = Error{Code::refused, verdict, {}, {}, {}};
    return reply;
}

Result<Reply> heads(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open(Context::Hub::leave));
    const auto oversight = workspace->hubOversight();
    TRY_ASSIGN(const auto shown, oversight.shownHead());
    Reply reply;
    reply.data = {{"commit", shown.commit}, {"words", shown.words}, {"code", shown.code}, {"file", nullptr}};
    reply.words = shown.words + "\n" + shown.code + "\n";
    if (const auto to = call.find("to")) {
        TRY_ASSIGN(const auto file, oversight.heads());
        TRY(writeNewFile(*to, file));
        reply.data["file"] = *to;
        reply.words += context.in(model::fill({"Written to {0}; on the other desk: touchstonectl hub compare {0}\n",
                                               "已写入 {0}；在另一台工作端执行：touchstonectl hub compare {0}\n"},
                                              *to));
    }
    return reply;
}

Result<Reply> compare(const Invocation& call, Context& context) {
    const auto text = call.find("text");
    const auto file = call.find("FILE");
    if (text.has_value() == file.has_value())
        return fail(Code::usage, {"Name a file, or give the text with --text", "请指定文件，或用 --text 给出文字"});
    std::string theirs = text.value_or(std::string());
    if (file) {
        TRY_ASSIGN(theirs, readFile(*file, model::kHeadsLimit));
    }
    TRY_ASSIGN(const auto workspace, context.open(Context::Hub::leave));
    TRY_ASSIGN(const auto compared, workspace->hubOversight().compare(crypto::asBytes(theirs)));
    Reply reply;
    reply.data = {{"verdict", model::verdictName(compared.what.verdict)},
                  {"words", textJson(compared.what.words)},
                  {"ours", compared.what.ours},
                  {"theirs", compared.what.theirs},
                  {"agree", compared.what.agree},
                  {"by", compared.by},
                  {"vouched", compared.vouched},
                  {"finding", compared.finding ? Json(*compared.finding) : Json(nullptr)}};
    reply.words = context.in(compared.what.words) + "\n";
    if (compared.finding)
        reply.words += context.in(model::fill({"Kept as finding {0}: touchstonectl hub save-proof {0} --to FILE\n",
                                               "已保存为发现 {0}：touchstonectl hub save-proof {0} --to FILE\n"},
                                              std::to_string(*compared.finding)));
    if (compared.what.verdict == model::HeadsVerdict::twoHistories)
        reply.error = Error{Code::damaged, compared.what.words, {}, {}, {}};
    return reply;
}

Result<std::uint64_t> limitOf(const std::string& word, const char* option) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
    if (read.ec == std::errc() && read.ptr == word.data() + word.size() && value <= 1'000'000) return value;
    return fail(Code::usage, {"A number from 0 to 1000000 stands here", "此处应为 0 至 1000000 的数"}, {}, option);
}

Result<Reply> limits(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open(Context::Hub::leave));
    const auto oversight = workspace->hubOversight();
    TRY_ASSIGN(auto above, oversight.asksAbove());
    const auto before = above;
    if (const auto word = call.find("commits")) {
        TRY_ASSIGN(above.commits, limitOf(*word, "--commits"));
    }
    if (const auto word = call.find("cases")) {
        TRY_ASSIGN(above.cases, limitOf(*word, "--cases"));
    }
    if (!(above == before)) TRY(oversight.setAsksAbove(above));
    Reply reply;
    reply.data = {{"commits", above.commits}, {"cases", above.cases}};
    reply.words = context.in(model::fill(
        {"The exchange stops and asks before more than {0} commits are given back to the hub, and before more than {1} cases "
         "at once are taken away.\n",
         "向服务器交还超过 {0} 条提交记录之前，或一次退出超过 {1} 个案件之前，同步会中止并询问。\n"},
        std::to_string(above.commits), std::to_string(above.cases)));
    return reply;
}

Operand fileOperand(Text help, bool required = true) {
    return {.name = "FILE", .help = std::move(help), .required = required, .complete = Complete::file};
}

Option toOption(Text help, bool required) {
    return {.name = "to", .value = "FILE", .help = std::move(help), .required = required, .complete = Complete::file};
}

std::vector<Command> proofCommands() {
    return {
        {.group = "hub",
         .name = "findings",
         .help = {"List what this desk has named the hub for", "列出本机发现的服务器问题"},
         .about =
             {"Each is kept once, encrypted, with what the hub signed as far as that shows it to others. The hub is not "
              "asked.",
              "每项仅保存一次并加密；凡服务器签署内容足以向他人证明的，一并保存。本命令不连接服务器。"},
         .members = Members{{"findings[].number", {"Its number, for hub save-proof", "编号，用于 hub save-proof"}}} +
                    under("findings[]", proofMembers()),
         .run = findings},
        {.group = "hub",
         .name = "save-proof",
         .help = {"Write a finding to a file that anybody can check", "将发现写入任何人可核验的文件"},
         .about = {"It holds signatures, hashes and the office's founding, and nothing of the contents of cases.",
                   "其中只有签名、摘要和本单位的设立事件，不含案件内容。"},
         .operands = {{.name = "N", .help = {"Number of the finding", "发现的编号"}}},
         .options = {toOption({"The file to write; it must not exist", "要写出的文件，不得已存在"}, true)},
         .members = Members{{"file", {"The file", "文件"}}} + proofMembers(),
         .run = saveProof},
        {.name = "verify-proof",
         .help = {"Say what a file with a finding about a hub proves", "说明针对服务器的证明文件证明了什么"},
         .about =
             {"It needs no office and no person. What proves nothing ends with exit code 7, and a file that was changed "
              "with 4.",
              "无需单位和人员。不能证明任何内容的，以退出码 7 结束；被更改的文件以 4 结束。"},
         .operands = {fileOperand({"The file", "文件"})},
         .options = {{.name = "fingerprint",
                      .value = "HEX",
                      .help = {"The office's fingerprint; another one is refused", "单位指纹；不符则拒绝"}}},
         .members = proofMembers(),
         .run = verifyProof},
    };
}

std::vector<Command> headCommands() {
    return {
        {.group = "hub",
         .name = "heads",
         .help = {"Say which commits this desk has, for another desk to compare",
                  "说明本机持有的提交记录，供另一台工作端比对"},
         .about =
             {"The first line is to be read out and typed, the second is what the desk shows as a QR code, and the file "
              "lets a desk that lacks up to 255 commits tell too. The hub is not asked.",
              "第一行供朗读和输入，第二行即桌面程序显示的二维码内容；文件可使落后不超过 255 条的工作端也能判定。本命令不连接服务器。"},
         .options = {toOption({"Write the file too; it must not exist", "同时写出文件，不得已存在"}, false)},
         .members = {{"commit", {"Number of the last commit", "最后一条提交记录的编号"}},
                     {"words", {"Number, and 32 digits of the hash, to be typed", "编号及摘要的 32 位，供输入"}},
                     {"code", {"The same with signatures, to be scanned or pasted", "含签名，供扫描或粘贴"}},
                     {"file", {"The file, or null", "文件，或 null"}}},
         .run = heads},
        {.group = "hub",
         .name = "compare",
         .help = {"Compare with what another desk says of its commits", "与另一台工作端的提交记录比对"},
         .about = {"Two histories end with exit code 4, and are kept as a finding where both are signed by the hub.",
                   "发现两份历史时以退出码 4 结束；双方均有服务器签名的，保存为发现。"},
         .operands = {fileOperand(
             {"What hub heads --to wrote; - is standard input", "hub heads --to 写出的文件；- 为标准输入"}, false)},
         .options = {{.name = "text",
                      .value = "WORDS",
                      .help = {"What was typed, pasted or scanned, in its place", "以输入、粘贴或扫描的文字代替文件"}}},
         .members = Members{{"verdict",
                             {"same, theirs-begins (theirs is the beginning of ours), ours-begins, two-histories or "
                              "cannot-tell",
                              "same、theirs-begins（对方为本机之开头）、ours-begins、two-histories 或 cannot-tell"}},
                            {"ours", {"Last commit here", "本机最后一条"}},
                            {"theirs", {"Last commit there", "对方最后一条"}},
                            {"agree", {"The same up to this one, as far as can be told", "可判定至此一致"}},
                            {"by", {"Name of who made it; empty if not known here", "制作人姓名；本机不认识则为空"}},
                            {"vouched", {"true where that person's signature was checked", "已核对其签名时为 true"}},
                            {"finding", {"Number of the new finding, or null", "新发现的编号，或 null"}}} +
                    under("words", textMembers()),
         .run = compare},
        {.group = "hub",
         .name = "limits",
         .help = {"Show or set from where on an exchange asks", "显示或设置同步在何种情况下询问"},
         .about =
             {"A hub that was set back is given back what it lost; news may take you off cases. Above these numbers the "
              "exchange stops first and asks: 100 commits and 20 cases unless set. Yours, on this machine.",
              "被回退的服务器会得到其所缺的记录；新内容可能使您退出案件。超过以下数目时，同步先中止并询问；默认 100 条提交记录、20 个案件。"
              "该设置属于您本人及本机。"},
         .options = {{.name = "commits", .value = "N", .help = {"Commits to be given back", "待交还的提交记录数"}},
                     {.name = "cases", .value = "N", .help = {"Cases taken away at once", "一次退出的案件数"}}},
         .members = {{"commits", {"Asks above so many commits", "超过此提交记录数时询问"}},
                     {"cases", {"Asks above so many cases", "超过此案件数时询问"}}},
         .run = limits},
    };
}

} // namespace

std::vector<Command> oversightCommands() {
    auto all = proofCommands();
    for (auto& one : headCommands()) all.push_back(std::move(one));
    return all;
}

} // namespace app
