// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/result.h"
#include "model/log/act.h"

#include <cstdint>
#include <vector>

namespace model {

/// What became of an act: saved for certain, and what the hub said of each event so far.
struct Receipt {
    Digest act{};
    std::vector<Digest> events;
    std::uint64_t sealed = 0;   ///< events that the hub has sealed
    std::vector<Error> refused; ///< reasons of those it refused; the events stay visible in their cases
    ItemId item = {};           ///< the entry or party that was stated; null of other acts
};

} // namespace model
