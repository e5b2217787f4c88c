// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty_law.h"

namespace model::law {

/// A ground that was found to hold, with the reason in words; a ground without a reason is refused.
struct GroundFound {
    std::string ground = {}; ///< its id in a pack, "apl32-1"
    std::string reason = {};
    bool operator==(const GroundFound&) const = default;
};

/// One declaration, or one part of it, that the turnover is built from.
struct Declared {
    Money amount = {};
    bool controlled = true; ///< what is not controlled is listed and not counted
    std::string note = {};
    bool operator==(const Declared&) const = default;
};

/// What was found, as far as the penalty depends on it. One act of one party. All behind `grounds` came after the first
/// cases were signed: it is written only where it is set, so that those keep their bytes.
struct PenaltyFacts {
    std::vector<ArticleId> violations = {}; ///< every article that the one act breaks; at least one
    std::optional<Money> illegalTurnover =
        {};                                 ///< 违法经营额: of the controlled part only, several declarations added up
    std::optional<Money> illegalGains = {}; ///< 违法所得: the money obtained by the act (行政处罚法 28)
    std::optional<std::int64_t> kilograms = {}; ///< mass of the goods, for the criminal threshold only
    std::optional<Date> actEnd = {};            ///< last day of the act (行政处罚法 37)
    bool serious = false;                       ///< 情节严重
    std::vector<GroundFound> grounds = {};

    std::vector<std::string> packs = {};     ///< ids of the packs that are applied; none means kFirstPack
    std::vector<Declared> declarations = {}; ///< then the turnover is their sum, and `illegalTurnover` stays empty
    std::optional<Money> goodsValue = {};    ///< 货物价值, for the customs route
    std::optional<Money> transactionValue = {};
    std::optional<Date> actStart = {};   ///< first day, where the act went on for some time
    std::optional<Date> discovered = {}; ///< when the act was discovered (行政处罚法 36), as the person found
    std::string discovery = {};          ///< by what, and why that counts as discovery
    bool extreme = false;                ///< 情节特别严重
    bool operator==(const PenaltyFacts&) const = default;
};

/// One line of reasoning: where the rule stands, what went in, the rule in our own words, what comes out.
struct DerivationStep {
    Citation source = {};
    Text input = {};
    Text rule = {};
    Text result = {};
    bool operator==(const DerivationStep&) const = default;
};
using Derivation = std::vector<DerivationStep>;

/// A line of reasoning with what it rests on: the inputs it was made of, and the alternatives that were not chosen.
struct DerivationNode {
    DerivationStep step = {};
    Text notChosen = {};  ///< why this was not chosen; empty where it was
    Text unverified = {}; ///< what of the rule was not read in the law itself
    bool detail = false;  ///< shown in the tree only, not among the steps of a decision
    std::vector<DerivationNode> children = {};
    bool operator==(const DerivationNode&) const = default;
};

/// What one article alone would give.
struct ArticleRange {
    ArticleId violation = {};
    Citation source = {};
    Money fineMin = {};
    Money fineMax = {};
    bool byTurnover = false; ///< measured by the basis of the article, not the flat range
    std::string pack = {};   ///< id of the pack that was applied
    bool open = false;       ///< the law sets no lower bound ("not more than")
    bool none = false;       ///< the article calls for no fine
    bool setAside = false;   ///< a special law goes before it
    bool operator==(const ArticleRange&) const = default;
};

/// The penalty that the law allows for the facts. Bounds are inclusive. The same facts under the same packs give an
/// equal value and, through the functions below, the same bytes.
struct PenaltyRange {
    std::string law = {}; ///< id of the pack of the governing article
    PenaltyFacts facts = {};
    ArticleId governing = {}; ///< the article whose fine applies
    Citation source = {};     ///< where that article stands
    Money fineMin = {};
    Money fineMax = {};
    Measures measures = {};                 ///< of all articles broken; those of a serious case only where it is one
    std::optional<Money> confiscation = {}; ///< the gains, where they are known and an article orders it
    int barYears = 0;                       ///< applications may be refused for so long (出口管制法 39)
    bool criminalNotice = false;            ///< a person must examine whether to refer the case
    bool timeBarred = false;                ///< discovered too late: no penalty (行政处罚法 36)
    std::vector<ArticleRange> articles = {};
    Derivation derivation = {};            ///< the steps for a decision, in order
    std::vector<DerivationNode> tree = {}; ///< the same with inputs and alternatives
    bool operator==(const PenaltyRange&) const = default;
};

/// What the turnover is: the sum of what is controlled in the declarations, or the plain total; none where neither is
/// stated. Errors: malformed (both stated), tooLarge, malformed (different currencies).
Result<std::optional<Money>> turnoverOf(const PenaltyFacts& facts);

/// Computes the range for an act under the packs that the facts name. Each article: the law at the time when the act
/// ended, or a later one among those packs where it is milder (行政处罚法 37). Several articles: each is computed and
/// the higher fine applies (行政处罚法 29): the higher upper bound, then the higher lower bound, then the earlier
/// article. A basis at a threshold counts as above it. Errors: malformed (no violation, one twice, a pack, ground or
/// article that is not known, a ground without reason, a negative amount, a basis that is missing), tooLarge, refused
/// (the act ended before the law was in force; another body punishes).
Result<PenaltyRange> computePenalty(const PenaltyBook& book, const PenaltyFacts& facts);

enum class ProposalKind {
    normal,  ///< inside the range
    lighter, ///< inside the range, with a ground (从轻)
    reduced, ///< below the range, with a ground (减轻)
    none,    ///< no penalty, with a ground (不予行政处罚)
};
std::string_view proposalKindName(ProposalKind kind);
std::optional<ProposalKind> proposalKindFromName(std::string_view name);

struct Proposal {
    ProposalKind kind = ProposalKind::normal;
    Money fine = {};
    std::optional<Money> confiscation = {}; ///< compared with the gains where both are known
    bool operator==(const Proposal&) const = default;
};

/// Whether the law allows this proposal for this range, whose facts carry the grounds. When it does, one step of
/// reasoning to stand behind the derivation; else Code::refused with the article and what would cure it. A fine above
/// the range is never allowed; below it only as `reduced` with a ground of 行政处罚法 32 or of a rule; none at all only
/// with one of 行政处罚法 33, or after the time of 行政处罚法 36.
Result<DerivationStep> judgeProposal(const PenaltyBook& book, const PenaltyRange& range, const Proposal& proposal);

/// The ground of this id in the packs that the facts name and their general rules, or null.
const Ground* groundOf(const PenaltyBook& book, const PenaltyFacts& facts, std::string_view id);

/// The derivation as plain text, one numbered paragraph a step. Stable: part of what is signed and printed.
std::string renderText(const PenaltyRange& range, Language language);

/// "Fine CNY 500,000.00 to CNY 5,000,000.00", "Fine of not more than …", "No fine".
Text fineText(const PenaltyRange& range);

/// The tree as plain text: a node a paragraph, two blanks of indent a level. Stable.
std::string renderTree(const PenaltyRange& range, Language language);
/// The tree as JSON in one line: a list of {"cite","article","input","rule","result"} and, where they are there,
/// "notChosen", "unverified", "children". Stable.
std::string renderTreeJson(const PenaltyRange& range);

/// The whole range as JSON in one line, members in a fixed order, amounts as texts ("2553252.65"). Stable.
std::string renderJson(const PenaltyRange& range);

/// Facts as JSON: {"violations":["ecl34"],"illegalTurnover":"510650.53","illegalGains":null,"kilograms":null,
/// "actEnd":"2025-02-01","serious":false,"grounds":[{"ground":"apl32-1","reason":"…"}]}, then the members that came
/// later, where they are set (docs/data-files.md). Absent members are as null. Amounts of dollars begin with "USD ".
/// Every mistake with its place.
Checked<PenaltyFacts> parseFacts(std::string_view json);
std::string renderFacts(const PenaltyFacts& facts);

} // namespace model::law
