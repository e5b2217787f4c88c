// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/law/penalty.h"
#include "model/workflow/penalty_check.h"

#include <charconv>

namespace app {

namespace {

namespace law = model::law;

/// The first mistake of several, with the number of the others.
template <typename T>
Result<T> orFirst(law::Checked<T> checked, const std::string& file) {
    if (checked) return *std::move(checked);
    Error first = checked.error().empty() ? Error{} : checked.error().front();
    first.where = file + (first.where.empty() ? "" : ": " + first.where);
    return std::unexpected(std::move(first));
}

/// AMOUNT, AMOUNT=NOTE, or either with "-" in front for what is not controlled.
Result<law::Declared> declarationOf(const std::string& word) {
    const bool controlled = !word.starts_with('-');
    const auto rest = controlled ? word : word.substr(1);
    const auto equals = rest.find('=');
    auto amount = law::parseAnyMoney(rest.substr(0, equals));
    if (!amount) {
        amount.error().where = "--declaration";
        return std::unexpected(std::move(amount).error());
    }
    return law::Declared{*amount, controlled, equals == std::string::npos ? std::string() : rest.substr(equals + 1)};
}

/// What the facts leave to the program: which packs hold their articles.
void namePacks(const law::PenaltyBook& book, law::PenaltyFacts& facts) {
    if (!facts.packs.empty()) return;
    std::vector<std::string> grounds;
    for (const auto& one : facts.grounds) grounds.push_back(one.ground);
    facts.packs = book.packsFor(facts.violations, grounds);
}

Result<void> readAmounts(const Invocation& call, law::PenaltyFacts& facts) {
    const auto money = [&](const char* option, std::optional<law::Money>& into) -> Result<void> {
        const auto word = call.find(option);
        if (!word) return {};
        auto amount = law::parseAnyMoney(*word);
        if (!amount) {
            amount.error().where = std::string("--") + option;
            return std::unexpected(std::move(amount).error());
        }
        into = *amount;
        return {};
    };
    TRY(money("turnover", facts.illegalTurnover));
    TRY(money("gains", facts.illegalGains));
    TRY(money("goods-value", facts.goodsValue));
    TRY(money("transaction", facts.transactionValue));
    return {};
}

Result<void> readDays(const Invocation& call, law::PenaltyFacts& facts) {
    const auto day = [&](const char* option, std::optional<model::Date>& into) -> Result<void> {
        const auto word = call.find(option);
        if (!word) return {};
        into = model::parseDate(*word);
        if (into) return {};
        return fail(Code::usage, model::fill({"\"{0}\" is no day", "“{0}”不是日期"}, *word), {},
                    std::string("--") + option);
    };
    TRY(day("act-start", facts.actStart));
    TRY(day("act-end", facts.actEnd));
    TRY(day("discovered", facts.discovered));
    return {};
}

Result<law::PenaltyFacts> factsOf(const Invocation& call) {
    law::PenaltyFacts facts;
    if (const auto file = call.find("facts")) {
        TRY_ASSIGN(const auto text, readFile(*file, law::kMaxPackBytes));
        TRY_ASSIGN(facts, orFirst(law::parseFacts(text), *file));
    }
    for (const auto& word : call.all("violation")) {
        facts.violations.emplace_back(word);
    }
    for (const auto& word : call.all("declaration")) {
        TRY_ASSIGN(auto declared, declarationOf(word));
        facts.declarations.push_back(std::move(declared));
    }
    for (const auto& word : call.all("pack")) facts.packs.push_back(word);
    TRY(readAmounts(call, facts));
    if (const auto word = call.find("kilograms")) {
        std::int64_t number = 0;
        const auto [end, fault] = std::from_chars(word->data(), word->data() + word->size(), number);
        if (fault != std::errc{} || end != word->data() + word->size() || number < 0) {
            return fail(Code::usage, model::fill({"\"{0}\" is no number of kilograms", "“{0}”不是千克数"}, *word), {},
                        "--kilograms");
        }
        facts.kilograms = number;
    }
    TRY(readDays(call, facts));
    if (const auto word = call.find("discovery")) facts.discovery = *word;
    if (call.has("serious")) facts.serious = true;
    if (call.has("extreme")) facts.extreme = true;
    for (const auto& word : call.all("ground")) {
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            return fail(Code::usage, model::fill({"\"{0}\" is not GROUND=REASON", "“{0}”不是 GROUND=REASON"}, word), {},
                        "--ground");
        }
        facts.grounds.push_back({word.substr(0, equals), word.substr(equals + 1)});
    }
    if (facts.violations.empty()) {
        return fail(Code::usage, {"Which violation? None was given", "没有给出违法行为"},
                    {"Give --violation ecl34, or --facts FILE.", "请给出 --violation ecl34，或 --facts FILE。"});
    }
    return facts;
}

Result<law::Proposal> proposalOf(const Invocation& call) {
    law::Proposal proposal;
    const auto kind = law::proposalKindFromName(call.value("propose"));
    if (!kind) return fail(Code::usage, {"There is no such kind of proposal", "没有这种建议"}, {}, "--propose");
    proposal.kind = *kind;
    if (const auto word = call.find("fine")) {
        TRY_ASSIGN(proposal.fine, law::parseAnyMoney(*word));
    }
    if (const auto word = call.find("confiscation")) {
        TRY_ASSIGN(proposal.confiscation, law::parseAnyMoney(*word));
    }
    return proposal;
}

Json derivationJson(const law::DerivationStep& step) {
    return {{"cite", step.source.cite},
            {"article", textJson(step.source.article)},
            {"input", textJson(step.input)},
            {"rule", textJson(step.rule)},
            {"result", textJson(step.result)}};
}

Result<Reply> compute(const Invocation& call, Context& context) {
    TRY_ASSIGN(auto facts, factsOf(call));
    const auto& shipped = law::PenaltyBook::shipped();
    if (!shipped) return std::unexpected(shipped.error().front());
    namePacks(*shipped, facts);
    TRY_ASSIGN(const auto range, law::computePenalty(*shipped, facts));
    Reply reply;
    reply.data["range"] = Json::parse(law::renderJson(range));
    reply.data["tree"] = Json::parse(law::renderTreeJson(range));
    const auto language = context.output().language();
    reply.words = call.has("tree") ? law::renderTree(range, language) : law::renderText(range, language);
    if (!call.has("propose")) {
        if (call.has("out")) {
            return fail(Code::usage, {"There is no proposal to write", "没有可写出的处罚建议"},
                        {"Give --propose.", "请给出 --propose。"}, "--out");
        }
        return reply;
    }
    TRY_ASSIGN(const auto proposal, proposalOf(call));
    const auto judged = law::judgeProposal(*shipped, range, proposal);
    if (!judged) {
        reply.error = judged.error();
        return reply;
    }
    reply.data["proposal"] = derivationJson(*judged);
    const std::string text = model::renderPenaltyValue({facts, proposal, call.value("deviation")});
    reply.data["penalty"] = text;
    if (const auto out = call.find("out")) TRY(writeNewFile(*out, crypto::asBytes(text)));
    reply.words += context.in(judged->input) + " - " + context.in(judged->result) + "\n";
    return reply;
}

Result<Reply> packs(const Invocation&, Context& context) {
    const auto& book = law::PenaltyBook::shipped();
    if (!book) return std::unexpected(book.error().front());
    Reply reply;
    Json list = Json::array();
    const auto unverified = [&](const Text& text, const char* indent) {
        if (text.empty()) return;
        reply.words += std::string(indent) + context.in({"not verified: ", "未经核实："}) + context.in(text) + "\n";
    };
    for (const auto& pack : book->packs) {
        Json articles = Json::array();
        Json grounds = Json::array();
        reply.words += pack.id + "  " + context.in(pack.name) + ", " + model::formatDate(pack.effective) + "\n";
        unverified(pack.unverified, "  ");
        for (const auto& rule : pack.rules) {
            reply.words += "  " + rule.violation.str() + "  " + rule.source.cite + ": " + context.in(rule.what) + "\n";
            unverified(rule.unverified, "    ");
            articles.push_back({{"id", rule.violation.str()},
                                {"cite", rule.source.cite},
                                {"basis", law::basisName(rule.basis)},
                                {"what", textJson(rule.what)},
                                {"summary", textJson(rule.summary)},
                                {"unverified", textJson(rule.unverified)}});
        }
        for (const auto& ground : pack.grounds) {
            reply.words += "  " + ground.id + "  " + ground.source.cite + ": " + context.in(ground.summary) + "\n";
            unverified(ground.unverified, "    ");
            grounds.push_back({{"id", ground.id},
                               {"cite", ground.source.cite},
                               {"summary", textJson(ground.summary)},
                               {"unverified", textJson(ground.unverified)}});
        }
        list.push_back({{"id", pack.id},
                        {"law", textJson(pack.name)},
                        {"route", pack.route},
                        {"currency", law::currencyCode(pack.currency)},
                        {"effective", model::formatDate(pack.effective)},
                        {"until", pack.until ? Json(model::formatDate(*pack.until)) : Json(nullptr)},
                        {"unverified", textJson(pack.unverified)},
                        {"articles", std::move(articles)},
                        {"grounds", std::move(grounds)}});
    }
    reply.data["packs"] = std::move(list);
    return reply;
}

Members derivationMembers() {
    return Members{{"cite", {"The article in short", "条文简称"}}} + under("article", textMembers()) +
           under("input", textMembers()) + under("rule", textMembers()) + under("result", textMembers());
}

Members nodeMembers() {
    return derivationMembers() +
           Members{{"notChosen", {"Why it was not applied; absent where it was", "未适用的理由；已适用的没有此项"}},
                   {"unverified", {"What of it was not read in the law", "未经核实之处"}},
                   {"children", {"Nodes below it, of the same form", "下级节点，格式相同"}}};
}

Members packMembers() {
    return Members{{"packs", {"The packs", "规则包"}},
                   {"packs[].id", {"Its name", "标识"}},
                   {"packs[].route", {"commerce, customs, us, or general", "路径"}},
                   {"packs[].currency", {"CNY or USD", "币种"}},
                   {"packs[].effective", {"An act that ended before is not punished under it", "施行日期"}},
                   {"packs[].until", {"Last day it was in force, or null", "失效前最后一日，可为 null"}},
                   {"packs[].articles", {"Its articles", "条款"}},
                   {"packs[].articles[].id", {"The name for --violation", "用于 --violation 的名称"}},
                   {"packs[].articles[].cite", {"The article in short", "条文简称"}},
                   {"packs[].articles[].basis", {"What the fine is measured by", "罚款计算基数"}},
                   {"packs[].grounds", {"Its grounds", "事由"}},
                   {"packs[].grounds[].id", {"The name for --ground", "用于 --ground 的名称"}},
                   {"packs[].grounds[].cite", {"The article in short", "条文简称"}}} +
           under("packs[].law", textMembers()) + under("packs[].unverified", textMembers()) +
           under("packs[].articles[].what", textMembers()) + under("packs[].articles[].summary", textMembers()) +
           under("packs[].articles[].unverified", textMembers()) + under("packs[].grounds[].summary", textMembers()) +
           under("packs[].grounds[].unverified", textMembers());
}

Members rangeMembers() {
    return Members{
               {"law", {"Id of the rule pack", "规则包标识"}},
               {"facts", {"The facts as they were understood; the form of --facts", "所理解的事实，即 --facts 的格式"}},
               {"facts.violations", {"The articles broken", "违反的条文"}},
               {"facts.illegalTurnover", {"Illegal turnover in yuan, or null", "违法经营额，可为 null"}},
               {"facts.illegalGains", {"Illegal gains in yuan, or null", "违法所得，可为 null"}},
               {"facts.kilograms", {"Mass of the goods, or null", "货物千克数，可为 null"}},
               {"facts.actEnd", {"Last day of the act, or null", "行为终了日，可为 null"}},
               {"facts.serious", {"Whether the case is serious", "是否情节严重"}},
               {"facts.grounds", {"Grounds found", "查明的事由"}},
               {"facts.grounds[].ground", {"Id of the ground", "事由标识"}},
               {"facts.grounds[].reason", {"The reason in words", "理由"}},
               {"facts.packs",
                {"The packs that are applied; absent for the first one alone",
                 "适用的规则包；仅适用首个规则包时没有此项"}},
               {"facts.declarations", {"What the turnover is added up of, where it is", "合计违法经营额的各报关单"}},
               {"facts.declarations[].amount", {"Its amount", "金额"}},
               {"facts.declarations[].controlled", {"Whether it counts", "是否计入"}},
               {"facts.declarations[].note", {"What it is", "说明"}},
               {"facts.goodsValue", {"Value of the goods, where stated", "货物价值"}},
               {"facts.transactionValue", {"Transaction value, where stated", "交易金额"}},
               {"facts.actStart", {"First day of the act, where stated", "行为开始日"}},
               {"facts.discovered", {"Day of discovery, where stated", "发现日期"}},
               {"facts.discovery", {"By what, where stated", "何以发现"}},
               {"facts.extreme", {"true where extremely serious", "情节特别严重时为 true"}},
               {"governing", {"The article whose fine applies", "适用罚款的条文"}},
               {"cite", {"The same in short", "其简称"}},
               {"fineMin", {"Least fine in yuan", "罚款下限（元）"}},
               {"fineMax", {"Most fine in yuan", "罚款上限（元）"}},
               {"measures", {"What is ordered beside the fine", "罚款以外的措施"}},
               {"measures.warning", {"Warning", "警告"}},
               {"measures.stopOrder", {"Order to stop", "责令停止"}},
               {"measures.confiscateGains", {"Confiscation of illegal gains", "没收违法所得"}},
               {"measures.revokeLicence", {"Revocation of the licence", "撤销许可"}},
               {"measures.suspendBusiness", {"Suspension of business, possible in a serious case", "责令停业整顿"}},
               {"measures.revokeQualification",
                {"Loss of the export qualification, possible in a serious case", "吊销经营资格"}},
               {"measures.orderCorrection", {"Order to correct, where ordered", "责令改正"}},
               {"measures.publicCriticism", {"Public criticism, where ordered", "通报批评"}},
               {"measures.loseQualification", {"Loss of an adviser's qualification, where possible", "取消资格"}},
               {"measures.holdGoods", {"Goods are not released, where ordered", "货物不予放行"}},
               {"measures.refuseApplications",
                {"Least and most years without applications, where possible", "不受理申请的年数"}},
               {"measures.tradeBan", {"Least and most years without trade, where possible", "禁止经营的年数"}},
               {"confiscation", {"Gains to confiscate in yuan, or null", "应没收的违法所得，可为 null"}},
               {"barYears", {"For how many years applications may be refused", "可不予受理申请的年数"}},
               {"criminalNotice", {"A person must examine whether to refer the case", "须由人审查是否移送"}},
               {"articles", {"What each article alone would give", "各条文单独的结果"}},
               {"articles[].violation", {"The article", "条文"}},
               {"articles[].cite", {"The same in short", "其简称"}},
               {"articles[].fineMin", {"Its least fine", "其下限"}},
               {"articles[].fineMax", {"Its most fine", "其上限"}},
               {"articles[].byTurnover",
                {"Measured by the basis of the article, such as the turnover", "是否按计算基数（如违法经营额）计算"}},
               {"articles[].pack", {"Its pack, where not the first", "所属规则包（首个规则包除外）"}},
               {"articles[].open", {"true where there is no lower bound", "没有下限时为 true"}},
               {"articles[].none", {"true where there is no fine", "不处罚款时为 true"}},
               {"articles[].setAside", {"true where a special law goes before it", "特别规定优先时为 true"}},
               {"timeBarred", {"true where it was discovered too late", "超过时效时为 true"}},
               {"derivation", {"The reasoning, step by step", "逐步的推导"}}} +
           under("derivation[]", derivationMembers());
}

std::vector<std::string> violationWords() {
    std::vector<std::string> words;
    if (const auto& book = law::PenaltyBook::shipped()) {
        for (const auto& pack : book->packs) {
            for (const auto& rule : pack.rules) words.push_back(rule.violation.str());
        }
    }
    return words;
}

} // namespace

std::vector<Command> penaltyCommands() {
    return {
        {.group = "penalty",
         .name = "packs",
         .help = {"The rule packs and their articles", "规则包及其条款"},
         .about =
             {"What of a pack was not read in the law itself is marked as not verified. Once shipped a pack never changes; a "
              "correction is a pack of its own.",
              "未经查阅原文的内容标明未经核实。规则包发布后不再变动，更正以新规则包发布。"},
         .operands = {},
         .options = {},
         .members = packMembers(),
         .run = packs},
        {.group = "penalty",
         .name = "compute",
         .help = {"The penalty that the law allows for facts, with its derivation", "依法由事实计算处罚幅度及推导"},
         .about =
             {"Needs no office and no passphrase. Amounts are exact: 1820000.5, 1,820,000.50 and 182万 are understood. "
              "With --propose it also judges a proposal, and refuses with 7 what the law does not allow.",
              "无需办公室和口令。金额精确，可写 1820000.5、1,820,000.50 或 182万。带 --propose 时还审查处罚建议，"
              "法律不允许的以 7 拒绝。"},
         .operands = {},
         .options =
             {{.name = "violation",
               .value = "ARTICLE",
               .help = {"An article broken by the act; may be given several times", "行为违反的条文，可多次给出"},
               .repeats = true,
               .choices = violationWords()},
              {.name = "pack",
               .value = "PACK",
               .help = {"A rule pack to apply, of penalty packs; without one those that hold the articles",
                        "适用的规则包（见 penalty packs）；不给出时为载有所列条款者"},
               .repeats = true},
              {.name = "turnover", .value = "YUAN", .help = {"Illegal turnover", "违法经营额"}},
              {.name = "declaration",
               .value = "AMOUNT=NOTE",
               .help = {"A declaration that the turnover is added up of, instead of --turnover; \"-\" in front: not "
                        "controlled, not counted",
                        "合计违法经营额的一份报关单，代替 --turnover；前加“-”表示不属管制物项，不计入"},
               .repeats = true},
              {.name = "goods-value",
               .value = "YUAN",
               .help = {"Value of the goods, for the customs route", "货物价值，用于海关路径"}},
              {.name = "transaction",
               .value = "USD",
               .help = {"Transaction value, such as \"USD 5000\"", "交易金额，如“USD 5000”"}},
              {.name = "gains", .value = "YUAN", .help = {"Illegal gains", "违法所得"}},
              {.name = "kilograms",
               .value = "N",
               .help = {"Mass of the goods, for the criminal threshold", "货物千克数，用于刑事标准"}},
              {.name = "act-end",
               .value = "DAY",
               .help = {"Last day of the act, YYYY-MM-DD", "行为终了日，YYYY-MM-DD"}},
              {.name = "act-start", .value = "DAY", .help = {"First day of an act that went on", "持续行为的开始日"}},
              {.name = "discovered",
               .value = "DAY",
               .help = {"When the act was discovered, for the limitation of two years", "发现日期，用于二年追责时效"}},
              {.name = "discovery",
               .value = "WORDS",
               .help = {"By what, and why that counts as discovery", "何以发现，以及为何属于“发现”"}},
              {.name = "serious", .help = {"The case is serious", "情节严重"}},
              {.name = "extreme", .help = {"The case is extremely serious", "情节特别严重"}},
              {.name = "tree",
               .help = {"Print the derivation as a tree, with what was not applied and why",
                        "以树状打印推导，包括未适用者及理由"}},
              {.name = "ground",
               .value = "GROUND=REASON",
               .help = {"A ground found, such as apl32-1, with its reason; may be given several times",
                        "查明的事由（如 apl32-1）及理由，可多次给出"},
               .repeats = true},
              {.name = "facts",
               .value = "FILE",
               .help = {"The facts as JSON", "JSON 格式的事实"},
               .complete = Complete::file},
              {.name = "propose",
               .value = "KIND",
               .help = {"Judge a proposal of this kind", "审查此类处罚建议"},
               .choices = {"normal", "lighter", "reduced", "none"}},
              {.name = "fine", .value = "YUAN", .help = {"The fine proposed", "建议的罚款"}},
              {.name = "confiscation", .value = "YUAN", .help = {"The confiscation proposed", "建议的没收金额"}},
              {.name = "deviation",
               .value = "REASON",
               .help = {"Why the proposal differs from the nearest decided cases (penalty nearest)",
                        "建议与最相近已决案件不同的理由（见 penalty nearest）"}},
              {.name = "out",
               .value = "FILE",
               .help = {"Write the proposal to a new file, for case do REF propose --set penalty=@FILE",
                        "把处罚建议写到新文件，用于 case do REF propose --set penalty=@FILE"},
               .complete = Complete::file}},
         .members = under("range", rangeMembers()) + Members{{"tree", {"The derivation as a tree", "推导树"}}} +
                    under("tree[]", nodeMembers()) + under("proposal", derivationMembers()) +
                    Members{{"penalty", {"The proposal as the field of a form holds it", "表单字段所载的处罚建议"}}},
         .run = compute},
        penaltyNearestCommand(),
        penaltyCompareCommand(),
    };
}

} // namespace app
