// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/intake/report.h"

namespace model::intake {

/// How a published fine stands to the range that the law gives.
enum class FindingKind {
    inRange,           ///< inside, bounds included
    reducedByRule,     ///< below, and the decision prints a rule that allows it
    reducedByGround,   ///< below, and a circumstance that it prints is one that a rule names (inferred)
    otherArticle,      ///< outside, and inside what another article gives for the same kind of act (inferred)
    noPenaltyByRule,   ///< none was imposed, and the decision prints a rule that allows it
    noPenaltyByGround, ///< the same by a circumstance (inferred)
    unexplained,       ///< nothing that is published explains it
    cannotTell,        ///< what the article measures by was not published, or no article can be named
    noFine,            ///< the fine was not published
    notAdministrative, ///< a court or a prosecutor: no administrative fine
};
std::string_view findingName(FindingKind kind);
Text findingTitle(FindingKind kind);
std::span<const FindingKind> findingKinds();

/// What a published decision shows beside what is computed for it. A lead for a person, not a judgement.
struct Finding {
    std::string id = {};
    FindingKind kind = FindingKind::cannotTell;
    std::vector<law::ArticleId> articles = {}; ///< that the range was computed by
    bool assumed = false;                      ///< the decision does not print them; they follow from the kind of act
    std::optional<law::Money> turnover = {};   ///< or value of the goods, as published: of the controlled part
    std::optional<law::PenaltyRange> range = {};
    std::optional<law::Money> fine = {};
    std::vector<std::string> rules = {}; ///< citations that explain it: "CPR 58(2)", "CUS 15(1)"
    Text words = {};
};

/// Compares one decision. Pure; copes with every report that the reader hands out.
Finding compareDecision(const law::PenaltyBook& book, const Report& decision);

} // namespace model::intake
