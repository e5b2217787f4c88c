// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty_parts.h"

#include <algorithm>
#include <format>

namespace model::law::parts {
namespace {

std::optional<Money> basisOf(Basis basis, const PenaltyFacts& facts, const std::optional<Money>& turnover) {
    switch (basis) {
    case Basis::none: return std::nullopt;
    case Basis::illegalTurnover: return turnover;
    case Basis::illegalGains: return facts.illegalGains;
    case Basis::goodsValue: return facts.goodsValue;
    case Basis::transactionValue: return facts.transactionValue;
    }
    return std::nullopt;
}

Text noBasisText(Basis basis) {
    if (basis == Basis::illegalTurnover) return {"There is no turnover", "没有违法经营额"};
    if (basis == Basis::illegalGains) return {"There are no illegal gains", "没有违法所得"};
    return model::fill({"{0}: none", "{0}：无"}, basisText(basis));
}

// Up for a lower bound and down for an upper one: what is inside after that was inside before.
Result<Money> boundOf(const Bound& bound, const std::optional<Money>& basis, Rounding rounding) {
    std::optional<Money> out = bound.amount;
    if (bound.times) {
        TRY_ASSIGN(const auto part, multiply(basis.value_or(Money{}), *bound.times, rounding));
        out = out && *out > part ? out : part;
    }
    if (bound.share) {
        TRY_ASSIGN(out, multiply(*out, *bound.share, rounding));
    }
    if (bound.cap && *out > *bound.cap) out = bound.cap;
    return *out;
}

bool needsBasis(const Band& band) { return band.most.times || (band.least && band.least->times); }

Text ratioText(Ratio ratio) {
    const auto number = [](std::int64_t n) { return std::to_string(n); };
    if (ratio.denominator == 1) return {number(ratio.numerator) + " times", number(ratio.numerator) + "倍"};
    if (ratio.numerator == 1 && ratio.denominator == 2) return {"half", "二分之一"};
    if (ratio.denominator == 100) return {number(ratio.numerator) + " %", "百分之" + number(ratio.numerator)};
    return {std::format("{}/{}", ratio.numerator, ratio.denominator),
            std::format("{}分之{}", ratio.denominator, ratio.numerator)};
}

bool wholeMultiples(const Band& band) {
    const auto whole = [](const Bound& bound) { return bound.times && bound.times->denominator == 1 && !bound.amount; };
    return band.least && whole(*band.least) && whole(band.most) && !band.most.share;
}

bool plainParts(const Band& band) {
    return !wholeMultiples(band) && band.most.times && !band.most.amount && !band.most.share && !band.most.cap;
}

struct Chosen {
    const Band* band = nullptr;
    ArticleRange range = {};
    Text result = {};
};

Result<Chosen> applyBand(const PenaltyRule& rule, const std::vector<Band>& bands, const Band& band,
                         const std::optional<Money>& basis) {
    Chosen out;
    out.band = &band;
    out.range.byTurnover = needsBasis(band);
    out.range.open = !band.least;
    TRY_ASSIGN(out.range.fineMax, boundOf(band.most, basis, Rounding::down));
    out.range.fineMin = Money::of(out.range.fineMax.currency(), 0);
    if (band.least) {
        TRY_ASSIGN(out.range.fineMin, boundOf(*band.least, basis, Rounding::up));
        // Of a few fen a part can be less than one: the two ends meet at the upper one.
        out.range.fineMin = std::min(out.range.fineMin, out.range.fineMax,
                                     [](const Money& a, const Money& b) { return a.fen() < b.fen(); });
    }
    const Text range = rangeText(out.range);
    if (wholeMultiples(band) && band.from.fen() > 0) {
        out.result =
            model::fill({"{0} is at or above {1}: {2} to {3} times it, {4}", "{0}达到{1}以上：{2}倍至{3}倍，即{4}"},
                        moneyText(*basis), moneyText(band.from), std::to_string(band.least->times->numerator),
                        std::to_string(band.most.times->numerator), range);
        return out;
    }
    Text why;
    if (plainParts(band)) {
        why = band.least ? model::fill({"{0} to {1} of {2}", "{2}的{0}至{1}"}, ratioText(*band.least->times),
                                       ratioText(*band.most.times), moneyText(*basis))
                         : model::fill({"Not more than {0} of {1}", "不超过{1}的{0}"}, ratioText(*band.most.times),
                                       moneyText(*basis));
    } else if (bands.size() == 1 && !needsBasis(band)) {
        why = {"The article has one range", "该条只有一个幅度"};
    } else if (!basis || basis->fen() == 0) {
        why = noBasisText(rule.basis);
    } else if (&band == &bands.front() && bands.size() > 1) {
        why = model::fill({"{0} is below {1}", "{0}不足{1}"}, moneyText(*basis), moneyText(bands[1].from));
    } else if (band.from.fen() > 0) {
        why = model::fill({"{0} is at or above {1}", "{0}达到{1}以上"}, moneyText(*basis), moneyText(band.from));
    } else {
        why = model::fill({"{0}: {1}", "{0}：{1}"}, basisText(rule.basis), moneyText(*basis));
    }
    out.result = model::fill({"{0}: {1}", "{0}：{1}"}, why, range);
    return out;
}

Result<Chosen> choose(const PenaltyRule& rule, const std::vector<Band>& bands, const std::optional<Money>& basis) {
    Chosen out;
    if (bands.empty()) {
        out.range.none = true;
        out.result = {"The article calls for no fine here", "该条在此情形下不规定罚款"};
        return out;
    }
    const Band* band = &bands.front();
    for (const auto& one : bands) {
        if (basis && basis->currency() != one.from.currency()) {
            return fail(
                Code::malformed,
                model::fill({"{0} is stated in another currency than {1} counts in.", "{0}的币种与{1}所用币种不同。"},
                            basisText(rule.basis), rule.source.article),
                {"State the amount in the currency of the law.", "请以该规定所用币种填写金额。"},
                std::string(basisName(rule.basis)), rule.source.cite);
        }
        if (basis && *basis >= one.from) band = &one;
    }
    if (!basis && needsBasis(*band)) {
        return fail(Code::malformed,
                    model::fill({"{0} measures the fine by this amount, and it is not stated: {1}.",
                                 "{0}以下列金额计算罚款，但尚未填写：{1}。"},
                                rule.source.article, basisText(rule.basis)),
                    {"State the amount that was found.", "请填写查明的金额。"}, std::string(basisName(rule.basis)),
                    rule.source.cite);
    }
    return applyBand(rule, bands, *band, basis);
}

// The bands that did not apply, with what they would give and why they do not.
void addOtherBands(DerivationNode& node, const PenaltyRule& rule, const std::vector<Band>& bands, const Band* chosen,
                   const std::optional<Money>& basis) {
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const auto& band = bands[i];
        if (&band == chosen) continue;
        DerivationNode other{.detail = true};
        other.step.source = rule.source;
        other.step.input =
            i == 0 ? model::fill({"{0} below {1}", "{0}不足{1}"}, basisText(rule.basis), moneyText(bands[1].from))
                   : model::fill({"{0} of {1} or more", "{0}在{1}以上"}, basisText(rule.basis), moneyText(band.from));
        if (wholeMultiples(band)) {
            other.step.result =
                model::fill({"{0} to {1}", "{0}至{1}"}, ratioText(*band.least->times), ratioText(*band.most.times));
        } else if (!needsBasis(band)) {
            ArticleRange range;
            range.open = !band.least;
            if (band.least && band.least->amount) range.fineMin = *band.least->amount;
            range.fineMax = band.most.amount.value_or(Money{});
            other.step.result = rangeText(range);
        }
        other.notChosen = basis && basis->fen() > 0
                              ? model::fill({"{0}: {1}", "{0}：{1}"}, basisText(rule.basis), moneyText(*basis))
                              : noBasisText(rule.basis);
        node.children.push_back(std::move(other));
    }
}

void addOtherTiers(DerivationNode& node, const PenaltyRule& rule, const PenaltyFacts& facts) {
    const auto add = [&](const PenaltyRule::Tier& tier, const Text& title, const Text& why) {
        if (tier.bands.empty() && tier.measures == Measures{}) return;
        DerivationNode other{.notChosen = why, .detail = true};
        other.step.source = rule.source;
        other.step.input = title;
        other.step.result = measuresText(tier.measures);
        if (!tier.bands.empty() && !needsBasis(tier.bands.front())) {
            ArticleRange range;
            range.open = !tier.bands.front().least;
            if (const auto& least = tier.bands.front().least; least && least->amount) range.fineMin = *least->amount;
            range.fineMax = tier.bands.front().most.amount.value_or(Money{});
            const bool more = tier.bands.size() > 1;
            const Text fine = model::fill(more ? Text{"fine from {0} on", "罚款{0}起"} : Text{"fine of {0}", "罚款{0}"},
                                          rangeText(range));
            other.step.result = tier.measures == Measures{}
                                    ? fine
                                    : model::fill({"{0}; {1}", "{0}；{1}"}, fine, measuresText(tier.measures));
        }
        node.children.push_back(std::move(other));
    };
    if (!facts.serious && !facts.extreme) {
        add(rule.serious, {"In a serious case", "情节严重的"}, {"The case was not found serious", "未认定情节严重"});
    }
    if (!facts.extreme) {
        add(rule.extreme, {"In an extremely serious case", "情节特别严重的"},
            {"The case was not found extremely serious", "未认定情节特别严重"});
    }
}

void addOtherCells(DerivationNode& node, const PenaltyLaw& pack, const PenaltyRule& rule,
                   const std::optional<Money>& basis) {
    if (rule.group.empty()) return;
    for (const auto& other : pack.rules) {
        if (other.group != rule.group || other.violation == rule.violation) continue;
        const auto chosen = choose(other, other.bands, basis);
        if (!chosen) continue;
        DerivationNode cell{.notChosen = {"Another cell of the table was found to apply", "认定适用表中另一格"},
                            .unverified = other.unverified,
                            .detail = true};
        cell.step = {other.source, other.what, other.summary, chosen->result};
        node.children.push_back(std::move(cell));
    }
}

} // namespace

DerivationNode turnoverNode(const PenaltyFacts& facts, const Money& sum) {
    DerivationNode node;
    node.step.source = {"", {"Illegal turnover", "违法经营额"}};
    Text counted;
    for (const auto& one : facts.declarations) {
        DerivationNode part{.detail = true};
        part.step.source = {"", {"Declaration", "报关单"}};
        part.step.input = one.note.empty()
                              ? moneyText(one.amount)
                              : model::fill({"{0}: {1}", "{0}：{1}"}, same(one.note), moneyText(one.amount));
        if (one.controlled) {
            const Text amount = moneyText(one.amount);
            counted.en += (counted.en.empty() ? "" : " + ") + amount.en;
            counted.zh += (counted.zh.empty() ? "" : "＋") + amount.zh;
            part.step.result = {"controlled: counted", "属管制物项，计入"};
        } else {
            part.step.result = {"not controlled", "不属管制物项"};
            part.notChosen = {"Only the controlled part counts", "只计管制部分"};
        }
        node.children.push_back(std::move(part));
    }
    node.step.input = counted.empty() ? Text{"No declaration has a controlled part", "各报关单均无管制部分"} : counted;
    node.step.rule = {"The turnover is the value of the controlled part; several declarations of one act are added.",
                      "违法经营额为管制部分的价值；同一违法行为的多份报关单合并计算。"};
    node.step.result = moneyText(sum);
    return node;
}

Result<Applied> applyRule(const PenaltyBook& book, const PenaltyLaw& pack, const PenaltyRule& rule,
                          const PenaltyFacts& facts, const std::optional<Money>& turnover) {
    if (!rule.refer.empty()) {
        return fail(Code::refused, model::fill({"{0}: {1}", "{0}：{1}"}, rule.source.article, rule.what), rule.refer,
                    "violations", rule.source.cite);
    }
    Applied out;
    out.pack = out.fines = &pack;
    if (!rule.under.empty()) {
        // The pack that the facts name, so that a later version of the other law changes nothing in what was signed.
        const PenaltyLaw* other = nullptr;
        for (const auto* named : packsOf(book, facts)) {
            if (named->rule(rule.under) != nullptr) other = named;
        }
        if (other == nullptr) {
            return fail(
                Code::malformed,
                model::fill({"{0} is punished under {1}, whose pack is not named.", "{0}依{1}处罚，但未指明其规则包。"},
                            rule.source.article, rule.under.str()),
                {"Name the pack of that article too.", "请同时指明该条款的规则包。"}, "packs", rule.source.cite);
        }
        TRY_ASSIGN(auto inner, applyRule(book, *other, *other->rule(rule.under), facts, turnover));
        out.fines = other;
        out.range = inner.range;
        out.range.source = rule.source;
        out.measures = inner.measures;
        out.node.step = {rule.source, rule.what, rule.summary,
                         model::fill({"Punished under {0}: {1}", "依{0}处罚：{1}"}, inner.range.source.article,
                                     rangeText(inner.range))};
        out.node.children.push_back(std::move(inner.node));
    } else {
        const bool extreme = facts.extreme && !rule.extreme.bands.empty();
        const bool serious = (facts.serious || facts.extreme) && !rule.serious.bands.empty();
        const auto& bands = extreme ? rule.extreme.bands : serious ? rule.serious.bands : rule.bands;
        const auto basis = basisOf(rule.basis, facts, turnover);
        TRY_ASSIGN(const auto chosen, choose(rule, bands, basis));
        out.range = chosen.range;
        out.range.source = rule.source;
        out.measures = rule.measures;
        if (facts.serious || facts.extreme) join(out.measures, rule.serious.measures);
        if (facts.extreme) join(out.measures, rule.extreme.measures);
        out.node.step = {rule.source,
                         rule.basis == Basis::none ? rule.what
                                                   : model::fill({"{0}. {1}: {2}", "{0}。{1}：{2}"}, rule.what,
                                                                 basisText(rule.basis), amountOrNone(basis)),
                         rule.summary, chosen.result};
        if (rule.basis == Basis::illegalTurnover && !facts.declarations.empty() && turnover) {
            out.node.children.push_back(turnoverNode(facts, *turnover));
        }
        addOtherBands(out.node, rule, bands, chosen.band, basis);
        addOtherTiers(out.node, rule, facts);
        addOtherCells(out.node, pack, rule, basis);
    }
    out.range.violation = rule.violation;
    out.range.pack = pack.id;
    out.node.unverified = rule.unverified.empty() ? pack.unverified : rule.unverified;
    return out;
}

} // namespace model::law::parts
