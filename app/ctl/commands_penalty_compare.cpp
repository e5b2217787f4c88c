// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/json.h"
#include "model/intake/penalty_compare.h"
#include "model/intake/report_reader.h"

#include <map>

namespace app {

namespace {

namespace law = model::law;
namespace intake = model::intake;

Json moneyJson(const std::optional<law::Money>& amount) {
    if (!amount) return nullptr;
    std::string text = law::formatMoney(*amount);
    std::erase(text, ',');
    return text;
}

Json findingJson(const intake::Finding& finding, std::uint64_t line) {
    Json articles = Json::array();
    for (const auto& one : finding.articles) articles.push_back(one.str());
    Json rules = Json::array();
    for (const auto& one : finding.rules) rules.push_back(one);
    return {{"id", finding.id},
            {"line", line},
            {"finding", intake::findingName(finding.kind)},
            {"articles", std::move(articles)},
            {"assumed", finding.assumed},
            {"turnover", moneyJson(finding.turnover)},
            {"fineMin", finding.range ? moneyJson(finding.range->fineMin) : Json()},
            {"fineMax", finding.range ? moneyJson(finding.range->fineMax) : Json()},
            {"fine", moneyJson(finding.fine)},
            {"rules", std::move(rules)},
            {"words", textJson(finding.words)}};
}

std::string findingWords(const intake::Finding& finding, const Context& context) {
    const auto amount = [&](const std::optional<law::Money>& money) {
        return money ? context.in(law::moneyText(*money)) : context.in({"not published", "未公布"});
    };
    std::string out = finding.id + ": " + context.in(finding.words) + "\n";
    if (finding.range) {
        out += "   " + context.in(law::fineText(*finding.range)) + " (" + finding.range->source.cite + ")\n";
    }
    out += "   " + context.in({"value of the controlled part: ", "管制部分价值："}) + amount(finding.turnover) +
           context.in({"; published fine: ", "；公布的罚款："}) + amount(finding.fine) + "\n";
    return out;
}

Result<Reply> compare(const Invocation& call, Context& context) {
    const auto& book = law::PenaltyBook::shipped();
    if (!book) return std::unexpected(book.error().front());
    Reply reply;
    Json findings = Json::array();
    Json problems = Json::array();
    std::map<intake::FindingKind, int> counts;
    intake::ReportSink sink;
    sink.row = [&](intake::ReportRow&& row) {
        const auto finding = intake::compareDecision(*book, row.report);
        ++counts[finding.kind];
        findings.push_back(findingJson(finding, row.line));
        reply.words += findingWords(finding, context);
        return true;
    };
    sink.problem = [&](const intake::Problem& problem) {
        if (problem.notice) return true;
        problems.push_back({{"line", problem.line},
                            {"field", problem.field},
                            {"reason", textJson(problem.reason)},
                            {"cure", textJson(problem.cure)}});
        reply.words += context.in(model::fill({"line {0}", "第{0}行"}, std::to_string(problem.line))) +
                       (problem.field.empty() ? "" : ", " + problem.field) + ": " + context.in(problem.reason) + " " +
                       context.in(problem.cure) + "\n";
        return true;
    };
    TRY(intake::readReportFile(call.value("FILE"), sink));
    reply.words += "\n";
    for (const auto kind : intake::findingKinds()) {
        if (counts[kind] == 0) continue;
        reply.words += std::to_string(counts[kind]) + "  " + context.in(intake::findingTitle(kind)) + "\n";
    }
    if (!problems.empty()) {
        reply.words +=
            std::to_string(problems.size()) + "  " + context.in({"rows could not be read", "行无法读取"}) + "\n";
    }
    reply.data["findings"] = std::move(findings);
    reply.data["problems"] = std::move(problems);
    return reply;
}

} // namespace

Command penaltyCompareCommand() {
    return {
        .group = "penalty",
        .name = "compare",
        .help = {"Compare published decisions with what the law gives for their facts",
                 "将公布的决定与依法计算的幅度比较"},
        .about =
            {"Reads the columns of docs/data-files.md. Says for each decision whether its fine lies in the range, or which "
             "rule that it prints explains it, or which circumstance or other article could, or that nothing does. A row that "
             "cannot be read costs that row only.",
             "读取 docs/data-files.md 所列各列。逐件说明罚款是否在幅度之内，或者由所引哪条规定解释，或者哪项情节、"
             "哪一条款可能解释，或者均不能解释。无法读取的行只影响该行。"},
        .operands = {{.name = "FILE", .help = {"CSV or JSON lines", "CSV 或 JSON 行"}, .complete = Complete::file}},
        .options = {},
        .members =
            Members{
                {"findings", {"One for each decision", "每件决定一项"}},
                {"findings[].id", {"The decision", "决定"}},
                {"findings[].line", {"Its line in the file", "所在行"}},
                {"findings[].finding",
                 {"inRange, reducedByRule, reducedByGround, otherArticle, noPenaltyByRule, noPenaltyByGround, "
                  "unexplained, cannotTell, noFine or notAdministrative",
                  "结论"}},
                {"findings[].articles", {"The articles computed by", "计算所依条款"}},
                {"findings[].assumed",
                 {"They are not printed but follow from the kind of act", "未载明条款，由类型推知"}},
                {"findings[].turnover", {"Published value of the controlled part, or null", "管制部分价值，可为 null"}},
                {"findings[].fineMin", {"Least fine, or null", "罚款下限，可为 null"}},
                {"findings[].fineMax", {"Most fine, or null", "罚款上限，可为 null"}},
                {"findings[].fine", {"Published fine, or null", "公布的罚款，可为 null"}},
                {"findings[].rules", {"What explains it", "解释所依规定"}},
                {"problems", {"Rows that could not be read", "无法读取的行"}},
                {"problems[].line", {"Line", "行"}},
                {"problems[].field", {"Column", "列"}}} +
            under("findings[].words", textMembers()) + under("problems[].reason", textMembers()) +
            under("problems[].cure", textMembers()),
        .run = compare};
}

} // namespace app
