// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/case/body.h"

#include <algorithm>
#include <iterator>

namespace app {

namespace {

std::vector<std::string> categories() {
    std::vector<std::string> words;
    for (const auto& category : model::evidenceCategories()) words.emplace_back(category.id);
    return words;
}

std::string size(std::uint64_t bytes) {
    static constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    std::uint64_t tenths = bytes * 10;
    while (tenths >= 10240 && unit + 1 < std::size(kUnits)) {
        tenths /= 1024;
        ++unit;
    }
    std::string words = std::to_string(tenths / 10);
    if (unit > 0) words += "." + std::to_string(tenths % 10);
    return words + " " + kUnits[unit];
}

Result<Reply> add(const Invocation& call, Context& context) {
    std::vector<std::filesystem::path> files;
    for (const auto& file : call.all("FILE")) files.emplace_back(file);
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto outcomes,
               workspace->addEvidence(id, files, call.find("category").value_or("electronic"), call.value("medium"),
                                      context.progress({"Sealing", "正在密封"}), context.stop()));
    Reply reply;
    Json items = Json::array();
    std::size_t failed = 0;
    for (const auto& outcome : outcomes) {
        items.push_back({{"file", outcome.source.string()},
                         {"item", outcome.item ? Json(outcome.item->hex()) : Json(nullptr)},
                         {"duplicate", outcome.duplicate},
                         {"error", outcome.error ? errorJson(*outcome.error) : Json(nullptr)}});
        if (outcome.error) {
            ++failed;
            reply.words +=
                outcome.source.string() + ": " + model::sentence(*outcome.error, context.output().language()) + "\n";
        } else {
            reply.words += outcome.source.string() + "  " + (outcome.item ? outcome.item->hex() : "") +
                           (outcome.duplicate ? context.in({"  is there already", "  已有相同内容"}) : "") + "\n";
        }
    }
    reply.data["items"] = items;
    if (failed == 0) return reply;
    const auto cancelled = [](const auto& one) { return one.error && one.error->code == Code::cancelled; };
    const auto first = std::ranges::find_if(outcomes, [](const auto& one) { return one.error.has_value(); });
    if (std::ranges::any_of(outcomes, cancelled)) {
        reply.error = Error{Code::cancelled,
                            model::fill({"Stopped: {0} of {1} files are taken in", "已停止：{1} 个文件中已纳入 {0} 个"},
                                        std::to_string(outcomes.size() - failed), std::to_string(outcomes.size()))};
    } else if (failed == outcomes.size()) {
        reply.error = *first->error;
    } else {
        reply.error = Error{Code::partial,
                            model::fill({"{0} of {1} files were not taken in", "{1} 个文件中有 {0} 个未纳入"},
                                        std::to_string(failed), std::to_string(outcomes.size())),
                            first->error->what, first->source.string()};
    }
    return reply;
}

Result<Reply> list(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    auto places = workspace->evidencePlaces(state, !call.has("offline"));
    if (!places) places = workspace->evidencePlaces(state, false); // the hub is away: as far as is known here
    TRY(places);
    Reply reply;
    Json items = Json::array();
    Columns columns;
    for (std::size_t i = 0; i < state.evidence.size(); ++i) {
        const auto& item = state.evidence[i];
        items.push_back(evidenceJson(*workspace, item));
        items.back()["file"] = model::placeName((*places)[i]);
        columns.row({item.id.hex().substr(0, 8), item.name, item.category, size(item.size),
                     item.withdrawn  ? context.in({"taken back", "已撤回"})
                     : item.excluded ? context.in({"excluded", "已排除"})
                                     : "",
                     (*places)[i] == model::EvidencePlace::here ? "" : context.in(model::placeTitle((*places)[i])),
                     item.sha256.hex().substr(0, 16)});
    }
    reply.data["evidence"] = items;
    reply.words = columns.text();
    noteOpened(*workspace, id, context);
    return reply;
}

/// Fetches files that are not here, if that was asked for.
Result<void> fetchFirst(model::Workspace& workspace, model::CaseId id, std::span<const model::ItemId> items,
                        const Invocation& call, Context& context) {
    if (!call.has("fetch") || !workspace.hubAddress()) return {};
    TRY_ASSIGN(const auto transfer, workspace.evidenceToFetch(id, items));
    const auto outcome = transfer.run(context.progress({"Fetching", "正在下载"}), context.stop());
    if (outcome.ended) return std::unexpected(*outcome.ended);
    for (const auto& one : outcome.items) {
        if (one.error) return std::unexpected(*one.error);
    }
    return {};
}

Result<Reply> fetch(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    std::vector<model::ItemId> wanted;
    for (const auto& word : call.all("ITEM")) {
        TRY_ASSIGN(const auto item, evidenceOf(state, word));
        wanted.push_back(item.id);
    }
    TRY_ASSIGN(const auto transfer, workspace->evidenceToFetch(id, wanted, call.has("again")));
    const auto outcome = transfer.run(context.progress({"Fetching", "正在下载"}), context.stop());
    Reply reply;
    reply.data = transferJson(outcome);
    for (const auto& one : outcome.items) {
        const auto item = std::ranges::find(state.evidence, one.item, &model::EvidenceItem::id);
        reply.words += one.item.hex().substr(0, 8) + "  " + item->name + "  " +
                       (one.error ? model::sentence(*one.error, context.output().language())
                                  : context.in(model::placeTitle(one.place))) +
                       "\n";
    }
    if (outcome.items.empty()) reply.words = context.in({"All of it is on this machine.\n", "全部已在本机。\n"});
    reply.error = transferError(outcome);
    return reply;
}

Result<Reply> get(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    TRY_ASSIGN(const auto item, evidenceOf(state, call.value("ITEM")));
    const std::filesystem::path target = call.value("OUT");
    if (std::filesystem::exists(target)) {
        return fail(Code::failed, {"There is a file of this name already", "已有同名文件"},
                    {"Choose another name; nothing is overwritten.", "请换一个文件名；不会覆盖已有文件。"},
                    target.string());
    }
    noteOpened(*workspace, id, context); // first: what was stopped on the way was looked at all the same
    TRY(fetchFirst(*workspace, id, std::span(&item.id, 1), call, context));
    TRY(workspace->exportEvidence(id, item.id, target, context.progress({"Writing", "正在写出"}), context.stop()));
    Reply reply;
    reply.data = {
        {"item", item.id.hex()}, {"file", target.string()}, {"size", item.size}, {"sha256", item.sha256.hex()}};
    reply.words =
        context.in(model::fill({"{0} is written and verified: SHA-256 {1}\n", "{0} 已写出并核验：SHA-256 {1}\n"},
                               target.string(), item.sha256.hex()));
    return reply;
}

Result<Reply> verify(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    std::vector<model::EvidenceItem> wanted = state.evidence;
    if (call.has("ITEM")) {
        TRY_ASSIGN(auto one, evidenceOf(state, call.value("ITEM")));
        wanted = {std::move(one)};
    }
    noteOpened(*workspace, id, context); // first: it names files also where it is stopped
    std::vector<model::ItemId> ids;
    for (const auto& item : wanted) ids.push_back(item.id);
    TRY(fetchFirst(*workspace, id, ids, call, context));
    Reply reply;
    Json items = Json::array();
    for (const auto& item : wanted) {
        const auto held = workspace->verifyEvidence(id, item.id, context.progress(same(item.name)), context.stop());
        items.push_back({{"item", item.id.hex()},
                         {"name", item.name},
                         {"intact", held.has_value()},
                         {"error", held ? Json(nullptr) : errorJson(held.error())}});
        if (!held) {
            if (!reply.error || held.error().code == Code::cancelled) reply.error = held.error();
            if (held.error().code == Code::cancelled) break;
        }
        reply.words +=
            item.id.hex().substr(0, 8) + "  " + item.name + "  " +
            (held ? context.in({"intact", "完好"}) : model::sentence(held.error(), context.output().language())) + "\n";
    }
    reply.data["items"] = items;
    return reply;
}

Result<Reply> exclude(const Invocation& call, Context& context) {
    TRY_ASSIGN(const auto workspace, context.open());
    TRY_ASSIGN(const auto id, workspace->find(call.value("REF")));
    TRY_ASSIGN(const auto state, workspace->state(id));
    TRY_ASSIGN(const auto item, evidenceOf(state, call.value("ITEM")));
    TRY_ASSIGN(const auto receipt, workspace->excludeEvidence(id, item.id, call.value("reason")));
    return receiptReply(receipt, context,
                        model::fill({"{0} is excluded; it stays in the file.", "{0} 已排除，仍留存在案。"}, item.name));
}

Option fetchOption() {
    return {.name = "fetch", .help = {"Fetch from the hub what is not on this machine", "从服务器获取本机没有的文件"}};
}

Operand itemOperand(bool required) {
    return {.name = "ITEM",
            .help = {"Id of a piece of evidence, its start, or its name", "证据标识、其开头或文件名"},
            .required = required};
}

} // namespace

Result<model::EvidenceItem> evidenceOf(const model::CaseState& state, const std::string& word) {
    std::vector<model::EvidenceItem> found;
    for (const auto& item : state.evidence) {
        if (item.id.hex() == word || (item.readable && item.name == word) ||
            (word.size() >= 4 && item.id.hex().starts_with(word))) {
            found.push_back(item);
        }
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        return fail(Code::notFound, model::fill({"The case has no evidence \"{0}\"", "案件中没有证据“{0}”"}, word),
                    {"touchstonectl evidence list REF names them.", "用 touchstonectl evidence list REF 查看。"},
                    state.reference);
    }
    return fail(Code::usage, model::fill({"\"{0}\" means several pieces of evidence", "“{0}”对应多件证据"}, word),
                {"Use the id.", "请用标识。"}, state.reference);
}

Json transferJson(const model::TransferOutcome& outcome) {
    Json items = Json::array();
    for (const auto& one : outcome.items) {
        items.push_back({{"item", one.item.hex()},
                         {"case", one.caseId.hex()},
                         {"file", model::placeName(one.place)},
                         {"error", one.error ? errorJson(*one.error) : Json(nullptr)}});
    }
    return {{"items", items}, {"bytes", outcome.bytes}};
}

Members transferMembers() {
    return Members{{"items", {"What became of each file", "每个文件的结果"}},
                   {"items[].item", {"Id of the evidence", "证据标识"}},
                   {"items[].case", {"Id of its case", "案件标识"}},
                   {"items[].file",
                    {"Where its file is: here, hereOnly (not on the hub), both, hub, nowhere, notHere (the hub did not "
                     "say)",
                     "文件所在：here、hereOnly（不在服务器）、both、hub、nowhere、notHere（服务器未答复）"}},
                   {"items[].error", {"Why it is not where it should be, or null", "未到位的原因，可为 null"}}} +
           under("items[].error", errorMembers()) + Members{{"bytes", {"Bytes that were moved", "已传输的字节数"}}};
}

std::optional<model::Error> transferError(const model::TransferOutcome& outcome) {
    if (outcome.ended) return outcome.ended;
    const auto failed = outcome.failed();
    if (failed == 0) return std::nullopt;
    const auto first = std::ranges::find_if(outcome.items, [](const auto& one) { return one.error.has_value(); });
    if (failed == outcome.items.size()) return *first->error;
    return model::Error{Code::partial,
                        model::fill({"{0} of {1} files were not moved", "{1} 个文件中有 {0} 个未传输"},
                                    std::to_string(failed), std::to_string(outcome.items.size())),
                        first->error->what, first->item.hex()};
}

std::vector<Command> evidenceCommands() {
    const Operand item = itemOperand(true);
    return {
        {.group = "evidence",
         .name = "add",
         .help = {"Take files in as evidence", "把文件作为证据纳入"},
         .about =
             {"Each file is sealed under the case's key while it is read; the original is not changed. A signal stops "
              "between or inside files: those that are done stay, of the one at hand nothing remains.",
              "读取时即以案件密钥密封，原件不变。收到信号时停止：已完成的保留，进行中的不留痕迹。"},
         .operands = {referenceOperand(),
                      {.name = "FILE",
                       .help = {"Files to take in", "要纳入的文件"},
                       .repeats = true,
                       .complete = Complete::file}},
         .options = {{.name = "category",
                      .value = "KIND",
                      .help = {"Which of the eight kinds of evidence (APL 46); electronic if not given",
                               "证据种类（行政处罚法第46条），默认 electronic"},
                      .choices = categories()},
                     {.name = "medium", .value = "WORDS", .help = {"Where the files were taken from", "取自何处"}}},
         .members = Members{{"items", {"What became of each file", "每个文件的结果"}},
                            {"items[].file", {"The file", "文件"}},
                            {"items[].item", {"Id of the evidence, or null", "证据标识，可为 null"}},
                            {"items[].duplicate", {"The case has the same bytes already", "案件已有相同内容"}},
                            {"items[].error", {"Why it was not taken in, or null", "未纳入的原因，可为 null"}}} +
                    under("items[].error", errorMembers()),
         .run = add},
        {.group = "evidence",
         .name = "list",
         .help = {"The evidence of a case", "列出案件证据"},
         .about =
             {"In an office with a hub elsewhere it says for each item where its file is. Nobody has to fetch files "
              "of others before they are needed.",
              "使用其他服务器的单位还会显示每件证据的文件在哪里。他人的文件在需要时再获取即可。"},
         .operands = {referenceOperand()},
         .options = {{.name = "offline",
                      .help = {"Do not ask the hub: say what is known here", "不询问服务器，只显示本机所知"}}},
         .members =
             Members{{"evidence", {"Every piece of evidence, in the order taken in", "按纳入顺序的全部证据"}}} +
             under("evidence[]", evidenceMembers()) +
             Members{{"evidence[].file", {"Where its file is, as of evidence fetch", "文件所在，同 evidence fetch"}}},
         .run = list},
        {.group = "evidence",
         .name = "fetch",
         .help = {"Fetch files of a case from the hub to this machine", "从服务器获取案件的证据文件到本机"},
         .about =
             {"All of the case that are not here, or those that are named. Each is checked against its address and the "
              "signed event before it is kept. What was interrupted goes on where it stopped.",
              "获取该案中本机没有的全部文件，或所指明的文件。保存前均按地址和已签名事件核验。中断后可从断点继续。"},
         .operands = {referenceOperand(),
                      {.name = "ITEM",
                       .help = {"Ids of pieces of evidence, their starts, or their names", "证据标识、其开头或文件名"},
                       .required = false,
                       .repeats = true}},
         .options = {{.name = "again",
                      .help = {"Also what is here already, in the place of a file that is damaged",
                               "包括本机已有的，用于替换已损坏的文件"}}},
         .members = transferMembers(),
         .run = fetch},
        {.group = "evidence",
         .name = "get",
         .help = {"Write a piece of evidence to a new file, verified while it is read", "把证据写到新文件，读取时核验"},
         .about = {},
         .operands = {referenceOperand(),
                      itemOperand(true),
                      {.name = "OUT", .help = {"The file to make", "要创建的文件"}, .complete = Complete::file}},
         .options = {fetchOption()},
         .members = {{"item", {"Id of the evidence", "证据标识"}},
                     {"file", {"The file written", "写出的文件"}},
                     {"size", {"Its bytes", "字节数"}},
                     {"sha256", {"Its SHA-256", "SHA-256"}}},
         .run = get},
        {.group = "evidence",
         .name = "verify",
         .help = {"Read evidence through and check that it is what was taken in", "通读证据并核验与纳入时一致"},
         .about = {},
         .operands = {referenceOperand(), itemOperand(false)},
         .options = {fetchOption()},
         .members = Members{{"items", {"What was checked", "核验结果"}},
                            {"items[].item", {"Id of the evidence", "证据标识"}},
                            {"items[].name", {"Its name", "文件名"}},
                            {"items[].intact", {"Whether it is what was taken in", "是否完好"}},
                            {"items[].error", {"What is wrong, or null", "问题，可为 null"}}} +
                    under("items[].error", errorMembers()),
         .run = verify},
        {.group = "evidence",
         .name = "exclude",
         .help = {"Mark a piece of evidence as not to be relied on (APL 46)",
                  "将证据标为不得作为依据（行政处罚法第46条）"},
         .about = {"It stays in the file and in the chain.", "证据仍留存在案并在链中。"},
         .operands = {referenceOperand(), item},
         .options = {{.name = "reason", .value = "WORDS", .help = {"Why", "原因"}, .required = true}},
         .members = under("receipt", receiptMembers()),
         .run = exclude},
    };
}

} // namespace app
