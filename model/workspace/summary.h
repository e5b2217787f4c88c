// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/body.h"
#include "model/workflow/definition.h"

#include <functional>

namespace model {

// `nameOf` names units too, by the bytes of their ids, as Workspace::nameOf() does.

/// One entry of a case's history in words; `state` is the case as the entry met it.
Text summarise(const CaseBody& body, bool readable, const CaseState& state, const Definition* definition,
               const std::function<std::string(PersonId)>& nameOf);

/// One entry of the register in words.
Text summarise(const RegisterBody& body, const std::function<std::string(PersonId)>& nameOf);

/// What a command did, with the case and the object named; `state` is the case as the command met it.
Text doneWords(const CaseBody& body, const CaseState& state, const Definition* definition,
               const std::function<std::string(PersonId)>& nameOf);

} // namespace model
