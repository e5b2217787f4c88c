// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/engine.h"

namespace model {

/// What a guard is judged against.
struct GuardScene {
    const Definition& definition;
    const CaseState& state;
    const RegisterState& office;
    Instant now;
    const law::Calendar* calendar = nullptr;
    bool readable = false;            ///< whether the content guards can be judged
    const Form* form = nullptr;       ///< null: the form is not filled yet, what depends on it is not judged
    const OpenedTrack* own = nullptr; ///< the open side track that the step moves
    /// The step is dated and its day is not known yet: it may lie before a period ran out.
    bool undated = false;
};

/// What a guard found: nothing, or what is missing.
struct GuardGap {
    bool open = false; ///< the guard is not met
    unsigned have = 0, need = 0;
    std::vector<std::string> names;
    Text detail; ///< in addition to the guard's own words; may be empty
};

/// Judges one guard. `actor` null: guards about the person who acts are taken as met.
GuardGap judgeGuard(const GuardScene& scene, const Step& step, const Guard& guard, const PersonId* actor);

/// The refusal of a guard that is not met.
Error refusalOf(const Step& step, const Guard& guard, const GuardGap& gap);

/// Whether the person is or was assigned in the role, or took a step in it.
bool everHad(const CaseState& state, PersonId person, const std::string& role);

/// Whether the person has the case role now: active, holds the office's role, and is assigned where that is needed.
Result<void> holdsRole(const Definition& definition, const CaseState& state, const RegisterState& office,
                       PersonId person, const std::string& role);

/// Whether all that a step rests on can be read here: the facts that it asks for, and the steps whose contents its
/// guards look at or that it approves. Guards take what they cannot read for good, because the hub and an auditor
/// cannot read anything; who takes a step answers for it, and must have seen what it rests on.
Result<void> restsOnReadable(const Definition& definition, const CaseState& state, const Step& step,
                             const OpenedTrack* own = nullptr);

/// Whether a step of another track looks at this side track: at its stages or at steps of it.
bool looksAt(const Definition& definition, const Step& step, const std::string& track);

} // namespace model
