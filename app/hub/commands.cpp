// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/commands.h"

#include "app/cli/address.h"
#include "app/hub/hub_server.h"
#include "app/hub/opening.h"
#include "app/hub/supervisor.h"
#include "app/net/certificate.h"
#include "crypto/random.h"
#include "model/hub/evidence_record.h"
#include "model/hub/folder_shelf.h"

#include <charconv>
#include <iostream>

namespace app {

namespace {

namespace fs = std::filesystem;

/// How long a stop waits for answers that were begun.
constexpr std::chrono::seconds kPatience{10};
/// A desk keeps one connection with a question that waits, and one that it uses now and then. The second costs as much
/// memory as the first, and opening it anew a millisecond of processor.
constexpr std::chrono::seconds kIdle{15};
/// How often uploads that were given up are looked for.
constexpr std::chrono::hours kSweepEvery{24};

// What one client may take: enough for some hundred desks behind one address, and a part of what there is.
constexpr std::uint32_t kClientConnections = 1'024;
constexpr std::uint32_t kClientRequests = 500;
/// For so many seconds' worth of requests may come at once.
constexpr std::uint32_t kBurstSeconds = 4;
constexpr std::uint32_t kMostOfAnything = 1'000'000;

Option folderOption() {
    return {.name = "folder",
            .value = "DIR",
            .help = {"The hub's folder", "服务器文件夹"},
            .required = true,
            .complete = Complete::folder};
}

Option storeOption() {
    return {.name = "store",
            .value = "URI",
            .help = {"The PostgreSQL database of the record, such as postgresql://hub@db.example/touchstone",
                     "保存记录的 PostgreSQL 数据库，如 postgresql://hub@db.example/touchstone"}};
}

Option evidenceOption() {
    return {
        .name = "evidence",
        .value = "DIR",
        .help =
            {"Where the files of evidence are, else evidence in the hub's folder; hubs on several machines share it",
             "证据文件所在，默认为服务器文件夹中的 evidence；多台机器上的服务器共用同一文件夹"},
        .complete = Complete::folder};
}

fs::path evidenceFolder(const Invocation& call) {
    return fs::path(call.find("evidence").value_or((fs::path(call.value("folder")) / "evidence").string()));
}

/// Where the certificate and its key are: those that were named, or the hub's own, made when it first serves.
Result<void> chooseCertificate(const Invocation& call, const fs::path& folder, net::ServerOptions& options,
                               const std::string& host, model::Instant now) {
    if (call.has("no-tls")) return {};
    options.certificate = call.find("certificate").value_or("");
    options.key = call.find("key").value_or("");
    if (!options.certificate.empty() || !options.key.empty()) {
        if (!options.certificate.empty() && !options.key.empty()) return {};
        return fail(Code::usage, {"A certificate and its key belong together", "证书与私钥须同时给出"},
                    {"Give --certificate and --key", "请给出 --certificate 和 --key"});
    }
    options.certificate = folder / "tls.crt";
    options.key = folder / "tls.key";
    std::error_code error;
    if (fs::exists(options.certificate, error)) return {};
    auto names = call.all("name");
    if (names.empty()) names = {host == "0.0.0.0" || host == "::" ? "localhost" : host};
    return net::makeSelfSigned(options.certificate, options.key, names, now);
}

Result<std::uint32_t> numberOf(const Invocation& call, const std::string& option, std::uint32_t otherwise) {
    const auto text = call.find(option);
    if (!text) return otherwise;
    std::uint32_t number = 0;
    const auto* const end = text->data() + text->size();
    const auto [at, fault] = std::from_chars(text->data(), end, number);
    if (fault == std::errc() && at == end && number <= kMostOfAnything) return number;
    return fail(Code::usage, {"This is no number from 0 to 1000000", "这不是 0 至 1000000 的整数"}, {},
                "--" + option + " " + *text);
}

Result<net::ClientLimits> clientLimits(const Invocation& call) {
    net::ClientLimits limits;
    TRY_ASSIGN(limits.connections, numberOf(call, "client-connections", kClientConnections));
    TRY_ASSIGN(limits.requests, numberOf(call, "client-requests", kClientRequests));
    limits.burst = kBurstSeconds * limits.requests;
    // A proxy on this machine speaks for all desks.
    limits.unlimited = {"127.0.0.1", "::1"};
    for (const auto& proxy : call.all("proxy")) {
        if (net::Clients::keyOf(proxy) == net::Clients::Key{})
            return fail(Code::usage, {"This is no IP address", "这不是有效的 IP 地址"}, {}, "--proxy " + proxy);
        limits.unlimited.push_back(proxy);
    }
    return limits;
}

/// The pin of the certificate that is shown; empty without TLS.
Result<std::string> pinOf(const fs::path& certificate) {
    if (certificate.empty()) return std::string();
    TRY_ASSIGN(const auto fingerprint, net::certificateFingerprint(certificate));
    return net::formatFingerprint(fingerprint);
}

/// Shows the certificate that is in the files now.
void reload(HubServer& server, const fs::path& certificate, Journal& journal) {
    auto done = server.reloadCertificate();
    const auto pin = done ? pinOf(certificate) : std::unexpected(std::move(done).error());
    if (pin) journal.note(Journal::Level::info, "reloaded", {{"pin", *pin}});
    else journal.failed("reload", pin.error());
}

Result<Reply> serve(const Invocation& call, const Interrupt& interrupt) {
    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    Journal journal(*clock, stderr);
    const fs::path folder = call.value("folder");
    TRY_ASSIGN(const auto address, parseAddress(call.find("listen").value_or("127.0.0.1")));
    TRY_ASSIGN(const auto opened, openHub(call, *clock));
    auto& hub = *opened.hub;
    HubServer::Options options;
    options.net.address = address.host;
    options.net.port = address.port;
    options.net.idle = kIdle;
    TRY_ASSIGN(options.net.each, clientLimits(call));
    TRY(chooseCertificate(call, folder, options.net, address.host, clock->now()));
    const fs::path certificate = options.net.certificate;
    TRY_ASSIGN(const auto pin, pinOf(certificate));
    model::FolderShelf shelf(evidenceFolder(call));
    TRY_ASSIGN(const int swept, shelf.sweep(clock->now()));
    if (swept > 0) journal.note(Journal::Level::info, "swept", {{"uploads", std::int64_t{swept}}});
    options.shelf = &shelf;
    TRY_ASSIGN(const auto* const office, hub.office());
    const std::string fingerprint = office->founding.hex();
    TRY_ASSIGN(const auto server, HubServer::start(std::move(options), hub, hub.identity(), *clock, *random, journal));
    auto watch = opened.store->watch([raw = server.get()] { raw->glance(); });
    journal.note(Journal::Level::info, "serving",
                 {{"address", address.host},
                  {"port", std::int64_t{server->port()}},
                  {"pin", pin},
                  {"office", fingerprint},
                  {"version", std::string(TOUCHSTONE_VERSION)}});
    interrupt.onHangup([&] { reload(*server, certificate, journal); });
    if (!notifySupervisor("READY=1")) journal.note(Journal::Level::warning, "supervisorNotTold");
    std::mutex mutex;
    std::condition_variable_any wake;
    while (!interrupt.token().stop_requested()) {
        std::unique_lock lock(mutex);
        wake.wait_for(lock, interrupt.token(), kSweepEvery, [] { return false; });
        (void)shelf.sweep(clock->now()); // what cannot be swept today is tomorrow
    }
    interrupt.onHangup({});
    (void)notifySupervisor("STOPPING=1"); // it asked for it
    journal.note(Journal::Level::info, "stopping");
    watch.reset();
    server->stop(kPatience);
    journal.note(Journal::Level::info, "stopped");
    return Reply{};
}

/// Holds the files of evidence against what the record names and against what was handed over.
Result<model::ShelfReport> examineShelf(const Invocation& call, const model::Clock& clock,
                                        const std::stop_token& stop) {
    TRY_ASSIGN(const auto opened, openHub(call, clock));
    std::vector<model::EvidenceOnRecord> items;
    {
        // Only while it is read: a reading keeps those who write from an embedded store.
        TRY_ASSIGN(const auto reading, opened.store->read());
        TRY_ASSIGN(items, model::evidenceOnRecord(*reading));
    }
    return model::FolderShelf(evidenceFolder(call)).check(items, call.has("set-aside"), stop);
}

Reply replyOf(const model::VerifyReport& report, const Output& output) {
    Reply reply;
    Json findings = Json::array();
    for (const auto& finding : report.findings) {
        findings.push_back({{"place", finding.place}, {"what", textJson(finding.what)}});
        reply.words += finding.place + ": " + output.in(finding.what) + "\n";
    }
    reply.data = {{"events", report.events},
                  {"acts", report.acts},
                  {"links", report.links},
                  {"commits", report.commits},
                  {"findings", findings}};
    if (report.findings.empty()) {
        reply.words = output.in(
            model::fill({"Everything holds: {0} events in {1} commits.\n", "全部成立：{1} 次提交中的 {0} 个事件。\n"},
                        std::to_string(report.events), std::to_string(report.commits)));
    } else {
        reply.error = Error{Code::damaged,
                            {"The record does not hold", "记录不成立"},
                            {"Keep this folder and call the auditor", "请保留该文件夹并联系审计人员"}};
    }
    return reply;
}

Result<Reply> check(const Invocation& call, const Interrupt& interrupt, const Output& output) {
    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    TRY_ASSIGN(auto report, examineHub(call, *clock, *random, interrupt.token()));
    const auto examined = examineShelf(call, *clock, interrupt.token());
    // With a record that does not hold, which is told already, nobody knows which files there should be.
    if (!examined && examined.error().code == Code::damaged && !report.findings.empty()) return replyOf(report, output);
    if (!examined) return std::unexpected(examined.error());
    const auto& shelf = *examined;
    for (const auto& found : shelf.findings) report.findings.push_back({"evidence/" + found.place, found.what});
    auto reply = replyOf(report, output);
    reply.words += output.in(
        model::fill({"{0} copies of evidence hold; {1} items are not here, {2} are on their way.\n",
                     "{0} 份证据副本完好；{1} 件证据不在此处，{2} 件正在上传。\n"},
                    std::to_string(shelf.copies), std::to_string(shelf.missing), std::to_string(shelf.begun)));
    reply.data["evidence"] = {
        {"copies", shelf.copies}, {"bytes", shelf.bytes}, {"missing", shelf.missing}, {"begun", shelf.begun}};
    return reply;
}

Result<Reply> adopt(const Invocation& call, const Interrupt& interrupt, const Output& output) {
    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    std::string code;
    if (!std::getline(std::cin, code) || code.empty()) {
        return fail(Code::usage, {"No code was given", "未给出移交码"},
                    {"Give the code of the handover on standard input", "请在标准输入给出移交码"});
    }
    auto adopted = adoptOffice(call, code, *random, interrupt.token());
    crypto::wipe(std::span(reinterpret_cast<std::uint8_t*>(code.data()), code.size()));
    TRY(std::move(adopted));
    TRY_ASSIGN(const auto report, examineHub(call, *clock, *random, interrupt.token()));
    return replyOf(report, output);
}

Result<Reply> handOver(const Invocation& call, const Output& output) {
    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    TRY_ASSIGN(const auto done, handOverHub(call, *clock, *random));
    Reply reply;
    reply.data = {{"file", call.value("FILE")}, {"code", done.code}, {"before", done.before}};
    reply.words = output.in(model::fill(
        {"The hub is in {0} and answers here no more. Where it is to be served:\n  touchstone-hub adopt {0} --folder DIR "
         "[--store postgresql://…]\nThe code, which must not travel with the file:\n{1}\nCopy tls.crt, tls.key and the folder "
         "evidence to DIR as well: then desks know it by the same pin, and need send no file again.\n",
         "服务器已写入 {0}，此处不再提供服务。在新位置执行：\n  touchstone-hub adopt {0} --folder DIR [--store "
         "postgresql://…]\n移交码（不得与文件一同传送）：\n{1}\n请将 tls.crt、tls.key 和 evidence 文件夹一并复制到 "
         "DIR：工作站即可沿用原证书指纹，也无需重新上传文件。\n"},
        call.value("FILE"), done.code));
    return reply;
}

std::vector<Member> checkMembers() {
    return {{"events", {"Events in the record", "记录中的事件数"}},
            {"acts", {"Acts, each with its signature", "行为数，各有签名"}},
            {"links", {"Places in cases", "案件中的位置数"}},
            {"commits", {"Commits of the hub", "服务器提交数"}},
            {"findings[].place", {"Where something does not hold", "不成立之处"}},
            {"findings[].what", {"What does not hold", "不成立的内容"}}};
}

std::vector<Member> checkWithEvidenceMembers() {
    auto members = checkMembers();
    const std::vector<Member> more = {
        {"evidence.copies", {"Copies of evidence that hold", "完好的证据副本数"}},
        {"evidence.bytes", {"Their bytes", "其字节数"}},
        {"evidence.missing", {"Items of which there is no copy that holds", "没有完好副本的证据数"}},
        {"evidence.begun", {"Copies that are being handed over", "正在上传的副本数"}}};
    members.insert(members.end(), more.begin(), more.end());
    return members;
}

} // namespace

Program hubProgram() {
    Option requiredStore = storeOption();
    requiredStore.required = true;
    Program program;
    program.name = "touchstone-hub";
    program.about = {
        "The hub of an office: it orders what desks say, judges it, signs the order, and gives to each "
        "person what they may see. It cannot read the contents of cases.",
        "单位的服务器：对各工作站提交的内容排序、判断并签署次序，并按权限分发给每个人。它无法阅读案件内容。"};
    program.globals = {
        {.name = "json", .help = {"Print JSON", "输出 JSON"}},
        {.name = "lang", .value = "LANG", .help = {"Language of the words", "语言"}, .choices = {"en", "zh"}},
        {.name = "help", .help = {"Say what there is", "显示帮助"}},
        {.name = "version", .help = {"Version of the program", "程序版本"}},
    };
    program.commands = {
        {.name = "serve",
         .help = {"Answer desks until asked to stop", "为工作站提供服务，直至要求停止"},
         .about =
             {"Without a certificate it makes one for itself when it first serves; desks know it by its pin, which "
              "is in the first line of the log. The log goes to standard error, one JSON object a line, and "
              "holds nothing of what is sent. GET /health and GET /metrics (Prometheus) need no session. SIGHUP makes "
              "it read the certificate and its key anew, while connections go on.",
              "未给出证书时，首次运行会自行生成；工作站以指纹识别，指纹见日志首行。日志写到标准错误，每行一个 JSON 对象，"
              "不含所传内容。GET /health 与 GET /metrics（Prometheus）无需会话。收到 SIGHUP 时重新读取证书及私钥，现有连接不受影响。"},
         .options = {folderOption(),
                     storeOption(),
                     evidenceOption(),
                     {.name = "listen",
                      .value = "ADDRESS",
                      .help = {"Where to listen, such as 0.0.0.0:8844; else 127.0.0.1:8844",
                               "监听地址，如 0.0.0.0:8844；默认 127.0.0.1:8844"}},
                     {.name = "certificate",
                      .value = "FILE",
                      .help = {"TLS certificate with its chain, PEM", "TLS 证书及证书链，PEM"},
                      .complete = Complete::file},
                     {.name = "key",
                      .value = "FILE",
                      .help = {"Key of the certificate, PEM", "证书私钥，PEM"},
                      .complete = Complete::file},
                     {.name = "name",
                      .value = "NAME",
                      .help = {"A name in the certificate that it makes; may be given several times",
                               "自行生成的证书中的名称；可多次给出"},
                      .repeats = true},
                     {.name = "no-tls",
                      .help = {"Plain HTTP, behind a proxy on the same machine that speaks TLS",
                               "明文 HTTP，仅用于同一机器上由代理提供 TLS 时"}},
                     {.name = "client-connections",
                      .value = "N",
                      .help = {"Connections of one address at most; else 1024; 0: no limit",
                               "同一地址的最大连接数；默认 1024；0 为不限"}},
                     {.name = "client-requests",
                      .value = "N",
                      .help = {"Requests a second of one address, four seconds' worth at once; else 500; 0: no limit",
                               "同一地址每秒的请求数，允许累积四秒；默认 500；0 为不限"}},
                     {.name = "proxy",
                      .value = "ADDRESS",
                      .help = {"An IP address without these limits, because it speaks for many; may be given several "
                               "times. This machine is one",
                               "不受上述限制的 IP 地址（代表众多工作站的代理）；可多次给出。本机始终不受限"},
                      .repeats = true}}},
        {.name = "adopt",
         .help = {"Take over the office in a file of touchstonectl hub hand-over",
                  "接收 touchstonectl hub hand-over 生成的文件中的单位"},
         .about = {"The code is read from standard input. The whole record is checked; what does not hold is named.",
                   "移交码从标准输入读取。将检查全部记录，并指出不成立之处。"},
         .operands = {{.name = "FILE", .help = {"The file", "文件"}, .complete = Complete::file}},
         .options = {folderOption(), storeOption()},
         .members = checkMembers()},
        {.name = "hand-over",
         .help = {"Write this hub into a file, to serve it from another machine or a database",
                  "将本服务器写入文件，以便在其他机器或数据库上提供服务"},
         .about =
             {"For a hub that keeps its record in its folder; it must not be served meanwhile. From then on it answers "
              "nothing here. Desks notice nothing but that it was away. The code opens the file: tell it apart "
              "from it. A record in PostgreSQL is moved with PostgreSQL's own tools.",
              "适用于记录保存在自身文件夹中的服务器，移交期间不得提供服务。此后此处不再应答；工作站只会察觉其一时不可用。"
              "移交码可打开该文件，须与文件分开传送。PostgreSQL 中的记录请用其自带工具迁移。"},
         .operands = {{.name = "FILE", .help = {"The file to write; it must not exist", "要写出的文件，不得已存在"}}},
         .options = {folderOption()},
         .members = {{"file", {"The file", "文件"}},
                     {"code", {"What opens it", "打开文件的移交码"}},
                     {"before", {"It was handed over before", "此前已移交过"}}}},
        {.name = "check",
         .help = {"Hold the whole record and the files of evidence against themselves", "核对全部记录与证据文件"},
         .about = {"Every byte of evidence is read. Items that are not here are counted: their desks have not handed "
                   "them over yet. Copies that do not hold, and files that belong to nothing, are named. A record in a "
                   "database is copied into an encrypted temporary file first, which takes its room.",
                   "将读取证据的每个字节。不在此处的证据只计数：其工作站尚未上传。不完好的副本和无归属的文件会被指出。"
                   "数据库中的记录会先复制到加密的临时文件，需占用相应空间。"},
         .options = {folderOption(),
                     storeOption(),
                     evidenceOption(),
                     {.name = "set-aside",
                      .help = {"Rename copies that do not hold, so that desks hand them over again",
                               "将不完好的副本改名隔离，由工作站重新上传"}}},
         .members = checkWithEvidenceMembers()},
        {.name = "migrate",
         .help = {"Make the tables of a hub in a database, or bring them to this version",
                  "在数据库中创建服务器数据表，或将其升级到本版本"},
         .about = {"It does nothing where they are of this version. All of it is done or nothing.",
                   "数据表已是本版本时不作任何更改。要么全部完成，要么不作更改。"},
         .options = {requiredStore},
         .members = {{"from", {"Version of the tables before; 0: there were none", "之前的版本；0 表示没有"}},
                     {"to", {"Version of the tables now", "现在的版本"}}}},
    };
    return program;
}

Result<Reply> runHub(const Parsed& parsed, const Interrupt& interrupt, Output& output) {
    if (parsed.command->name == "serve") return serve(parsed.call, interrupt);
    if (parsed.command->name == "adopt") return adopt(parsed.call, interrupt, output);
    if (parsed.command->name == "hand-over") return handOver(parsed.call, output);
    if (parsed.command->name == "migrate") return migrateStore(parsed.call, output);
    return check(parsed.call, interrupt, output);
}

} // namespace app
