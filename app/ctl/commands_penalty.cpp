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

Result<law::PenaltyFacts> factsOf(const Invocation& call) {
    law::PenaltyFacts facts;
    if (const auto file = call.find("facts")) {
        TRY_ASSIGN(const auto text, readFile(*file, law::kMaxPackBytes));
        TRY_ASSIGN(facts, orFirst(law::parseFacts(text), *file));
    }
    for (const auto& word : call.all("violation")) {
        const auto violation = law::violationFromName(word);
        if (!violation)
            return fail(Code::usage, model::fill({"There is no violation {0}", "没有违法行为 {0}"}, word), {},
                        "--violation");
        facts.violations.push_back(*violation);
    }
    const auto money = [&](const char* option, std::optional<law::Money>& into) -> Result<void> {
        const auto word = call.find(option);
        if (!word) return {};
        auto amount = law::parseMoney(*word);
        if (!amount) {
            amount.error().where = std::string("--") + option;
            return std::unexpected(std::move(amount).error());
        }
        into = *amount;
        return {};
    };
    TRY(money("turnover", facts.illegalTurnover));
    TRY(money("gains", facts.illegalGains));
    if (const auto word = call.find("kilograms")) {
        std::int64_t number = 0;
        const auto [end, fault] = std::from_chars(word->data(), word->data() + word->size(), number);
        if (fault != std::errc{} || end != word->data() + word->size() || number < 0) {
            return fail(Code::usage, model::fill({"\"{0}\" is no number of kilograms", "“{0}”不是千克数"}, *word), {},
                        "--kilograms");
        }
        facts.kilograms = number;
    }
    if (const auto word = call.find("act-end")) {
        facts.actEnd = model::parseDate(*word);
        if (!facts.actEnd)
            return fail(Code::usage, model::fill({"\"{0}\" is no day", "“{0}”不是日期"}, *word), {}, "--act-end");
    }
    if (call.has("serious")) facts.serious = true;
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
        TRY_ASSIGN(proposal.fine, law::parseMoney(*word));
    }
    if (const auto word = call.find("confiscation")) {
        TRY_ASSIGN(proposal.confiscation, law::parseMoney(*word));
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
    TRY_ASSIGN(const auto facts, factsOf(call));
    TRY_ASSIGN(const auto law, orFirst(law::PenaltyLaw::shipped(), "ecl-2020.json"));
    TRY_ASSIGN(const auto range, law::computePenalty(law, facts));
    Reply reply;
    reply.data["range"] = Json::parse(law::renderJson(range));
    reply.words = law::renderText(range, context.output().language());
    if (!call.has("propose")) {
        if (call.has("out")) {
            return fail(Code::usage, {"There is no proposal to write", "没有可写出的处罚建议"},
                        {"Give --propose.", "请给出 --propose。"}, "--out");
        }
        return reply;
    }
    TRY_ASSIGN(const auto proposal, proposalOf(call));
    const auto judged = law::judgeProposal(law, range, proposal);
    if (!judged) {
        reply.error = judged.error();
        return reply;
    }
    reply.data["proposal"] = derivationJson(*judged);
    const std::string text = model::renderPenaltyValue({facts, proposal});
    reply.data["penalty"] = text;
    if (const auto out = call.find("out")) TRY(writeNewFile(*out, crypto::asBytes(text)));
    reply.words += context.in(judged->input) + " - " + context.in(judged->result) + "\n";
    return reply;
}

Members derivationMembers() {
    return Members{{"cite", {"The article in short", "条文简称"}}} + under("article", textMembers()) +
           under("input", textMembers()) + under("rule", textMembers()) + under("result", textMembers());
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
               {"confiscation", {"Gains to confiscate in yuan, or null", "应没收的违法所得，可为 null"}},
               {"barYears", {"For how many years applications may be refused", "可不予受理申请的年数"}},
               {"criminalNotice", {"A person must examine whether to refer the case", "须由人审查是否移送"}},
               {"articles", {"What each article alone would give", "各条文单独的结果"}},
               {"articles[].violation", {"The article", "条文"}},
               {"articles[].cite", {"The same in short", "其简称"}},
               {"articles[].fineMin", {"Its least fine", "其下限"}},
               {"articles[].fineMax", {"Its most fine", "其上限"}},
               {"articles[].byTurnover", {"A multiple of the turnover", "是否按违法经营额倍数"}},
               {"derivation", {"The reasoning, step by step", "逐步的推导"}}} +
           under("derivation[]", derivationMembers());
}

std::vector<std::string> violationWords() {
    std::vector<std::string> words;
    for (const auto violation : law::kViolations) words.emplace_back(law::violationName(violation));
    return words;
}

} // namespace

std::vector<Command> penaltyCommands() {
    return {
        {.group = "penalty",
         .name = "compute",
         .help = {"The penalty that the Export Control Law allows for facts, with its derivation",
                  "按出口管制法由事实计算处罚幅度及推导"},
         .about =
             {"Needs no office and no passphrase. Amounts are exact: 1820000.5, 1,820,000.50 and 182万 are understood. "
              "With --propose it also judges a proposal, and refuses with 7 what the law does not allow.",
              "无需办公室和口令。金额精确，可写 1820000.5、1,820,000.50 或 182万。带 --propose 时还审查处罚建议，"
              "法律不允许的以 7 拒绝。"},
         .operands = {},
         .options = {{.name = "violation",
                      .value = "ARTICLE",
                      .help = {"An article broken by the act; may be given several times",
                               "行为违反的条文，可多次给出"},
                      .repeats = true,
                      .choices = violationWords()},
                     {.name = "turnover", .value = "YUAN", .help = {"Illegal turnover", "违法经营额"}},
                     {.name = "gains", .value = "YUAN", .help = {"Illegal gains", "违法所得"}},
                     {.name = "kilograms",
                      .value = "N",
                      .help = {"Mass of the goods, for the criminal threshold", "货物千克数，用于刑事标准"}},
                     {.name = "act-end",
                      .value = "DAY",
                      .help = {"Last day of the act, YYYY-MM-DD", "行为终了日，YYYY-MM-DD"}},
                     {.name = "serious", .help = {"The case is serious", "情节严重"}},
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
                     {.name = "out",
                      .value = "FILE",
                      .help = {"Write the proposal to a new file, for case do REF propose --set penalty=@FILE",
                               "把处罚建议写到新文件，用于 case do REF propose --set penalty=@FILE"},
                      .complete = Complete::file}},
         .members = under("range", rangeMembers()) + under("proposal", derivationMembers()) +
                    Members{{"penalty", {"The proposal as the field of a form holds it", "表单字段所载的处罚建议"}}},
         .run = compute},
    };
}

} // namespace app
