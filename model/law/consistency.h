// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty.h"

#include <span>

namespace model::law {

// Like cases should be punished alike. The law lets offices publish benchmarks for that (行政处罚法 34); none for
// export controls is known. What an office has decided itself stands in their place here: how likeness is measured is a
// rule of this program, not of law; it decides nothing, and only asks for a reason.

/// What of a penalty another one is held against. Amounts in fen.
struct PenaltyFeatures {
    ArticleId governing = {};
    std::vector<std::string> others = {};  ///< further articles that the act broke, ascending
    std::vector<std::string> grounds = {}; ///< ascending, each once
    bool serious = false;
    bool extreme = false;
    std::optional<std::int64_t> basisFen =
        {}; ///< turnover, value of goods or of the transaction; the first that is there
    ProposalKind kind = ProposalKind::normal;
    std::int64_t fineFen = 0;
    /// Where the fine stands between the bounds that the law gives for the facts, in thousandths: 0 is the lowest fine,
    /// 1000 the highest, 500 the only one; under 0 is below the range, down to kNoFine.
    int place = 0;
    bool operator==(const PenaltyFeatures&) const = default;
};
/// The place of no penalty at all: below every fine.
inline constexpr int kNoFine = -1000;

PenaltyFeatures featuresOf(const PenaltyRange& range, const Proposal& proposal);

/// How far one penalty's facts are from another's, in points: 0 are equal facts. Nothing where another article governs:
/// those are not alike. What was proposed for them does not count.
std::optional<int> distanceOf(const PenaltyFeatures& a, const PenaltyFeatures& b);

/// One that was decided, and how far it is.
struct Neighbour {
    std::size_t index = 0; ///< in what was given
    int distance = 0;
    bool operator==(const Neighbour&) const = default;
};

/// How many are shown, and how many there must be for a band.
inline constexpr std::size_t kNeighbours = 5;
inline constexpr std::size_t kEnoughForBand = 3;

struct Consistency {
    enum class Standing {
        unknown, ///< too few were decided to say
        within,
        below,
        above,
    };
    std::vector<Neighbour> nearest; ///< the nearest first; as near, in the order given
    Standing standing = Standing::unknown;
    int lowest = 0, highest = 0; ///< places of the nearest, where there are enough
    /// Whether a reason is asked for.
    [[nodiscard]] bool deviates() const { return standing == Standing::below || standing == Standing::above; }
};

/// Holds a proposal against what was decided; `decided` the newest first.
Consistency compare(const PenaltyFeatures& proposal, std::span<const PenaltyFeatures> decided);

/// "Within the band of like cases: …" and the others, for a person.
Text standingText(const Consistency& consistency);
/// "at 35 % of the range", "below the range", "no penalty".
Text placeText(int place);

} // namespace model::law
