// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"

// What somebody who leaves hands over.

namespace model {

/// An open case that a person is in.
struct HeldCase {
    CaseId id;
    std::string reference;
    std::string title;              ///< empty where it cannot be read
    std::vector<std::string> roles; ///< in which they are assigned
    bool waits = false;             ///< a step of it waits for one of these roles
};

struct Holdings {
    PersonId person;
    std::vector<HeldCase> cases;                       ///< the open ones
    std::vector<std::string> units;                    ///< whose keys they hold
    std::vector<std::string> alone;                    ///< units that nobody else could open any more
    [[nodiscard]] std::set<std::string> roles() const; ///< all in which they are assigned
    [[nodiscard]] std::uint64_t waiting() const;       ///< cases in which a step waits for them
};

/// Who takes over what somebody did in one role.
struct Successor {
    std::string role;
    PersonId person;
};

/// What became of one case in one role.
struct HandedOverItem {
    CaseId id;
    std::string reference;
    std::string role;
    PersonId to;
    bool assigned = false;      ///< the successor is in it
    std::optional<Error> error; ///< why the person is still in it
};

struct HandedOver {
    std::vector<HandedOverItem> items;
    std::uint64_t done = 0;
    std::uint64_t refused = 0;
    std::uint64_t left = 0; ///< not looked at: no successor in their role, or it was stopped
    bool stopped = false;
    std::optional<Error> broken;
};

} // namespace model
