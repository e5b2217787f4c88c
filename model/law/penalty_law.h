// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/money.h"
#include "model/law/pack.h"

namespace model::law {

/// The violations of the Export Control Law (出口管制法) that carry a fine, by article and paragraph. The names are
/// stored.
enum class Violation { ecl33, ecl34, ecl35p1, ecl35p2, ecl36, ecl37, ecl38 };

constexpr Violation kViolations[] = {Violation::ecl33, Violation::ecl34, Violation::ecl35p1, Violation::ecl35p2,
                                     Violation::ecl36, Violation::ecl37, Violation::ecl38};

/// "ecl33" … "ecl38", "ecl35p1" for paragraph 1.
std::string_view violationName(Violation violation);
std::optional<Violation> violationFromName(std::string_view name);

/// Where a rule stands: a short form for codes and refusals ("ECL 34"), and the full name for people.
struct Citation {
    std::string cite = {};
    Text article = {};
    bool operator==(const Citation&) const = default;
};

/// What an article orders beside the fine.
struct Measures {
    bool warning = false;
    bool stopOrder = false;
    bool confiscateGains = false;
    bool revokeLicence = false;
    bool suspendBusiness = false;     ///< possible in a serious case
    bool revokeQualification = false; ///< possible in a serious case
    bool operator==(const Measures&) const = default;
};

/// One article as a rule. At or above the threshold of illegal turnover the fine is `least` to `most` times the
/// turnover; below it, or without a turnover, it is the flat range. An article without a threshold has only the flat
/// range.
struct PenaltyRule {
    Violation violation = Violation::ecl33;
    Citation source = {};
    Text what = {};
    Measures measures = {}; ///< with the measures of a serious case set
    std::optional<Money> threshold = {};
    std::int64_t least = 0;
    std::int64_t most = 0;
    Money flatMin = {};
    Money flatMax = {};
    Text summary = {}; ///< the rule in our own words
};

/// A circumstance of the Administrative Penalty Law (行政处罚法 32, 33) that lets the authority leave the range.
struct Ground {
    enum class Effect {
        lighterOrReduced, ///< shall be lighter or reduced (应当从轻或者减轻)
        noPenalty,        ///< no penalty shall be imposed (不予行政处罚)
        mayWaive,         ///< the authority may impose none (可以不予行政处罚)
    };
    std::string id = {};
    Citation source = {};
    Effect effect = Effect::lighterOrReduced;
    Text summary = {};
};

/// The rules of penalty as data (docs/data-files.md). A value; validated as a whole when read.
struct PenaltyLaw {
    std::string id = {};
    Text name = {};
    Date effective = {};                 ///< an act that ended before this day is not punished under it
    std::vector<PenaltyRule> rules = {}; ///< exactly one for each Violation
    std::vector<Ground> grounds = {};
    struct Bar {
        Citation source = {};
        int years = 0;
        Text summary = {};
    } bar; ///< what may follow from the penalty itself
    struct Criminal {
        Citation source = {};
        Money value = {};
        std::int64_t kilograms = 0;
        Text summary = {};
    } criminal; ///< from where on a person must examine a referral

    static Checked<PenaltyLaw> parse(std::string_view json);
    /// The law the program carries: resources/law/ecl-2020.json.
    static Checked<PenaltyLaw> shipped();

    const PenaltyRule* rule(Violation violation) const;
    const Ground* ground(std::string_view id) const; ///< null when there is none of this name
};

} // namespace model::law
