// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/consistency.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace model::law {

namespace {

// Points of difference.
constexpr int kSerious = 40;
constexpr int kExtreme = 40;
constexpr int kArticle = 10;      ///< a further article that only one of them broke
constexpr int kGround = 15;       ///< a circumstance that only one of them has
constexpr int kTenfold = 20;      ///< for each factor of ten between the amounts
constexpr int kMostOfAmount = 60; ///< of the amounts at most
constexpr int kOneUnknown = 20;   ///< where only one amount is known

int placeOf(const PenaltyRange& range, const Proposal& proposal) {
    if (proposal.kind == ProposalKind::none) return kNoFine;
    const double least = static_cast<double>(range.fineMin.fen());
    const double width = static_cast<double>(range.fineMax.fen()) - least;
    const double over = static_cast<double>(proposal.fine.fen()) - least;
    if (width <= 0) return over < 0 ? kNoFine + 1 : 500;
    return static_cast<int>(std::clamp(std::floor(over * 1000 / width), kNoFine + 1.0, 2000.0));
}

int only(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::vector<std::string> out;
    std::ranges::set_symmetric_difference(a, b, std::back_inserter(out));
    return static_cast<int>(out.size());
}

int amounts(const std::optional<std::int64_t>& a, const std::optional<std::int64_t>& b) {
    if (!a && !b) return 0;
    if (!a || !b) return kOneUnknown;
    const double ratio = std::log10(static_cast<double>(std::max<std::int64_t>(*a, 1))) -
                         std::log10(static_cast<double>(std::max<std::int64_t>(*b, 1)));
    return std::min(kMostOfAmount, static_cast<int>(std::lround(std::abs(ratio) * kTenfold)));
}

std::optional<std::int64_t> basisOf(const PenaltyFacts& facts) {
    if (const auto turnover = turnoverOf(facts); turnover && *turnover) return (*turnover)->fen();
    if (facts.goodsValue) return facts.goodsValue->fen();
    if (facts.transactionValue) return facts.transactionValue->fen();
    return std::nullopt;
}

} // namespace

PenaltyFeatures featuresOf(const PenaltyRange& range, const Proposal& proposal) {
    PenaltyFeatures out;
    out.governing = range.governing;
    std::set<std::string> others, grounds;
    for (const auto& one : range.facts.violations) {
        if (one != range.governing) others.insert(one.str());
    }
    for (const auto& one : range.facts.grounds) grounds.insert(one.ground);
    out.others.assign(others.begin(), others.end());
    out.grounds.assign(grounds.begin(), grounds.end());
    out.serious = range.facts.serious;
    out.extreme = range.facts.extreme;
    out.basisFen = basisOf(range.facts);
    out.kind = proposal.kind;
    out.fineFen = proposal.fine.fen();
    out.place = placeOf(range, proposal);
    return out;
}

std::optional<int> distanceOf(const PenaltyFeatures& a, const PenaltyFeatures& b) {
    if (a.governing != b.governing) return std::nullopt;
    return (a.serious != b.serious ? kSerious : 0) + (a.extreme != b.extreme ? kExtreme : 0) +
           only(a.others, b.others) * kArticle + only(a.grounds, b.grounds) * kGround + amounts(a.basisFen, b.basisFen);
}

Consistency compare(const PenaltyFeatures& proposal, std::span<const PenaltyFeatures> decided) {
    Consistency out;
    for (std::size_t i = 0; i < decided.size(); ++i) {
        if (const auto distance = distanceOf(proposal, decided[i])) out.nearest.push_back({i, *distance});
    }
    std::ranges::stable_sort(out.nearest, {}, &Neighbour::distance);
    if (out.nearest.size() > kNeighbours) out.nearest.resize(kNeighbours);
    if (out.nearest.size() < kEnoughForBand) return out;
    const auto place = [&](const Neighbour& one) { return decided[one.index].place; };
    const auto [low, high] = std::ranges::minmax_element(out.nearest, {}, place);
    out.lowest = place(*low);
    out.highest = place(*high);
    out.standing = proposal.place < out.lowest    ? Consistency::Standing::below
                   : proposal.place > out.highest ? Consistency::Standing::above
                                                  : Consistency::Standing::within;
    return out;
}

Text placeText(int place) {
    if (place == kNoFine) return {"no penalty", "不予处罚"};
    if (place < 0) return {"below the range", "低于幅度"};
    if (place > 1000) return {"above the range", "高于幅度"};
    return fill({"at {0} % of the range", "幅度的 {0}% 处"}, std::to_string(place / 10));
}

Text standingText(const Consistency& consistency) {
    if (consistency.standing == Consistency::Standing::unknown) {
        return {"Too few like cases were decided to compare.", "已决定的类似案件过少，无法比较。"};
    }
    const Text band =
        consistency.lowest == consistency.highest
            ? placeText(consistency.lowest)
            : fill({"{0} to {1}", "{0}至{1}"}, placeText(consistency.lowest), placeText(consistency.highest));
    switch (consistency.standing) {
    case Consistency::Standing::below:
        return fill({"Below the nearest decided cases: {0}.", "低于最相近的已决案件：{0}。"}, band);
    case Consistency::Standing::above:
        return fill({"Above the nearest decided cases: {0}.", "高于最相近的已决案件：{0}。"}, band);
    default: return fill({"Within the nearest decided cases: {0}.", "在最相近的已决案件之内：{0}。"}, band);
    }
}

} // namespace model::law
