// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/log/act.h"

namespace model {

/// Where a folded event stands: sealed by a link, or waiting on top of the sealed ones.
struct Landing {
    std::uint64_t seq = 0; ///< 0: waits
    Digest link{};
    Instant time{};       ///< the hub's time, or the author's while it waits
    bool readable = true; ///< whether the body holds the sealed part too
    Moment at = {};       ///< in the order over all logs
};

/// Folds one event into a case. Never fails: what is not understood makes the case read-only (CaseState::unknown).
void apply(CaseState& state, const Event& event, const CaseBody& body, const Landing& landing);

/// Folds one event into the register.
void apply(RegisterState& state, const Event& event, const RegisterBody& body, const Landing& landing);

/// Persons and units that an act's envelopes let into a case: they are given its key, if one of its events there
/// carries it and is of a kind that lets somebody in. A release carries a key to those who stay, and admits nobody.
void admitReaders(CaseState& state, const Event& event, const Act& act);

/// The number by which people call a case: year of the report and eight characters of its id, such as "2026-7K2F-QX3M".
/// Made from the id so that desks without a network give numbers without asking each other.
std::string caseReference(CaseId id, Instant opened);

} // namespace model
