// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/penalty_compare.h"

#include <algorithm>
#include <array>

namespace model::intake {
namespace {

using law::ArticleId;

struct KindName {
    FindingKind kind;
    std::string_view name;
    Text title;
};

const std::array<KindName, 10>& kindNames() {
    static const std::array<KindName, 10> names = {{
        {FindingKind::inRange, "inRange", {"inside the range", "在幅度之内"}},
        {FindingKind::reducedByRule,
         "reducedByRule",
         {"below it, by a rule that is printed", "低于幅度，所引规定允许减轻"}},
        {FindingKind::reducedByGround,
         "reducedByGround",
         {"below it; a circumstance that is printed could explain it", "低于幅度，所载情节可能解释减轻"}},
        {FindingKind::otherArticle,
         "otherArticle",
         {"outside it; another article would hold it", "不在幅度之内，另有条款可以解释"}},
        {FindingKind::noPenaltyByRule,
         "noPenaltyByRule",
         {"no penalty, by a rule that is printed", "不予处罚，所引规定允许"}},
        {FindingKind::noPenaltyByGround,
         "noPenaltyByGround",
         {"no penalty; a circumstance that is printed could explain it", "不予处罚，所载情节可能解释"}},
        {FindingKind::unexplained, "unexplained", {"nothing published explains it", "已公布的内容不能解释"}},
        {FindingKind::cannotTell,
         "cannotTell",
         {"cannot be computed from what is published", "已公布的内容不足以计算"}},
        {FindingKind::noFine, "noFine", {"the fine was not published", "未公布罚款数额"}},
        {FindingKind::notAdministrative, "notAdministrative", {"not an administrative fine", "不属行政罚款"}},
    }};
    return names;
}

std::string packed(std::string_view cite) {
    std::string out(cite);
    std::erase(out, ' ');
    return out;
}

// "ECL34(1)" names ECL 34, and "CUS15(3)" CUS 15(3): what is in brackets belongs to the article where the pack has it
// so.
bool names(std::string_view printed, std::string_view cite) {
    const auto article = packed(cite);
    if (!printed.starts_with(article)) return false;
    return printed.size() == article.size() || printed[article.size()] == '(' || article.ends_with(')');
}

std::vector<ArticleId> printedArticles(const law::PenaltyBook& book, const Report& decision) {
    std::vector<ArticleId> out;
    for (const auto& printed : decision.lawArticles) {
        for (const auto& pack : book.packs) {
            if (pack.currency != law::Currency::cny) continue;
            for (const auto& rule : pack.rules) {
                const bool fined = !rule.bands.empty() || !rule.under.empty() || !rule.serious.bands.empty();
                if (fined && names(packed(printed), rule.source.cite) && !std::ranges::contains(out, rule.violation))
                    out.push_back(rule.violation);
            }
        }
    }
    return out;
}

bool isLaw(const Report& decision, std::string_view code) {
    return std::ranges::any_of(decision.lawArticles, [&](const std::string& one) { return packed(one) == code; });
}

bool says(const Report& decision, std::string_view word) {
    return decision.narrativeZh.contains(word) ||
           std::ranges::any_of(decision.mitigatingGrounds, [&](const std::string& one) { return one.contains(word); });
}

/// The customs articles that the same kind of act may fall under.
std::vector<ArticleId> customsArticles(const Report& decision) {
    std::vector<ArticleId> out;
    const auto& kind = decision.violationKind;
    if (says(decision, "走私行为")) {
        out.emplace_back("cus9p1");
        out.emplace_back("cus9p2");
    }
    if (kind == "no licence") out.emplace_back("cus14");
    if (kind == "misdeclared name or code" || kind == "concealed content") {
        for (const char* id : {"cus15i1", "cus15i2", "cus15i3"}) out.emplace_back(id);
    }
    return out;
}

law::PenaltyFacts factsFor(const law::PenaltyBook& book, const Report& decision, std::vector<ArticleId> articles) {
    law::PenaltyFacts facts = suggestFacts(decision);
    facts.violations = std::move(articles);
    facts.goodsValue = decision.value;
    facts.packs = book.packsFor(facts.violations, {});
    return facts;
}

// Only articles that the decision prints at the front: "CUS" alone names a law, and the kind of act the article.
std::vector<ArticleId> articlesOf(const law::PenaltyBook& book, const Report& decision, bool& assumed) {
    auto printed = printedArticles(book, decision);
    assumed = printed.empty();
    if (!assumed) return printed;
    if (isLaw(decision, "CUS") || isLaw(decision, "CL")) {
        auto customs = customsArticles(decision);
        if (!customs.empty()) return {customs.back()};
    }
    return suggestFacts(decision).violations;
}

bool holds(const law::PenaltyRange& range, law::Money fine) { return fine >= range.fineMin && fine <= range.fineMax; }

struct Circumstance {
    std::string_view word;
    std::string_view also; ///< a second word that must be there too, or empty
    std::string_view rule;
    bool none; ///< explains that no penalty was imposed
};

// Words of the decisions themselves, which are in Chinese.
constexpr Circumstance circumstance(std::string_view rule, bool none, std::string_view word,
                                    std::string_view also = {}) {
    return {word, also, rule, none};
}

constexpr Circumstance kCircumstances[] = {
    circumstance("APL 32(1)", false, "主动消除"),
    circumstance("APL 32(1)", false, "主动减轻"),
    circumstance("APL 32(2)", false, "胁迫"),
    circumstance("APL 32(2)", false, "诱骗"),
    circumstance("APL 32(3)", false, "主动供述"),
    circumstance("APL 32(3)", false, "主动披露"),
    circumstance("APL 32(4)", false, "立功"),
    circumstance("CPR 58(2)", false, "认错认罚", "配合"),
    circumstance("CPR 58(2)", false, "后果较轻"),
    circumstance("CPR 58(2)", false, "后果轻微"),
    circumstance("APL 33(1)", true, "及时改正", "轻微"),
    circumstance("APL 33(1)", true, "初次违法"),
    circumstance("APL 33(2)", true, "没有主观过错"),
};

std::vector<std::string> rulesOfGrounds(const Report& decision, bool none) {
    std::vector<std::string> out;
    const auto said = [&](std::string_view word) {
        return std::ranges::any_of(decision.mitigatingGrounds,
                                   [&](const std::string& ground) { return ground.contains(word); });
    };
    for (const auto& one : kCircumstances) {
        const bool all = said(one.word) && said(one.also);
        if (one.none == none && all && !std::ranges::contains(out, one.rule)) out.emplace_back(one.rule);
    }
    return out;
}

/// The rules for leaving the range that the decision prints: "APL32(1)", "CPR58(2)".
std::vector<std::string> printedRules(const law::PenaltyBook& book, const Report& decision, bool none) {
    std::vector<std::string> out;
    for (const auto& pack : book.packs) {
        for (const auto& ground : pack.grounds) {
            using enum law::Ground::Effect;
            const bool forNone = ground.effect == noPenalty || ground.effect == mayWaive;
            const bool printed = std::ranges::any_of(
                decision.lawArticles, [&](const std::string& one) { return names(packed(one), ground.source.cite); });
            if (forNone == none && printed && !std::ranges::contains(out, ground.source.cite))
                out.push_back(ground.source.cite);
        }
    }
    return out;
}

std::vector<std::string> otherArticles(const law::PenaltyBook& book, const Report& decision, law::Money fine) {
    std::vector<std::string> out;
    for (const auto& article : customsArticles(decision)) {
        const auto range = law::computePenalty(book, factsFor(book, decision, {article}));
        if (range && holds(*range, fine)) out.push_back(range->source.cite);
    }
    return out;
}

Text joined(const std::vector<std::string>& rules) {
    std::string out;
    for (const auto& one : rules) out += (out.empty() ? "" : "; ") + one;
    return same(out);
}

void judgeNone(const law::PenaltyBook& book, const Report& decision, Finding& finding) {
    finding.rules = printedRules(book, decision, true);
    finding.kind = FindingKind::noPenaltyByRule;
    if (!finding.rules.empty()) return;
    finding.rules = rulesOfGrounds(decision, true);
    finding.kind = finding.rules.empty() ? FindingKind::unexplained : FindingKind::noPenaltyByGround;
}

void judgeFine(const law::PenaltyBook& book, const Report& decision, Finding& finding) {
    if (!finding.range) {
        finding.kind = FindingKind::cannotTell;
        return;
    }
    if (holds(*finding.range, *finding.fine)) {
        finding.kind = FindingKind::inRange;
        return;
    }
    const bool below = *finding.fine < finding.range->fineMin;
    if (below) {
        finding.rules = printedRules(book, decision, false);
        finding.kind = FindingKind::reducedByRule;
        if (!finding.rules.empty()) return;
        finding.rules = rulesOfGrounds(decision, false);
        finding.kind = FindingKind::reducedByGround;
        if (!finding.rules.empty()) return;
    }
    finding.rules = otherArticles(book, decision, *finding.fine);
    finding.kind = finding.rules.empty() ? FindingKind::unexplained : FindingKind::otherArticle;
}

Text sentence(const Finding& finding, const Text& trouble) {
    Text out = findingTitle(finding.kind);
    if (!finding.rules.empty()) out = fill({"{0} ({1})", "{0}（{1}）"}, out, joined(finding.rules));
    const auto add = [&](const Text& more) { out = fill({"{0}; {1}", "{0}；{1}"}, out, more); };
    if (finding.assumed && finding.range) add({"the article is not printed", "未载明适用条款"});
    if (!finding.turnover && finding.range) {
        add({"the turnover is not published, so a multiple of it could not be computed",
             "未公布违法经营额，无法按倍数计算"});
    }
    if (!trouble.empty()) add(trouble);
    return out;
}

} // namespace

std::string_view findingName(FindingKind kind) {
    const auto found = std::ranges::find(kindNames(), kind, &KindName::kind);
    return found == kindNames().end() ? std::string_view{} : found->name;
}

Text findingTitle(FindingKind kind) {
    const auto found = std::ranges::find(kindNames(), kind, &KindName::kind);
    return found == kindNames().end() ? Text{} : found->title;
}

std::span<const FindingKind> findingKinds() {
    static constexpr FindingKind kAll[] = {FindingKind::inRange,         FindingKind::reducedByRule,
                                           FindingKind::reducedByGround, FindingKind::otherArticle,
                                           FindingKind::noPenaltyByRule, FindingKind::noPenaltyByGround,
                                           FindingKind::unexplained,     FindingKind::cannotTell,
                                           FindingKind::noFine,          FindingKind::notAdministrative};
    return kAll;
}

Finding compareDecision(const law::PenaltyBook& book, const Report& decision) {
    Finding finding;
    finding.id = decision.externalId;
    finding.fine = decision.fine;
    finding.turnover = decision.value;
    Text trouble;
    if (decision.outcome.contains("criminal")) {
        finding.kind = FindingKind::notAdministrative;
        finding.words = sentence(finding, trouble);
        return finding;
    }
    finding.articles = articlesOf(book, decision, finding.assumed);
    if (finding.articles.empty()) {
        trouble = {"no article is printed, and none follows from the kind of act",
                   "未载明条款，也不能由违法行为类型推知"};
    } else if (auto range = law::computePenalty(book, factsFor(book, decision, finding.articles))) {
        finding.range = *std::move(range);
    } else {
        trouble = range.error().what;
    }
    if (decision.outcome == "no penalty") judgeNone(book, decision, finding);
    else if (!finding.fine) finding.kind = FindingKind::noFine;
    else judgeFine(book, decision, finding);
    finding.words = sentence(finding, trouble);
    return finding;
}

} // namespace model::intake
