// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"

// The units of an office: who is in which, and whose a case is (docs/decisions/units.md).

namespace model {

/// A unit that reads cases, as it is told.
struct UnitEntry {
    UnitId id;
    std::string name; ///< "office", or what an administrator called it
    Text title;       ///< what a person reads
    bool further = false;
    bool mine = false;             ///< the one who looks has its key
    std::vector<PersonId> people;  ///< who has its key and stays, by name
    std::vector<PersonId> due;     ///< who belongs to it and gets the key from the next member who exchanges
    std::vector<PersonId> leaving; ///< who is out of it as soon as the next member has turned its key
    /// Why the one who looks may not change its people; nothing: they may.
    std::optional<Error> whyNot;
};

} // namespace model
