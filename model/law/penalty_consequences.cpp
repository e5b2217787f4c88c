// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/penalty_parts.h"

#include <algorithm>
#include <format>

namespace model::law::parts {
namespace {

void addMeasures(PenaltyRange& range) {
    const bool extreme = range.facts.extreme;
    DerivationNode node;
    node.step = {
        range.source,
        extreme               ? Text{"The case was found extremely serious", "认定情节特别严重"}
        : range.facts.serious ? Text{"The case was found serious", "认定情节严重"}
                              : Text{"The case was not found serious", "未认定情节严重"},
        {"The articles that were broken order these measures beside the fine.", "所违反条款在罚款之外规定的措施。"},
        measuresText(range.measures)};
    range.tree.push_back(std::move(node));
}

void addGains(PenaltyRange& range, const GeneralRule* rule) {
    if (!range.measures.confiscateGains || rule == nullptr) return;
    const auto& gains = range.facts.illegalGains;
    if (gains && gains->fen() > 0) range.confiscation = gains;
    range.tree.push_back(
        {.step = {rule->source, model::fill({"Illegal gains: {0}", "违法所得：{0}"}, amountOrNone(gains)),
                  rule->summary,
                  range.confiscation ? model::fill({"{0} is confiscated", "没收{0}"}, moneyText(*range.confiscation))
                                     : Text{"nothing to confiscate is known", "未查明可没收的违法所得"}},
         .unverified = rule->unverified});
}

void addGrounds(const PenaltyBook& book, PenaltyRange& range) {
    for (const auto& found : range.facts.grounds) {
        const auto& ground = *groundOf(book, range.facts, found.ground);
        Text result;
        switch (ground.effect) {
        case Ground::Effect::lighterOrReduced:
            result = {"the penalty shall be lighter or reduced", "应当从轻或者减轻处罚"};
            break;
        case Ground::Effect::noPenalty: result = {"no penalty shall be imposed", "不予行政处罚"}; break;
        case Ground::Effect::mayWaive: result = {"the authority may impose no penalty", "可以不予行政处罚"}; break;
        case Ground::Effect::mayReduce:
            result = {"the authority may impose a lighter or reduced penalty", "可以从轻或者减轻处罚"};
            break;
        }
        range.tree.push_back({.step = {ground.source, same(found.reason), ground.summary, std::move(result)},
                              .unverified = ground.unverified});
    }
}

// The day of the same name so many years on; of 29 February, the last of that month.
Date yearsAfter(Date day, int years) {
    const auto moved = day + std::chrono::years(years);
    return moved.ok() ? moved : Date{moved.year() / moved.month() / std::chrono::last};
}

void addLimitation(PenaltyRange& range, const PenaltyLaw& general) {
    const auto& facts = range.facts;
    if (!general.limitation || !facts.actEnd) return;
    const auto& limit = *general.limitation;
    const Date last = yearsAfter(*facts.actEnd, limit.years);
    DerivationNode node{.unverified = limit.rule.unverified};
    node.step.source = limit.rule.source;
    node.step.rule = limit.rule.summary;
    const Text act = facts.actStart ? model::fill({"The act went on from {0} to {1}", "行为自{0}持续至{1}"},
                                                  formatDate(*facts.actStart), formatDate(*facts.actEnd))
                                    : model::fill({"The act ended on {0}", "行为终了于{0}"}, formatDate(*facts.actEnd));
    if (!facts.discovered) {
        node.detail = true;
        node.step.input = act;
        node.step.result = model::fill({"It must have been discovered by {0}; when it was is not stated",
                                        "应于{0}前（含当日）发现；发现日期尚未填写"},
                                       formatDate(last));
    } else {
        range.timeBarred = *facts.discovered > last;
        node.step.input = model::fill({"{0}; discovered on {1}", "{0}；发现于{1}"}, act, formatDate(*facts.discovered));
        if (!facts.discovery.empty()) {
            node.step.input = model::fill({"{0}: {1}", "{0}：{1}"}, node.step.input, same(facts.discovery));
        }
        node.step.result =
            model::fill(range.timeBarred ? Text{"Discovered after {0}: no penalty", "发现于{0}之后：不再给予行政处罚"}
                                         : Text{"Discovered by {0}: in time", "发现于{0}以前（含当日）：未超过时效"},
                        formatDate(last));
    }
    range.tree.push_back(std::move(node));
}

void addBars(PenaltyRange& range, const std::vector<const PenaltyLaw*>& packs) {
    for (const auto* pack : packs) {
        if (!pack->bar) continue;
        range.barYears = std::max(range.barYears, pack->bar->years);
        range.tree.push_back(
            {.step = {pack->bar->source,
                      {"A penalty under this law", "依本法给予处罚"},
                      pack->bar->summary,
                      model::fill({"possible for {0} years", "可在{0}年内适用"}, std::to_string(pack->bar->years))}});
    }
}

void addCriminal(PenaltyRange& range, const std::vector<const PenaltyLaw*>& packs,
                 const std::optional<Money>& turnover) {
    const PenaltyLaw::Criminal* criminal = nullptr;
    for (const auto* pack : packs) {
        if (criminal == nullptr && pack->criminal) criminal = &*pack->criminal;
    }
    if (criminal == nullptr) return;
    const auto mass = range.facts.kilograms.value_or(0);
    const auto reaches = [&](const std::optional<Money>& amount) { return amount && *amount >= criminal->value; };
    range.criminalNotice = reaches(turnover) || reaches(range.facts.goodsValue) || mass >= criminal->kilograms;
    const Text kilograms = range.facts.kilograms ? Text{std::format("{} kg", mass), std::format("{}千克", mass)}
                                                 : Text{"not known", "未查明"};
    DerivationNode node;
    node.step = {criminal->source,
                 model::fill({"Turnover: {0}; mass: {1}", "经营额：{0}；重量：{1}"}, amountOrNone(turnover), kilograms),
                 criminal->summary,
                 {"a person must examine whether to refer the case", "须由人员审查是否移送司法机关"}};
    if (!turnover && range.facts.goodsValue) {
        node.step.input = model::fill({"Value of the goods: {0}; mass: {1}", "货物价值：{0}；重量：{1}"},
                                      amountOrNone(range.facts.goodsValue), kilograms);
    }
    if (!range.criminalNotice) {
        node.detail = true;
        node.step.result = {"below both figures; a person who knows of intent examines all the same",
                            "两项均未达到；如有主观故意的线索，仍须由人员审查"};
    }
    range.tree.push_back(std::move(node));
}

} // namespace

Text amountOrNone(const std::optional<Money>& amount) {
    if (!amount || amount->fen() == 0) return {"none known", "无或未查明"};
    return moneyText(*amount);
}

Text rangeText(const ArticleRange& range) {
    if (range.none) return {"no fine", "不处罚款"};
    if (range.open) return model::fill({"not more than {0}", "{0}以下"}, moneyText(range.fineMax));
    if (range.fineMin == range.fineMax) return moneyText(range.fineMax);
    return model::fill({"{0} to {1}", "{0}至{1}"}, moneyText(range.fineMin), moneyText(range.fineMax));
}

void join(Measures& into, const Measures& from) {
    for (const auto& one : measureNames()) into.*(one.flag) = into.*(one.flag) || from.*(one.flag);
    const auto wider = [](std::optional<Years>& have, const std::optional<Years>& more) {
        if (!more) return;
        if (!have) have = more;
        else have = Years{std::max(have->least, more->least), std::max(have->most, more->most)};
    };
    wider(into.refuseApplications, from.refuseApplications);
    wider(into.tradeBan, from.tradeBan);
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
    put(measures.orderCorrection, "order to correct", "责令改正");
    put(measures.publicCriticism, "public criticism", "通报批评");
    put(measures.loseQualification, "loss of the qualification to advise and identify", "取消咨询、鉴别资格");
    put(measures.holdGoods, "the goods are not released", "货物不予放行");
    const auto years = [&](const std::optional<Years>& length, const Text& one, const Text& two) {
        if (!length) return;
        const Text words = model::fill(length->least == 0 || length->least == length->most ? one : two,
                                       std::to_string(length->most), std::to_string(length->least));
        put(true, words.en, words.zh);
    };
    years(measures.refuseApplications,
          {"possibly no applications accepted for up to {0} years", "可在{0}年内不受理其申请"},
          {"possibly no applications accepted for {1} to {0} years", "可在{1}年以上{0}年以下不受理其申请"});
    years(
        measures.tradeBan, {"possibly a ban from the trade for up to {0} years", "可禁止其{0}年内从事有关经营活动"},
        {"possibly a ban from the trade for {1} to {0} years", "可禁止其在{1}年以上{0}年以下的期限内从事有关经营活动"});
    return out.empty() ? Text{"none beside the fine", "除罚款外无其他措施"} : out;
}

void addConsequences(const PenaltyBook& book, PenaltyRange& range, const std::vector<Applied>& applied,
                     const std::optional<Money>& turnover) {
    std::vector<const PenaltyLaw*> packs;
    for (const auto& one : applied) {
        if (one.range.setAside) continue;
        for (const auto* pack : {one.pack, one.fines}) {
            if (!std::ranges::contains(packs, pack)) packs.push_back(pack);
        }
    }
    const auto* general = packs.empty() ? nullptr : generalOf(book, *packs.front());
    addMeasures(range);
    addGains(range, general != nullptr && general->gains ? &*general->gains : nullptr);
    addGrounds(book, range);
    if (general != nullptr) addLimitation(range, *general);
    addBars(range, packs);
    addCriminal(range, packs, turnover);
}

} // namespace model::law::parts
