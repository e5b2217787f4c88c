// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/penalty.h"

#include <optional>
#include <string>
#include <string_view>

namespace model {

/// What a form's field of type `penalty` holds: the facts that the penalty depends on, and what is proposed for them.
/// The range is not in it: it is computed anew by everyone who looks.
struct PenaltyValue {
    law::PenaltyFacts facts;
    law::Proposal proposal;
    /// Why it stands outside the band of the nearest decided cases (model/law/consistency.h); empty where nobody asked.
    std::string deviation = {};
    bool operator==(const PenaltyValue&) const = default;
};

/// The canonical form, which is what is signed: {"facts":{…},"proposal":{"kind":"normal","fine":"2600000.00",
/// "confiscation":null}} and, where there is one, ,"deviation":"…" behind the proposal; in one line, the facts as
/// law::renderFacts() writes them, amounts as yuan with two decimals (of dollars, with "USD " in front).
std::string renderPenaltyValue(const PenaltyValue& value);

/// Reads the canonical form and nothing else: one value has one text. Code::malformed with the place of the first
/// mistake.
Result<PenaltyValue> parsePenaltyValue(std::string_view json);

/// Computes the range for the stated facts under the packs that they name, of those the program carries, and whether
/// the proposal keeps to it. The error is the law's own, with the article.
Result<law::PenaltyRange> recomputePenalty(const PenaltyValue& value);

/// What of one penalty is heavier than of another: a penalty where there was none, a higher fine, more confiscated, a
/// measure that becomes possible. Nothing where none of it is.
std::optional<Text> whatIsHeavier(const PenaltyValue& now, const PenaltyValue& before);

} // namespace model
