// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty_law.h"

namespace model::law {

/// A ground that was found to hold, with the reason in words; a ground without a reason is refused.
struct GroundFound {
    std::string ground = {}; ///< its id in the PenaltyLaw, "apl32-1"
    std::string reason = {};
    bool operator==(const GroundFound&) const = default;
};

/// What was found, as far as the penalty depends on it. One act of one party.
struct PenaltyFacts {
    std::vector<Violation> violations = {}; ///< every article that the one act breaks; at least one
    std::optional<Money> illegalTurnover =
        {};                                 ///< 违法经营额: of the controlled part only, several declarations added up
    std::optional<Money> illegalGains = {}; ///< 违法所得: the money obtained by the act (行政处罚法 28)
    std::optional<std::int64_t> kilograms = {}; ///< mass of the goods, for the criminal threshold only
    std::optional<Date> actEnd = {};            ///< last day of the act (行政处罚法 37)
    bool serious = false;                       ///< 情节严重
    std::vector<GroundFound> grounds = {};
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

/// What one article alone would give.
struct ArticleRange {
    Violation violation = Violation::ecl33;
    Citation source = {};
    Money fineMin = {};
    Money fineMax = {};
    bool byTurnover = false; ///< a multiple of the turnover, not the flat range
    bool operator==(const ArticleRange&) const = default;
};

/// The penalty that the law allows for the facts. Bounds are inclusive. The same facts under the same law give an equal
/// value and, through renderJson() and renderText(), the same bytes.
struct PenaltyRange {
    std::string law = {}; ///< id of the PenaltyLaw
    PenaltyFacts facts = {};
    Violation governing = Violation::ecl33; ///< the article whose fine applies
    Citation source = {};                   ///< where that article stands
    Money fineMin = {};
    Money fineMax = {};
    Measures measures = {};                 ///< of all articles broken; the two of a serious case only where it is one
    std::optional<Money> confiscation = {}; ///< the gains, where they are known and an article orders it
    int barYears = 0;                       ///< applications may be refused for so long (出口管制法 39)
    bool criminalNotice = false;            ///< a person must examine whether to refer the case
    std::vector<ArticleRange> articles = {};
    Derivation derivation = {};
    bool operator==(const PenaltyRange&) const = default;
};

/// Computes the range for an act. Several articles: each is computed and the higher fine applies (行政处罚法 29): the
/// higher upper bound, then the higher lower bound, then the earlier article. Turnover at the threshold counts as above
/// it. Errors: malformed (no violation, one twice, a negative amount, an unknown ground or one without reason),
/// tooLarge, refused (the act ended before the law was in force).
Result<PenaltyRange> computePenalty(const PenaltyLaw& law, const PenaltyFacts& facts);

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
/// the range is never allowed; below it only as `reduced` with a ground of 行政处罚法 32; none at all only with one of
/// 行政处罚法 33.
Result<DerivationStep> judgeProposal(const PenaltyLaw& law, const PenaltyRange& range, const Proposal& proposal);

/// The derivation as plain text, one numbered paragraph a step. Stable: part of what is signed and printed.
std::string renderText(const PenaltyRange& range, Language language);

/// The whole range as JSON in one line, members in a fixed order, amounts as texts of yuan ("2553252.65"). Stable.
std::string renderJson(const PenaltyRange& range);

/// Facts as JSON: {"violations":["ecl34"],"illegalTurnover":"510650.53","illegalGains":null,"kilograms":null,
/// "actEnd":"2025-02-01","serious":false,"grounds":[{"ground":"apl32-1","reason":"…"}]}. Absent members are as null.
/// Every mistake with its place.
Checked<PenaltyFacts> parseFacts(std::string_view json);
std::string renderFacts(const PenaltyFacts& facts);

} // namespace model::law
