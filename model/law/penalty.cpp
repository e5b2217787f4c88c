// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty_parts.h"

#include <algorithm>
#include <utility>

namespace model::law {

using namespace parts;

namespace {

Error badFacts(Text what, Text cure, std::string where) {
    return Error{Code::malformed, std::move(what), std::move(cure), std::move(where), {}};
}

std::optional<Error> checkAmounts(const PenaltyFacts& facts) {
    const auto negative = [](const std::optional<Money>& amount) { return amount && amount->fen() < 0; };
    std::string where;
    if (facts.kilograms.value_or(0) < 0) where = "kilograms";
    else if (negative(facts.illegalTurnover)) where = "illegalTurnover";
    else if (negative(facts.illegalGains)) where = "illegalGains";
    else if (negative(facts.goodsValue)) where = "goodsValue";
    else if (negative(facts.transactionValue)) where = "transactionValue";
    else if (std::ranges::any_of(facts.declarations, [](const Declared& one) { return one.amount.fen() < 0; }))
        where = "declarations";
    if (!where.empty()) {
        return badFacts({"An amount is negative.", "金额或数量为负数。"},
                        {"Enter the amount that was found.", "请填写查明的数额。"}, where);
    }
    if (facts.actStart && facts.actEnd && *facts.actEnd < *facts.actStart) {
        return badFacts({"The act ends before it begins.", "行为终了日早于开始日。"},
                        {"Correct one of the days.", "请更正其中一个日期。"}, "actStart");
    }
    if (facts.discovered && facts.actStart && *facts.discovered < *facts.actStart) {
        return badFacts({"The act was discovered before it began.", "发现日早于行为开始日。"},
                        {"Correct one of the days.", "请更正其中一个日期。"}, "discovered");
    }
    return std::nullopt;
}

std::optional<Error> checkGrounds(const PenaltyBook& book, const PenaltyFacts& facts) {
    for (const auto& found : facts.grounds) {
        const auto* ground = groundOf(book, facts, found.ground);
        if (ground == nullptr) {
            return badFacts(model::fill({"The ground \"{0}\" is not known.", "未知的事由“{0}”。"}, found.ground),
                            {"Choose a ground of Articles 32 or 33 of the Administrative Penalty Law.",
                             "请选择《行政处罚法》第32、33条的事由。"},
                            "grounds");
        }
        if (std::ranges::all_of(found.reason, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; })) {
            return Error{
                Code::malformed,
                model::fill({"The ground of {0} has no reason.", "{0}的事由没有写明理由。"}, ground->source.article),
                {"State the facts that make the ground hold.", "请写明该事由成立的事实。"},
                "grounds",
                ground->source.cite};
        }
    }
    return std::nullopt;
}

std::optional<Error> checkFacts(const PenaltyBook& book, const PenaltyFacts& facts) {
    if (facts.violations.empty()) {
        return badFacts({"No violation was chosen.", "未选择违法行为。"},
                        {"Choose the article that was broken.", "请选择所违反的条款。"}, "violations");
    }
    for (const auto& id : facts.packs) {
        if (book.pack(id) == nullptr || std::ranges::count(facts.packs, id) > 1) {
            return badFacts(
                model::fill({"The rule pack \"{0}\" is not known, or is named twice.", "未知或者重复的规则包“{0}”。"},
                            id),
                {"Use a version of this program that carries it.", "请使用载有该规则包的程序版本。"}, "packs");
        }
    }
    const auto packs = packsOf(book, facts);
    for (const auto& one : facts.violations) {
        const bool known =
            std::ranges::any_of(packs, [&](const PenaltyLaw* pack) { return pack->formerRule(one) != nullptr; });
        if (std::ranges::count(facts.violations, one) > 1 || !known) {
            return badFacts({"A violation is there twice or has no rule.", "违法行为重复或没有对应规则。"},
                            {"Name each article once.", "每个条款只列一次。"}, "violations");
        }
    }
    for (const auto* pack : packs) {
        if (pack->currency != packs.front()->currency) {
            return badFacts({"Rules of two currencies do not go together.", "不同币种的规则不能合并适用。"},
                            {"Compute each regime by itself.", "请分别计算。"}, "packs");
        }
    }
    if (auto error = checkAmounts(facts)) return error;
    return checkGrounds(book, facts);
}

Error beforeTheLaw(const PenaltyLaw& pack, Date actEnd) {
    return Error{
        Code::refused,
        model::fill({"The act ended on {0}, before {1} came into force on {2}.", "行为终了于{0}，早于{1}施行之日{2}。"},
                    formatDate(actEnd), pack.name, formatDate(pack.effective)),
        {"Apply the law in force at the time of the act.", "请适用行为发生时的规定。"},
        "actEnd",
        "APL 37"};
}

bool milder(const ArticleRange& a, const ArticleRange& b) {
    return a.fineMax != b.fineMax ? a.fineMax < b.fineMax : a.fineMin < b.fineMin;
}

// One line of what each version of the law gives, the one that is applied and the others with why not.
void addVersions(const PenaltyBook& book, Applied& kept, std::vector<Applied>&& others, bool later) {
    if (others.empty()) return;
    const auto* general = generalOf(book, *kept.pack);
    DerivationNode node;
    if (general != nullptr && general->laterLaw) {
        node.step.source = general->laterLaw->source;
        node.step.rule = general->laterLaw->summary;
        node.unverified = general->laterLaw->unverified;
    }
    Text input = model::fill({"{0}: {1}", "{0}：{1}"}, kept.pack->name, rangeText(kept.range));
    for (auto& other : others) {
        const Text line = model::fill({"{0}: {1}", "{0}：{1}"}, other.pack->name, rangeText(other.range));
        input.en += "; " + line.en;
        input.zh += "；" + line.zh;
        other.node.notChosen = later ? Text{"The later law is milder", "新的规定处罚较轻"}
                                     : Text{"The later law is not milder than that at the time of the act",
                                            "新的规定并不轻于行为时的规定"};
        other.node.detail = true;
    }
    node.step.input = input;
    node.step.result =
        later ? model::fill({"The later and milder law applies: {0}", "适用处罚较轻的新规定：{0}"}, kept.pack->name)
              : model::fill({"The law at the time of the act applies: {0}", "适用行为时的规定：{0}"}, kept.pack->name);
    node.children.push_back(std::move(kept.node));
    for (auto& other : others) node.children.push_back(std::move(other.node));
    kept.node = std::move(node);
}

// The law at the time when the act ended, or a later one among the packs that are named where it is milder.
Result<Applied> applyArticle(const PenaltyBook& book, const PenaltyFacts& facts, const ArticleId& article,
                             const std::optional<Money>& turnover) {
    std::vector<const PenaltyLaw*> versions;
    for (const auto* pack : packsOf(book, facts)) {
        if (pack->formerRule(article) != nullptr) versions.push_back(pack);
    }
    std::ranges::stable_sort(versions, {}, &PenaltyLaw::effective);
    if (versions.size() > 1 && !facts.actEnd) {
        return std::unexpected(badFacts(
            {"The law changed, and it is not stated when the act ended.", "规定已修改，而行为终了日期尚未填写。"},
            {"State the last day of the act.", "请填写行为终了日期。"}, "actEnd"));
    }
    std::optional<Applied> kept;
    std::vector<Applied> others;
    bool later = false;
    for (const auto* pack : versions) {
        if (facts.actEnd && pack->until && *pack->until < *facts.actEnd) continue; // no longer in force then
        const bool after = facts.actEnd && pack->effective > *facts.actEnd;
        if (after && !kept) return std::unexpected(beforeTheLaw(*pack, *facts.actEnd));
        TRY_ASSIGN(auto applied, applyRule(book, *pack, *pack->formerRule(article), facts, turnover));
        applied.range.violation = article;
        if (!kept) {
            kept = std::move(applied);
        } else if (!after || milder(applied.range, kept->range)) {
            later = later || after;
            others.push_back(std::exchange(*kept, std::move(applied)));
        } else {
            others.push_back(std::move(applied));
        }
    }
    if (!kept) {
        return std::unexpected(
            badFacts({"No pack that is named was in force when the act ended.", "所指明的规则包在行为终了时均已失效。"},
                     {"Name the pack of that time.", "请指明当时的规则包。"}, "packs"));
    }
    addVersions(book, *kept, std::move(others), later);
    return *std::move(kept);
}

// 行政处罚法 29 says "the higher fine" but not how ranges compare: the upper bound decides, then the lower.
bool higher(const ArticleRange& a, const ArticleRange& b) {
    if (a.setAside != b.setAside) return b.setAside;
    if (a.fineMax != b.fineMax) return a.fineMax > b.fineMax;
    if (a.fineMin != b.fineMin) return a.fineMin > b.fineMin;
    return a.violation < b.violation;
}

void setAside(std::vector<Applied>& applied) {
    for (auto& one : applied) {
        const auto& yields = one.pack->yields;
        const auto goesBefore = [&](const Applied& other) {
            return yields && std::ranges::contains(yields->to, other.pack->id);
        };
        if (!std::ranges::any_of(applied, goesBefore)) continue;
        one.range.setAside = true;
        one.node.notChosen = model::fill({"{0}: {1}", "{0}：{1}"}, yields->rule.source.article, yields->rule.summary);
        one.node.detail = true;
        one.measures = {};
    }
}

Text joinRanges(const std::vector<ArticleRange>& articles) {
    Text out;
    for (const auto& one : articles) {
        const Text line = model::fill({"{0}: {1}", "{0}：{1}"}, one.source.article, rangeText(one));
        out.en += (out.en.empty() ? "" : "; ") + line.en;
        out.zh += (out.zh.empty() ? "" : "；") + line.zh;
    }
    return out;
}

void addArticles(PenaltyRange& range, std::vector<Applied>& applied, const GeneralRule* oneFine,
                 const ArticleRange& governing) {
    if (applied.size() < 2 || oneFine == nullptr) {
        for (auto& one : applied) range.tree.push_back(std::move(one.node));
        return;
    }
    DerivationNode node;
    const bool mixed = std::ranges::any_of(
        range.articles, [&](const ArticleRange& one) { return !one.setAside && one.fineMin > governing.fineMin; });
    Text result =
        model::fill({"The fine follows {0}: {1}", "罚款适用{0}：{1}"}, governing.source.article, rangeText(governing));
    if (mixed) {
        result.en += ". Another article has the higher lower bound: a person must weigh it.";
        result.zh += "。另有条款的下限更高，须由人员衡量。";
    }
    node.step = {oneFine->source, joinRanges(range.articles), oneFine->summary, std::move(result)};
    for (auto& one : applied) {
        if (one.range.violation != governing.violation && one.node.notChosen.empty()) {
            one.node.notChosen = {"Its fine is not the higher one; its measures are kept",
                                  "其罚款数额不是较高者；其他措施保留"};
        }
        node.children.push_back(std::move(one.node));
    }
    range.tree.push_back(std::move(node));
}

// The steps of a decision: what was worked out first comes first.
void flatten(const std::vector<DerivationNode>& nodes, Derivation& out) {
    for (const auto& node : nodes) {
        if (node.detail) continue;
        flatten(node.children, out);
        out.push_back(node.step);
    }
}

} // namespace

std::vector<const PenaltyLaw*> parts::packsOf(const PenaltyBook& book, const PenaltyFacts& facts) {
    std::vector<const PenaltyLaw*> out;
    for (const auto& id : facts.packs) {
        if (const auto* pack = book.pack(id)) out.push_back(pack);
    }
    if (facts.packs.empty()) {
        if (const auto* first = book.pack(kFirstPack)) out.push_back(first);
    }
    return out;
}

const PenaltyLaw* parts::generalOf(const PenaltyBook& book, const PenaltyLaw& pack) {
    return pack.general.empty() ? nullptr : book.pack(pack.general);
}

const Ground* groundOf(const PenaltyBook& book, const PenaltyFacts& facts, std::string_view id) {
    for (const auto* pack : packsOf(book, facts)) {
        if (const auto* ground = pack->ground(id)) return ground;
    }
    for (const auto* pack : packsOf(book, facts)) {
        const auto* general = generalOf(book, *pack);
        const auto* ground = general == nullptr ? nullptr : general->ground(id);
        if (ground != nullptr) return ground;
    }
    return nullptr;
}

Result<std::optional<Money>> turnoverOf(const PenaltyFacts& facts) {
    if (facts.declarations.empty()) return facts.illegalTurnover;
    if (facts.illegalTurnover) {
        return std::unexpected(
            badFacts({"The turnover is stated as a total and by declarations.", "违法经营额既填写总额又填写各报关单。"},
                     {"Remove the total: it is the sum of the declarations.", "请删除总额：总额由各报关单合计得出。"},
                     "illegalTurnover"));
    }
    Money sum = Money::of(facts.declarations.front().amount.currency(), 0);
    for (const auto& one : facts.declarations) {
        if (!one.controlled && one.amount.currency() == sum.currency()) continue;
        TRY_ASSIGN(sum, add(sum, one.amount));
    }
    return sum;
}

Result<PenaltyRange> computePenalty(const PenaltyBook& book, const PenaltyFacts& facts) {
    if (auto error = checkFacts(book, facts)) return std::unexpected(std::move(*error));
    TRY_ASSIGN(const auto turnover, turnoverOf(facts));

    PenaltyRange range;
    range.facts = facts;
    std::vector<Applied> applied;
    for (const auto& article : facts.violations) {
        TRY_ASSIGN(auto one, applyArticle(book, facts, article, turnover));
        applied.push_back(std::move(one));
    }
    setAside(applied);
    for (const auto& one : applied) {
        join(range.measures, one.measures);
        range.articles.push_back(one.range);
    }
    const auto governing = *std::ranges::min_element(range.articles, higher);
    const auto* general = generalOf(book, *applied.front().pack);
    const auto* oneFine = general != nullptr && general->oneFine ? &*general->oneFine : nullptr;
    if (applied.size() > 1 && oneFine == nullptr) {
        return std::unexpected(
            badFacts({"These rules measure one violation at a time.", "该规则一次只计算一项违法行为。"},
                     {"Compute each violation by itself.", "请逐项计算。"}, "violations"));
    }
    range.law = governing.pack;
    range.governing = governing.violation;
    range.source = governing.source;
    range.fineMin = governing.fineMin;
    range.fineMax = governing.fineMax;
    addArticles(range, applied, oneFine, governing);
    addConsequences(book, range, applied, turnover);
    flatten(range.tree, range.derivation);
    return range;
}

} // namespace model::law
