// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/case/register.h"
#include "model/workflow/definition.h"

namespace model {

/// Whether there is a way back from what a command says at all: not from a report, and not from what is legally final.
bool isUndoable(const CaseBody& body, const Definition* definition);

/// What stood in the case of that which an event states, before it landed: what undoing it says again.
struct Met {
    Form facts;                        ///< of the facts it stated, their values; empty of other events
    std::optional<ItemStatement> item; ///< of the entry or party it stated, what said the same
    bool readable = true;              ///< whether all of that is known to this person
};
Met metBy(const CaseBody& body, const CaseState& before);

/// Whether this person can undo what they said in this event, as the case stands: the rules of taking it back, and for
/// facts, entries, parties and assignments that nobody else has changed them since, and that they say what the event
/// said. The refusal says what stands against it, and a cure.
Result<void> mayUndo(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                     const Digest& event, const CaseBody& body, const Met& met);

} // namespace model
