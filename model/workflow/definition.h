// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/base/text.h"
#include "model/law/deadline.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A workflow definition is data: which stages a case has, who may take which step from where, what must have happened
// before, what the step must carry, and which periods it starts and ends. Nothing in this folder knows a law; the
// articles are in the data (resources/workflow/), and every guard there carries the one it comes from.
//
// A definition is read from JSON (docs/formats.md, workflow definition). It is named by the digest of its exact bytes,
// which the caller computes; a case stays on the definition it began with.

namespace model {

/// Bounds of a definition. What is over them is refused before it is read.
inline constexpr std::size_t kDefinitionBytes = std::size_t{1} << 20;
inline constexpr std::size_t kDefinitionDepth = 16;
inline constexpr std::size_t kDefinitionValues = 100'000;
inline constexpr std::size_t kMaxStages = 200;    ///< of the main track and all side tracks together
inline constexpr std::size_t kMaxSteps = 500;     ///< likewise
inline constexpr std::size_t kMaxDeadlines = 100; ///< likewise
inline constexpr std::size_t kMaxTracks = 30;     ///< side tracks

/// What a field holds, and the canonical form in which it is signed:
///   text      one line of UTF-8 without control characters, at most 1,000 bytes; the value, not the title, of a known
///             one
///   longText  UTF-8, line breaks allowed, at most 64 KiB
///   date      "2026-03-04"
///   money     yuan with exactly two decimals and nothing else: "1820000.50"
///   choice    one of the field's values
///   flag      "true" or "false"; a required flag must be "true"
///   person    the person's id, 32 lower-case hexadecimal digits
///   penalty   the canonical JSON of a penalty, see model/workflow/penalty_check.h
/// An empty value is the same as none.
enum class FieldType { text, longText, date, money, choice, flag, person, penalty };
std::string_view fieldTypeName(FieldType type);

struct Choice {
    std::string value;
    Text title;
};

struct Field {
    std::string id;
    Text title;
    Text help; ///< may be empty
    FieldType type = FieldType::text;
    bool required = false; ///< always false for facts: a guard asks for them where they are needed
    /// Of a choice: all its values. Of a text: the values that are known, which are offered and shown by their titles;
    /// others may be written.
    std::vector<Choice> choices;

    /// The choice of this value, or null.
    [[nodiscard]] const Choice* choice(std::string_view value) const;
    /// What people read for a value: the title of its choice, else the value itself.
    [[nodiscard]] Text words(std::string_view value) const;
};

/// A part that people have in a case.
struct CaseRole {
    std::string id;
    Text title;
    std::string system; ///< roleName() of the office's role that a person must hold to have this part
    bool assigned =
        false;          ///< whether only persons assigned to the case in this role have it; else everyone with `system`
    unsigned least = 0; ///< how many the case needs, for the desk to ask for; a guard enforces it
    /// Case roles that exclude from this one: who was ever assigned in them, or took a step in them, cannot be
    /// assigned.
    std::vector<std::string> excludes;
};

struct Stage {
    std::string id;
    Text title;
    bool initial = false;
    bool final = false;
    Text outcome;                       ///< of final stages: how the case ended
    std::vector<std::string> workers;   ///< case roles that may add facts, notes and evidence
    std::vector<std::string> assigners; ///< case roles that may assign and release persons
};

/// The closed set of guards. The hub holds no contents: it judges the clear ones. The others are judged by whoever can
/// read the case, before the step is signed and again by everyone who verifies.
enum class GuardKind {
    assignedAtLeast,   ///< clear: `count` active persons assigned in `role`, each `certified` if so stated
    evidenceAtLeast,   ///< clear: `count` pieces of evidence that are not excluded
    factSet,           ///< content: every fact of `facts` has a value
    stepTaken,         ///< clear: every step of `steps` (one of them, if `any`) was taken, later than `since` if stated
    stepNotTaken,      ///< clear: no step of `steps` was taken, or none later than `since`
    notPerformedBy,    ///< clear: the actor took none of `steps`, ever in this case (four eyes)
    notAssignedAs,     ///< clear: the actor neither is nor was assigned in `role`, and took no step in it
    deadlineNotPassed, ///< clear: `deadline` has not run out; one that never began has not
    deadlinePassed,    ///< clear: `deadline` began, and has run out or was ended by a step
    certifiedActor,    ///< clear: the actor holds an enforcement certificate
    penaltyInRange,    ///< content: the penalty in this step's form (or the last of `step`) follows from the law when
                       ///< recomputed
    sameFormAs,        ///< content: `fields` have the very bytes they had when `step` was last taken
    trackEnded,        ///< clear: none of the side track `track` is open
    trackReached,      ///< clear: one of `track` came into one of `stages`, later than `since` if stated
    trackNotReached,   ///< clear: none did
    personsReleased,   ///< clear: nobody is assigned in `role`
    penaltyNotHeavier, ///< content: the penalty in this step's form is not heavier than that of `step` when last taken
};
std::string_view guardKindName(GuardKind kind);
std::optional<GuardKind> guardKindFromName(std::string_view name);
/// Whether a guard can be judged without the contents of the case.
bool isClear(GuardKind kind);

/// What a guard of a side track's step names is looked for in that open one; on a step that opens one, in all of its
/// track. Steps and tracks that it names besides are looked for in the whole case.
struct Guard {
    GuardKind kind = GuardKind::stepTaken;
    std::string role;
    unsigned count = 0;
    bool certified = false;
    bool any = false;
    std::vector<std::string> facts;
    std::vector<std::string> steps;
    std::string step;
    std::vector<std::string> fields;
    std::string since;
    std::string deadline;
    std::string track;
    std::vector<std::string> stages; ///< of `track`
    /// The guard applies only if one of these steps was taken; empty: always.
    std::vector<std::string> onlyIfTaken;
    std::string cite; ///< the article, "APL 42"; or "setting" for a rule of the office
    Text why;         ///< what the rule asks for
    Text cure;        ///< what a person can do about it
};

enum class DeadlineActionKind { starts, stops, suspends, resumes, extends };
std::string_view deadlineActionName(DeadlineActionKind kind);

/// What a step does to a period. A period that starts again begins anew.
struct DeadlineAction {
    DeadlineActionKind kind = DeadlineActionKind::starts;
    std::string deadline;
    law::Extension extension; ///< of extends; its reason is the step's title
};

/// A document that a step signs: of those made in the case from this template, for this side track where the step
/// moves one, the newest that was not taken back and that no earlier taking of the step has signed.
struct StepDocument {
    std::string document; ///< id of the template (model/template)
    Text title;           ///< what people call it
    std::string cite;     ///< the article that asks for it; "setting" where none does
    std::string since;    ///< it was made later than this step was last taken; empty: at any time
    std::string signedIn; ///< it is the very one that this step signed when it was last taken; empty: a new one
};

struct Step {
    std::string id;
    Text title;                    ///< a verb phrase
    std::string track;             ///< the side track it is a step of; empty: of the main one
    bool opens = false;            ///< it opens its side track: `from` are stages of the main one then
    std::vector<std::string> from; ///< stages of its own track, but for a step that opens one
    std::string to;                ///< empty: the track stays in its stage
    std::string role;
    bool confirm = false; ///< legally final, never taken back: the desk asks again and shows what will be signed
    std::string approves; ///< the step whose form is approved by this one
    std::string cite;     ///< where the step itself stands in the law; may be empty
    /// The required date of its form on which the thing happened; empty: it happens when it is said. What the step does
    /// to periods counts from that day, and its guards about periods are judged by it.
    std::string dated;
    std::vector<Field> form;
    std::vector<StepDocument> documents; ///< which its taking signs, all of them
    std::vector<Guard> guards;
    std::vector<DeadlineAction> deadlines;
};

enum class Basis { law, setting }; ///< a setting of the office is shown as "not set by law"

/// Whose period it is: one of the party's that has run out is over, and nobody is late.
enum class Whose { authority, party };

struct DeadlineDefinition {
    std::string id;
    Text title;
    std::string cite; ///< empty for a setting
    Basis basis = Basis::law;
    Whose whose = Whose::authority;
    bool startsOnOpening = false; ///< begins with the report
    law::DeadlineRule rule;
};

/// What stands in one stage at a time and is moved by steps: a case as a whole, or one thing beside it.
struct Track {
    std::string id;
    Text title;
    std::vector<Stage> stages; ///< in reading order: a step to a later one leads forward
    std::vector<DeadlineDefinition> deadlines;
    std::vector<Step> steps;

    // Each is null where this track has none of this id.
    [[nodiscard]] const Stage* stage(std::string_view stageId) const;
    [[nodiscard]] const Step* step(std::string_view stepId) const;
    [[nodiscard]] const DeadlineDefinition* deadline(std::string_view deadlineId) const;
};

/// A procedure beside the main one, such as a seizure, which a step opens and which then has stages, steps and periods
/// of its own (docs/decisions/side-tracks.md). It has no initial stage: the steps that open it say where it begins.
struct SideTrack : Track {
    bool many = false;     ///< several may be open at once
    bool outlives = false; ///< it may be opened and goes on after the main track has ended
};

/// A procedure: the main track, and the side tracks that may run beside it. Stages belong to their track; the ids of
/// steps and of periods are one of a kind over all tracks.
struct Definition : Track {
    std::uint32_t version = 0;
    std::vector<std::string> sources;
    std::vector<std::string> openers; ///< case roles, none of them assigned, that may open a case
    std::vector<Field> facts;         ///< what can be stated of a case
    std::vector<CaseRole> roles;
    std::vector<SideTrack> tracks;

    // Each is null where there is none of this id.
    [[nodiscard]] const CaseRole* role(std::string_view roleId) const;
    [[nodiscard]] const Field* fact(std::string_view factId) const;
    [[nodiscard]] const SideTrack* track(std::string_view trackId) const;
    /// A step of the main track or of a side track.
    [[nodiscard]] const Step* anyStep(std::string_view stepId) const;
    /// The track that a step belongs to.
    [[nodiscard]] const Track& trackOf(const Step& step) const;
    [[nodiscard]] const Stage& initialStage() const;
};

/// Where a step leads from this stage.
const std::string& targetOf(const Step& step, const std::string& from);

/// One mistake in a definition.
struct Problem {
    std::string path; ///< JSON pointer (RFC 6901), or "byte 123" where the text is not JSON at all
    Text what;
    Text cure;
    friend bool operator==(const Problem&, const Problem&) = default;
};

/// Every mistake of a definition, in the order of the text; empty if there is none. Time and memory are bounded by
/// kDefinitionBytes whatever the text is.
std::vector<Problem> checkDefinition(std::string_view json);

/// Reads a definition. With any mistake in it: Code::malformed (Code::tooLarge over the bound of bytes) with the first
/// one in words, the count of the others, and its path in `where`.
Result<Definition> parseDefinition(std::string_view json);

/// The definition the program carries: resources/workflow/penalty-1.json.
std::string_view shippedDefinition();

} // namespace model
