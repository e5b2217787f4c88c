// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty.h"

/// Private to model/law: the parts that a penalty is computed of. Everything is pure.
namespace model::law::parts {

/// One article as it applies to the facts, with its node.
struct Applied {
    const PenaltyLaw* pack = nullptr;  ///< whose article it is
    const PenaltyLaw* fines = nullptr; ///< whose fine it is: another where the article is punished under another
    ArticleRange range = {};
    Measures measures = {};
    DerivationNode node = {};
};

/// What the article gives, with the turnover worked out before.
Result<Applied> applyRule(const PenaltyBook& book, const PenaltyLaw& pack, const PenaltyRule& rule,
                          const PenaltyFacts& facts, const std::optional<Money>& turnover);

/// How the turnover is built, where it is built of declarations.
DerivationNode turnoverNode(const PenaltyFacts& facts, const Money& sum);

Text amountOrNone(const std::optional<Money>& amount);
Text rangeText(const ArticleRange& range);
Text measuresText(const Measures& measures);
void join(Measures& into, const Measures& from);

/// What follows beside the fine: measures, gains, grounds, limitation, bars, the criminal threshold.
void addConsequences(const PenaltyBook& book, PenaltyRange& range, const std::vector<Applied>& applied,
                     const std::optional<Money>& turnover);

/// The pack of the rules that hold for all articles of this pack, or null.
const PenaltyLaw* generalOf(const PenaltyBook& book, const PenaltyLaw& pack);

/// The packs that the facts name.
std::vector<const PenaltyLaw*> packsOf(const PenaltyBook& book, const PenaltyFacts& facts);

} // namespace model::law::parts
