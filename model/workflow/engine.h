// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/case/register.h"
#include "model/case/state.h"
#include "model/workflow/definition.h"

#include <optional>
#include <string>
#include <vector>

// What the workflow says about a case: which step may be taken, by whom, why not, until when. Pure functions of the
// definition, the state and the moment; the same code on the desk and on the hub. Any thread.
//
// A refusal has Code::refused (Code::newer where a newer program wrote to the case), says what the rule asks for and
// what would cure it, cites the article, and names in `where` the step, or the field of the form.

namespace model {

/// A step that somebody wants to take.
struct StepCall {
    std::string step;
    const Form* form = nullptr; ///< null where the contents are not readable: then only the clear guards are judged
    std::string role;           ///< the case role in which it is taken; must be the step's
};

/// Whether the step may be taken now. The stage comes first, then the role, then the guards in the order of the
/// definition, then the form; the first that fails is the refusal. `calendar` null: days are counted Monday to Friday.
Result<void> allowedStep(const Definition& definition, const CaseState& state, const RegisterState& office,
                         PersonId actor, const StepCall& call, Instant now, const law::Calendar* calendar);

/// Whether the actor may open a case.
Result<void> mayOpen(const Definition& definition, const RegisterState& office, PersonId actor);
/// Whether the actor may add facts, notes and evidence in this stage.
Result<void> mayAddMaterial(const Definition& definition, const CaseState& state, const RegisterState& office,
                            PersonId actor);
/// Whether the actor may assign this person in this case role.
Result<void> mayAssign(const Definition& definition, const CaseState& state, const RegisterState& office,
                       PersonId actor, PersonId person, const std::string& role);
/// Whether the actor may end this assignment.
Result<void> mayRelease(const Definition& definition, const CaseState& state, const RegisterState& office,
                        PersonId actor, PersonId person, const std::string& role);
/// Whether the actor may assign anybody at all in this stage.
Result<void> mayAssign(const Definition& definition, const CaseState& state, const RegisterState& office,
                       PersonId actor);

/// Whether the actor may take back what they said in this event: a note until the case has ended; evidence and an
/// exclusion until a step was taken after it; a step while it is the last thing said, unless it is to be confirmed,
/// which makes it legally final. Only its author, and only while they read the case (docs/decisions/undo.md).
Result<void> mayWithdraw(const Definition& definition, const CaseState& state, const RegisterState& office,
                         PersonId actor, const Digest& event);

/// Whether a form fits a step: every field known, those required there, each value in the canonical form of its type.
/// The error's `where` is the id of the field.
Result<void> checkForm(const Step& step, const Form& form, const RegisterState& office);
/// Whether a value fits a fact. An empty one takes the fact back.
Result<void> checkFact(const Definition& definition, const std::string& fact, const std::string& value,
                       const RegisterState& office);
/// The canonical form of what a person typed: trimmed, and money, dates and flags as they are signed ("182万" becomes
/// "1820000.00"). Code::malformed with the field's title if it is none.
Result<std::string> canonicalValue(const Field& field, std::string_view typed);

/// Puts into a form what its step must repeat word for word and the person did not give: an approval signs the very
/// bytes that were proposed.
void takeOver(const Step& step, const CaseState& state, Form& form);

/// A step of the current stage and everything that stands against it.
struct StepOption {
    std::string step;
    Text title;
    std::string role;
    std::string to; ///< the stage it leads to
    bool confirm = false;
    bool mine = false;           ///< the actor has the role
    std::vector<Error> refusals; ///< empty: may be taken, once its form is filled
    [[nodiscard]] bool allowed() const { return refusals.empty(); }
};

/// Every step that leads out of, or stays in, the current stage, in the order of the definition.
std::vector<StepOption> stepsFrom(const Definition& definition, const CaseState& state, const RegisterState& office,
                                  PersonId actor, Instant now, const law::Calendar* calendar);

enum class DeadlineStatus { running, suspended, overdue, met, metLate };
std::string_view deadlineStatusName(DeadlineStatus status);

/// A period of a case that has begun.
struct Deadline {
    std::string id;
    Text title;
    std::string cite;
    Basis basis = Basis::law;
    DeadlineStatus status = DeadlineStatus::running;
    Instant started{};
    std::optional<Date> due;         ///< the last day; nothing while suspended without end
    std::optional<Instant> missedAt; ///< the first moment at which it is missed
    std::optional<Instant> ended;    ///< when a step ended it
    bool covered = true;             ///< false: a day outside the calendar's years was counted Monday to Friday
    std::vector<Text> lines;         ///< how the day was found
};

/// The periods that have begun, in the order of the definition. A step of today suspends and resumes from tomorrow on.
std::vector<Deadline> deadlines(const Definition& definition, const CaseState& state, const law::Calendar* calendar,
                                Instant now);

/// Something that the case still lacks for a step forward.
struct Missing {
    std::string step;
    Text stepTitle;
    GuardKind guard = GuardKind::stepTaken;
    Text what;
    Text cure;
    std::string cite;
    std::string role;               ///< of assignedAtLeast
    std::vector<std::string> names; ///< the facts, steps or deadline that are missing
    unsigned have = 0, need = 0;    ///< of the counting guards
};

/// What is missing for the steps that lead forward from the current stage, whoever takes them.
std::vector<Missing> completeness(const Definition& definition, const CaseState& state, const RegisterState& office,
                                  Instant now, const law::Calendar* calendar);

} // namespace model
