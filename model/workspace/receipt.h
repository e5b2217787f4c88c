// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/result.h"
#include "model/log/act.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace model {

/// What a command did, to be shown and perhaps undone.
struct Done {
    CaseId caseId;
    Digest event{};        ///< that said it
    Text words;            ///< what was done, with its object named: "Assigned 2026-7K2F-QX3M to Zhao Qiang"
    bool undoable = false; ///< whether Workspace::undo() knows a way back; that others acted is found out there
};

/// What became of an act: saved for certain, and what the hub said of each event so far.
struct Receipt {
    Digest act{};
    std::vector<Digest> events;
    std::uint64_t sealed = 0;   ///< events that the hub has sealed
    std::vector<Error> refused; ///< reasons of those it refused; the events stay visible in their cases
    bool waits = false;         ///< the hub cannot be reached: it is saved, and goes with a later exchange
    ItemId item = {};           ///< the entry or party that was stated; null of other acts
    std::optional<Done> done;   ///< of a command on one case that was not refused
};

} // namespace model
