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
    const Form* form = nullptr;    ///< null where the contents are not readable: then only the clear guards are judged
    std::string role;              ///< the case role in which it is taken; must be the step's
    std::optional<Date> day = {};  ///< on which it happened; of a step that is dated, and of no other
    std::string track = {};        ///< the side track that it is a step of; empty: the main one
    std::optional<Digest> on = {}; ///< the open one of it that the step moves; nothing: it opens one
    std::vector<Digest> documents = {}; ///< the events that made the documents which it signs
};

/// Whether a side track has come to its end: in a final stage of its own, or because the case has ended and it does not
/// outlive it.
bool hasEnded(const Definition& definition, const CaseState& state, const OpenedTrack& one);
/// "Sealing or seizure 2": by its number where several may be open.
Text titleOf(const Definition& definition, const CaseState& state, const OpenedTrack& one);

/// The open side track that a step moves: the one that is named, else the only one that is open; null of a step of the
/// main track and of one that opens. Code::refused where there is none, Code::usage where several are open and none is
/// named, or one is named that such a step does not take.
Result<const OpenedTrack*> trackMovedBy(const Definition& definition, const CaseState& state, const Step& step,
                                        const std::optional<Digest>& on);

/// Whether the step may be taken now. The stage comes first, then the role, then the day of a dated step (not to come,
/// and not before the case was opened), then the guards in the order of the definition, then the documents and the
/// form; the first that fails is the refusal. `calendar` null: days are counted Monday to Friday.
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
/// exclusion until a step was taken after it; a step while it is the last thing said, and one beside the main track
/// while nothing was decided after it that may rest on it, unless it is to be confirmed, which makes it legally final.
/// Only its author, and only while they read the case (docs/decisions/undo.md).
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

/// The same for a whole form; empty values are left out. Code::refused for a field that is not there, with its id in
/// `where`.
Result<Form> canonicalForm(const std::vector<Field>& fields, const Form& typed);

/// Puts into a form what its step must repeat word for word and the person did not give: an approval signs the very
/// bytes that were proposed, and what a document says that the step signs.
/// `own`: the open side track that it is taken in.
void takeOver(const Definition& definition, const Step& step, const CaseState& state, Form& form,
              const OpenedTrack* own = nullptr);

/// A step of the current stage, of the case or of a side track, and everything that stands against it.
struct StepOption {
    std::string step;
    Text title;
    std::string role;
    std::string to; ///< the stage it leads to
    bool confirm = false;
    bool mine = false;             ///< the actor has the role
    std::vector<Error> refusals;   ///< empty: may be taken, once its form is filled
    std::string track = {};        ///< the side track that it is a step of; empty: the main one
    std::optional<Digest> on = {}; ///< the open one of it that the step moves
    /// It opens a side track.
    [[nodiscard]] bool opens() const { return !track.empty() && !on; }
    [[nodiscard]] bool allowed() const { return refusals.empty(); }
};

/// Every step that leads out of, or stays in, the current stage, in the order of the definition; then those of each
/// side track that is open, in the order of their opening; then those that open one.
std::vector<StepOption> stepsFrom(const Definition& definition, const CaseState& state, const RegisterState& office,
                                  PersonId actor, Instant now, const law::Calendar* calendar);

enum class DeadlineStatus {
    running,
    suspended,
    overdue, ///< it ran out, and the authority is late
    met,
    metLate,
    passed, ///< it ran out, and was the party's
};
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
    Whose whose = Whose::authority;
    std::optional<Digest> on = {}; ///< the side track whose it is; nothing: the case's
};

/// The periods that have begun, in the order of the definition, then those of each side track. A step of today suspends
/// and resumes from tomorrow on. A period that still runs when its side track ends has ended with it.
std::vector<Deadline> deadlines(const Definition& definition, const CaseState& state, const law::Calendar* calendar,
                                Instant now);

/// Something that the case still lacks for a step forward.
struct Missing {
    std::string step;
    Text stepTitle;
    std::optional<GuardKind> guard; ///< nothing: a document
    Text what;
    Text cure;
    std::string cite;
    std::string role;               ///< of assignedAtLeast
    std::vector<std::string> names; ///< the facts, steps, deadline or document that are missing
    unsigned have = 0, need = 0;    ///< of the counting guards
    std::optional<Digest> on = {};  ///< the side track that the step moves
};

/// What is missing for the steps that lead forward from the current stage, of the case and of each side track that is
/// open, whoever takes them.
std::vector<Missing> completeness(const Definition& definition, const CaseState& state, const RegisterState& office,
                                  Instant now, const law::Calendar* calendar);

} // namespace model
