// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/law/calendar.h"
#include "model/workflow/definition.h"

namespace model {

/// What an event is judged against, at the place where it would land.
struct Bench {
    const RegisterState* office = nullptr;
    const Definition* definition =
        nullptr; ///< of the case; for a report, of the workflow it names; null: not known here
    const law::Calendar* calendar = nullptr;
    Instant now{};
    bool readable = false; ///< whether the body holds the sealed part, so that the rules about contents are judged too
    std::span<const std::array<std::uint8_t, 16>> recipients =
        {}; ///< of the event's act: who gets the keys that the event carries
};

/// Whether an event may land on a case. The same function on the desk before signing, on the hub before sealing, and
/// again for everyone who verifies. Decisive events (a step, an assignment) land only if nobody else said anything
/// that changes something after what their author saw; additive ones land whatever happened meanwhile.
/// But for the report that opens it, only who reads a case says anything in it.
Result<void> allowed(const CaseState& state, const EventHeader& header, const CaseBody& body, const Bench& bench);

/// Whether an event may land on the register. All of the register's events are decisive.
Result<void> allowed(const RegisterState& office, const EventHeader& header, const RegisterBody& body);

/// Whether an event of this kind lands only on the state it was decided on.
bool isDecisive(std::string_view kind);

} // namespace model
