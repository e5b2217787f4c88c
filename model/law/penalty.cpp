// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty.h"

#include <algorithm>
#include <format>

namespace model::law {
namespace {

Text amountOrNone(const std::optional<Money>& amount) {
    if (!amount || amount->fen() == 0) return {"none known", "无或未查明"};
    return moneyText(*amount);
}

Text rangeText(Money least, Money most) { return fill({"{0} to {1}", "{0}至{1}"}, moneyText(least), moneyText(most)); }

std::optional<Error> badFacts(Text what, Text cure, std::string where) {
    return Error{Code::malformed, std::move(what), std::move(cure), std::move(where), {}};
}

std::optional<Error> checkFacts(const PenaltyLaw& law, const PenaltyFacts& facts) {
    if (facts.violations.empty()) {
        return badFacts({"No violation was chosen.", "未选择违法行为。"},
                        {"Choose the article that was broken.", "请选择所违反的条款。"}, "violations");
    }
    for (std::size_t i = 0; i < facts.violations.size(); ++i) {
        const auto one = facts.violations[i];
        if (std::ranges::count(facts.violations, one) > 1 || law.rule(one) == nullptr) {
            return badFacts({"A violation is there twice or has no rule.", "违法行为重复或没有对应规则。"},
                            {"Name each article once.", "每个条款只列一次。"}, "violations");
        }
    }
    const auto negative = [](const std::optional<Money>& amount) { return amount && amount->fen() < 0; };
    if (negative(facts.illegalTurnover) || negative(facts.illegalGains) || facts.kilograms.value_or(0) < 0) {
        return badFacts({"An amount is negative.", "金额或数量为负数。"},
                        {"Enter the amount that was found.", "请填写查明的数额。"},
                        facts.kilograms.value_or(0) < 0   ? "kilograms"
                        : negative(facts.illegalTurnover) ? "illegalTurnover"
                                                          : "illegalGains");
    }
    for (const auto& found : facts.grounds) {
        const auto* ground = law.ground(found.ground);
        if (ground == nullptr) {
            return badFacts(fill({"The ground \"{0}\" is not known.", "未知的事由“{0}”。"}, found.ground),
                            {"Choose a ground of Articles 32 or 33 of the Administrative Penalty Law.",
                             "请选择《行政处罚法》第32、33条的事由。"},
                            "grounds");
        }
        if (std::ranges::all_of(found.reason, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; })) {
            return Error{Code::malformed,
                         fill({"The ground of {0} has no reason.", "{0}的事由没有写明理由。"}, ground->source.article),
                         {"State the facts that make the ground hold.", "请写明该事由成立的事实。"},
                         "grounds",
                         ground->source.cite};
        }
    }
    if (facts.actEnd && *facts.actEnd < law.effective) {
        return Error{
            Code::refused,
            fill({"The act ended on {0}, before {1} came into force on {2}.", "行为终了于{0}，早于{1}施行之日{2}。"},
                 formatDate(*facts.actEnd), law.name, formatDate(law.effective)),
            {"Apply the law in force at the time of the act.", "请适用行为发生时的规定。"},
            "actEnd",
            "APL 37"};
    }
    return std::nullopt;
}

struct Applied {
    ArticleRange range;
    DerivationStep step;
};

Result<Applied> applyRule(const PenaltyRule& rule, const PenaltyFacts& facts) {
    Applied out;
    out.range.violation = rule.violation;
    out.range.source = rule.source;
    const auto turnover = facts.illegalTurnover.value_or(Money{});
    out.range.byTurnover = rule.threshold && turnover >= *rule.threshold;
    out.step.source = rule.source;
    out.step.rule = rule.summary;
    out.step.input =
        fill({"{0}. Illegal turnover: {1}", "{0}。违法经营额：{1}"}, rule.what, amountOrNone(facts.illegalTurnover));
    if (out.range.byTurnover) {
        TRY_ASSIGN(out.range.fineMin, multiply(turnover, rule.least));
        TRY_ASSIGN(out.range.fineMax, multiply(turnover, rule.most));
        out.step.result =
            fill({"{0} is at or above {1}: {2} to {3} times it, {4}", "{0}达到{1}以上：{2}倍至{3}倍，即{4}"},
                 moneyText(turnover), moneyText(*rule.threshold), std::to_string(rule.least), std::to_string(rule.most),
                 rangeText(out.range.fineMin, out.range.fineMax));
    } else {
        out.range.fineMin = rule.flatMin;
        out.range.fineMax = rule.flatMax;
        const Text why = !rule.threshold       ? Text{"The article has one range", "该条只有一个幅度"}
                         : turnover.fen() == 0 ? Text{"There is no turnover", "没有违法经营额"}
                                               : fill({"{0} is below {1}", "{0}不足{1}"}, moneyText(turnover),
                                                      moneyText(*rule.threshold));
        out.step.result = fill({"{0}: {1}", "{0}：{1}"}, why, rangeText(out.range.fineMin, out.range.fineMax));
    }
    return out;
}

void join(Measures& into, const Measures& from, bool serious) {
    into.warning = into.warning || from.warning;
    into.stopOrder = into.stopOrder || from.stopOrder;
    into.confiscateGains = into.confiscateGains || from.confiscateGains;
    into.revokeLicence = into.revokeLicence || from.revokeLicence;
    into.suspendBusiness = into.suspendBusiness || (serious && from.suspendBusiness);
    into.revokeQualification = into.revokeQualification || (serious && from.revokeQualification);
}

Text measuresText(const Measures& measures) {
    Text out;
    const auto put = [&](bool on, std::string_view en, std::string_view zh) {
        if (!on) return;
        out.en += (out.en.empty() ? "" : "; ") + std::string(en);
        out.zh += (out.zh.empty() ? "" : "；") + std::string(zh);
    };
    put(measures.warning, "warning", "警告");
    put(measures.stopOrder, "order to stop the violation", "责令停止违法行为");
    put(measures.confiscateGains, "confiscation of illegal gains", "没收违法所得");
    put(measures.revokeLicence, "revocation of the licence", "撤销许可、收缴许可证件");
    put(measures.suspendBusiness, "possibly suspension of business", "可责令停业整顿");
    put(measures.revokeQualification, "possibly revocation of the export qualification", "可吊销出口经营资格");
    return out.empty() ? Text{"none beside the fine", "除罚款外无其他措施"} : out;
}

// 行政处罚法 29 says "the higher fine" but not how ranges compare: the upper bound decides, then the lower.
bool higher(const ArticleRange& a, const ArticleRange& b) {
    if (a.fineMax != b.fineMax) return a.fineMax > b.fineMax;
    if (a.fineMin != b.fineMin) return a.fineMin > b.fineMin;
    return a.violation < b.violation;
}

void addSeveralArticlesStep(PenaltyRange& range, const ArticleRange& governing) {
    if (range.articles.size() < 2) return;
    Text input;
    bool mixed = false;
    for (const auto& one : range.articles) {
        const Text line = fill({"{0}: {1}", "{0}：{1}"}, one.source.article, rangeText(one.fineMin, one.fineMax));
        input.en += (input.en.empty() ? "" : "; ") + line.en;
        input.zh += (input.zh.empty() ? "" : "；") + line.zh;
        mixed = mixed || one.fineMin > governing.fineMin;
    }
    Text result = fill({"The fine follows {0}: {1}", "罚款适用{0}：{1}"}, governing.source.article,
                       rangeText(range.fineMin, range.fineMax));
    if (mixed) {
        result.en += ". Another article has the higher lower bound: a person must weigh it.";
        result.zh += "。另有条款的下限更高，须由人员衡量。";
    }
    range.derivation.push_back(
        {{"APL 29", {"Administrative Penalty Law, Article 29", "《行政处罚法》第29条"}},
         std::move(input),
         {"One act is not fined twice; where several provisions call for a fine, the higher one applies. Ranges are "
          "compared "
          "by their upper bounds, then their lower bounds.",
          "同一违法行为不得给予两次以上罚款；违反多个规范的，按罚款数额高的规定处罚。先比上限，再比下限。"},
         std::move(result)});
}

void addMeasuresSteps(PenaltyRange& range) {
    range.derivation.push_back(
        {range.source,
         range.facts.serious ? Text{"The case was found serious", "认定情节严重"}
                             : Text{"The case was not found serious", "未认定情节严重"},
         {"The articles that were broken order these measures beside the fine.", "所违反条款在罚款之外规定的措施。"},
         measuresText(range.measures)});
    if (!range.measures.confiscateGains) return;
    const auto& gains = range.facts.illegalGains;
    if (gains && gains->fen() > 0) range.confiscation = gains;
    range.derivation.push_back(
        {{"APL 28", {"Administrative Penalty Law, Article 28", "《行政处罚法》第28条"}},
         fill({"Illegal gains: {0}", "违法所得：{0}"}, amountOrNone(gains)),
         {"Illegal gains are the money obtained by the act; they are confiscated beside the fine.",
          "违法所得是指实施违法行为所取得的款项，在罚款之外予以没收。"},
         range.confiscation ? fill({"{0} is confiscated", "没收{0}"}, moneyText(*range.confiscation))
                            : Text{"nothing to confiscate is known", "未查明可没收的违法所得"}});
}

void addGroundSteps(const PenaltyLaw& law, PenaltyRange& range) {
    for (const auto& found : range.facts.grounds) {
        const auto& ground = *law.ground(found.ground);
        Text result;
        switch (ground.effect) {
        case Ground::Effect::lighterOrReduced:
            result = {"the penalty shall be lighter or reduced", "应当从轻或者减轻处罚"};
            break;
        case Ground::Effect::noPenalty: result = {"no penalty shall be imposed", "不予行政处罚"}; break;
        case Ground::Effect::mayWaive: result = {"the authority may impose no penalty", "可以不予行政处罚"}; break;
        }
        range.derivation.push_back({ground.source, same(found.reason), ground.summary, std::move(result)});
    }
}

void addNotices(const PenaltyLaw& law, PenaltyRange& range) {
    range.barYears = law.bar.years;
    range.derivation.push_back({law.bar.source,
                                {"A penalty under this law", "依本法给予处罚"},
                                law.bar.summary,
                                fill({"possible for {0} years", "可在{0}年内适用"}, std::to_string(law.bar.years))});
    const auto turnover = range.facts.illegalTurnover.value_or(Money{});
    const auto mass = range.facts.kilograms.value_or(0);
    range.criminalNotice = turnover >= law.criminal.value || mass >= law.criminal.kilograms;
    if (!range.criminalNotice) return;
    range.derivation.push_back(
        {law.criminal.source,
         fill({"Turnover: {0}; mass: {1}", "经营额：{0}；重量：{1}"}, amountOrNone(range.facts.illegalTurnover),
              range.facts.kilograms ? Text{std::format("{} kg", mass), std::format("{}千克", mass)}
                                    : Text{"not known", "未查明"}),
         law.criminal.summary,
         {"a person must examine whether to refer the case", "须由人员审查是否移送司法机关"}});
}

} // namespace

Result<PenaltyRange> computePenalty(const PenaltyLaw& law, const PenaltyFacts& facts) {
    if (auto error = checkFacts(law, facts)) return std::unexpected(std::move(*error));

    PenaltyRange range;
    range.law = law.id;
    range.facts = facts;
    for (const auto violation : facts.violations) {
        const auto& rule = *law.rule(violation);
        TRY_ASSIGN(auto applied, applyRule(rule, facts));
        join(range.measures, rule.measures, facts.serious);
        range.articles.push_back(std::move(applied.range));
        range.derivation.push_back(std::move(applied.step));
    }
    const auto governing = *std::ranges::min_element(range.articles, higher);
    range.governing = governing.violation;
    range.source = governing.source;
    range.fineMin = governing.fineMin;
    range.fineMax = governing.fineMax;
    addSeveralArticlesStep(range, governing);
    addMeasuresSteps(range);
    addGroundSteps(law, range);
    addNotices(law, range);
    return range;
}

} // namespace model::law
