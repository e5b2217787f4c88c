// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/result.h"
#include "model/case/state.h"
#include "model/workspace/receipt.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace model {

// What can be said to several cases with one command.
struct BulkAssign {
    PersonId person;
    std::string role;
};
struct BulkRelease {
    PersonId person;
    std::string role;
};
/// One form for all; only steps that allowedInBulk() lets through.
struct BulkTakeStep {
    std::string step;
    Form form;
};
struct BulkNote {
    std::string text;
};
/// The keys once more, for somebody in the cases who has a new identity.
struct BulkGiveKeys {
    PersonId person;
};
using BulkCommand = std::variant<BulkAssign, BulkRelease, BulkTakeStep, BulkNote, BulkGiveKeys>;

/// What became of one case.
struct BulkItem {
    CaseId id;
    std::string reference;      ///< empty where the case is not there
    Receipt receipt;            ///< of its own act; empty where nothing was said
    std::optional<Error> error; ///< why nothing was said, or why the hub refused it
    [[nodiscard]] bool done() const { return !error.has_value(); }
};

/// What became of a bulk command. What is done stays done, whatever happened after it.
struct BulkOutcome {
    std::vector<BulkItem> items; ///< the cases that were looked at, in the order given
    std::uint64_t done = 0;      ///< said and kept for certain; what the hub made of each is in its receipt
    std::uint64_t refused = 0;   ///< not done, each with its reason
    std::uint64_t left = 0;      ///< not looked at any more, because it was stopped or broke off
    bool stopped = false;
    std::optional<Error> broken; ///< why it broke off: the disk, or the hub
};

} // namespace model
