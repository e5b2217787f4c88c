// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"

// A drill: could everybody here lose their passphrase today and go on? (docs/decisions/recovery.md)

namespace model {

/// Something that stands in the way of a person's recovery, or that would be lost with their keys.
struct DrillGap {
    enum class Kind : std::uint8_t {
        proposer, ///< nobody else may propose their new keys
        approver, ///< nobody besides the proposer may approve them
        unit,     ///< they alone open a unit
        cases,    ///< they alone read these cases, besides who leaves with them
    };
    Kind kind = Kind::proposer;
    std::string unit;          ///< of Kind::unit
    std::vector<CaseId> cases; ///< of Kind::cases, the first hundred
    std::uint64_t count = 0;   ///< of them all
    Text what;                 ///< in words for a person
    Text cure;
};

struct PersonDrill {
    PersonId person;
    std::uint64_t cases = 0;    ///< that they are let into by name
    std::vector<DrillGap> gaps; ///< empty: they could be recovered today, and lose nothing
};

struct Drill {
    Instant time{};
    std::vector<PersonDrill> people; ///< the active ones, by name
    std::uint64_t casesOpened = 0;   ///< whose keys were opened here to prove it
    std::uint64_t casesUnopened = 0; ///< of those that this person should open, and that did not open
    std::vector<std::string> units;  ///< whose keys were opened here, back to the first
    std::vector<Text> faults;        ///< what should have opened here and did not

    [[nodiscard]] bool passed() const;
};

} // namespace model
