// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/case/register.h"
#include "model/workflow/definition.h"

namespace model {

/// Whether there is a way back from what a command says at all: not from a report, and not from what is legally final.
bool isUndoable(const CaseBody& body, const Definition* definition);

/// Whether this person can undo what they said in this event, as the case stands: the rules of taking it back, and for
/// facts and assignments that nobody has changed them since. The refusal says what stands against it, and a cure.
Result<void> mayUndo(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                     const Digest& event, const CaseBody& body);

} // namespace model
