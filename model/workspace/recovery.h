// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/bulk.h"
#include "model/workspace/workspace.h"

// Who lost their passphrase or their machine makes new keys. An administrator proposes them, a second person approves
// them, and whoever holds keys that they had hands those on (docs/decisions/recovery.md).

namespace model {

/// What Workspace::tendKeys() has handed on.
struct KeysTended {
    std::vector<std::string> turned;                      ///< units that got a new identity
    std::vector<std::pair<std::string, PersonId>> joined; ///< who was let into which unit
    BulkOutcome cases;                                    ///< those whose keys were given again, case by case

    [[nodiscard]] bool nothing() const { return turned.empty() && joined.empty() && cases.items.empty(); }
};

} // namespace model
