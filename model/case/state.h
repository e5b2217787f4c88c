// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/log/chain.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace model {

/// Where one event of a case stands: who said it, when, and whether the hub has sealed it.
struct Place {
    Digest event{};
    PersonId by;
    Instant time{};         ///< the hub's time once sealed, the author's before
    std::uint64_t seq = 0;  ///< 0 while it waits
    std::uint64_t seen = 0; ///< the last entry of the case that its author knew
};

/// The fields of a form, by their ids. Values are in the canonical form of their field type
/// (model/workflow/definition.h).
using Form = std::map<std::string, std::string>;

/// One step of the workflow, taken.
struct StepTaken {
    std::string step;
    std::string from;
    std::string to;
    std::string role; ///< the role of the case in which it was taken
    Seen seen;        ///< the state it was decided on
    Place place;
    Form form;                          ///< empty where the contents are not readable
    bool readable = false;              ///< whether `form` is what was said, or unknown
    std::optional<Date> day = {};       ///< on which it happened, of a step that is dated
    std::string track = {};             ///< the side track of the definition; empty: the main one
    std::optional<Digest> on = {};      ///< which one of it: the event that opened it
    std::uint64_t order = 0;            ///< greater than that of every step and document folded before it
    std::vector<Digest> documents = {}; ///< the events that made the documents which it signed

    /// From when periods count what it does: when it was said, or the first moment of another day on which it happened.
    [[nodiscard]] Instant moment() const;
};

/// A procedure beside the main one, from its opening on; also after it has ended.
struct OpenedTrack {
    Digest id{};                  ///< of the event that opened it
    std::string track;            ///< a side track of the workflow definition
    std::string stage;            ///< of that track
    std::vector<StepTaken> steps; ///< the first of them opened it
};

/// A person's part in a case.
struct Assignment {
    PersonId person;
    std::string role; ///< a role of the workflow definition, such as "investigator"
    Place place;
};

/// A value that was stated before the one that shows.
struct EarlierValue {
    std::string value;
    Place place;
    bool readable = false;
};

/// A fact: the value that shows is the one that landed last; the earlier ones stay in the log.
struct Fact {
    std::string value;
    Place place;
    bool readable = false;
    unsigned edits = 0;                ///< how often it was set
    std::vector<EarlierValue> earlier; ///< in the order of landing

    /// States a value; the one that showed is among the earlier ones then.
    void state(std::string next, const Place& where, bool isReadable);
};

/// Where in the evidence something is shown.
struct EvidenceCitation {
    ItemId item;
    std::string at; ///< a page, a place, a minute: as a person writes it; may be empty
    friend bool operator==(const EvidenceCitation&, const EvidenceCitation&) = default;
};

/// The field of a StatedItem under which its citations are kept as text, so that who changed them is known like who
/// changed a field: one line each, the item's hex digits and, after a blank, the place if there is one.
inline constexpr std::string_view kEvidenceField = "evidence";
std::string citationText(const std::vector<EvidenceCitation>& evidence);
/// Reads what citationText() writes; lines that are not so are left out.
std::vector<EvidenceCitation> citationsOf(std::string_view text);

/// A thing of the case that people state and state again: an entry of the chronology, a party. The last statement
/// shows; a statement of nothing withdraws it, and a later one brings it back.
struct StatedItem {
    ItemId id;
    std::map<std::string, Fact> fields;     ///< by the sort's field names; empty values of fields once stated stay
    std::vector<EvidenceCitation> evidence; ///< what shows it
    bool withdrawn = false;                 ///< `fields` and `evidence` are as before the withdrawal
    bool readable = false;                  ///< whether the contents of the last statement are known
    Place entered;                          ///< the first statement
    Place place;                            ///< the last one
    std::vector<Place> statements;          ///< all of them, in the order of landing

    /// The value of a field, or an empty text.
    [[nodiscard]] const std::string& value(std::string_view field) const;
    /// The fields that have a value.
    [[nodiscard]] Form values() const;
};

struct EvidenceItem {
    ItemId id;
    Digest address{};             ///< of the sealed pack in the evidence store
    std::uint64_t storedSize = 0; ///< bytes on disk
    std::string category;         ///< one of the eight kinds of evidence (APL 46); clear, because guards count them
    bool excluded = false;        ///< kept, but not to be relied on (APL 46: illegally obtained), or withdrawn
    bool withdrawn = false;       ///< taken in by mistake: kept, and counts for nothing
    Place place;
    Place exclusion; ///< of the event that excluded it, if one did
    // Sealed:
    bool readable = false;
    std::string name;
    std::string source; ///< where it was taken from: a path, a medium
    std::string mediaType;
    std::uint64_t size = 0; ///< bytes of the original
    Digest sha256{};
    Instant modified{};
    Bytes itemKey; ///< 32 bytes that open the pack
    std::string exclusionReason;
};

/// A document that was made in the case, as a file.
struct CaseDocument {
    ItemId id;
    std::string document;          ///< id of its template
    std::optional<Digest> opening; ///< the side track that it was made for; nothing: the case
    Digest address{};              ///< of the sealed pack in the evidence store
    std::uint64_t storedSize = 0;  ///< bytes on disk
    bool withdrawn = false;        ///< made by mistake: kept, and signed by no step
    std::uint64_t order = 0;       ///< greater than that of every step and document folded before it
    Place place;
    // Sealed:
    bool readable = false;
    std::string name;
    std::uint64_t size = 0; ///< bytes of the file
    Digest sha256{};
    Digest made{};  ///< SHA-256 of the template
    Bytes itemKey;  ///< 32 bytes that open the pack
    Form form = {}; ///< what was typed for it
};

struct Note {
    std::string text;
    bool readable = false;
    Place place;
};

/// Somebody looked at what is in the case.
struct Opening {
    PersonId by;
    Date day; ///< in China, by the author's clock: each person is noted once a day
    Place place;
};

/// Why a case cannot take commands here.
struct UnknownKind {
    std::string kind;
    std::uint64_t seq = 0;
};

/// A case as the fold of its log. The part that the hub can fold too (no contents) comes first; the fields marked
/// `readable` are filled only where the reader holds the case's key.
struct CaseState {
    CaseId id;
    Seen head;             ///< the last link folded in
    std::string workflow;  ///< hex digest of the definition the case runs on; empty before the report
    std::string stage;     ///< a stage of that definition
    std::string channel;   ///< web, hotline, letter, visit, transfer, import, self (clear: the hub counts channels)
    std::string reference; ///< the case's number, such as "2026-000412"
    Place opened;
    Form report;                           ///< all that the report said, as it came; empty where not readable
    std::uint32_t epoch = 0;               ///< the newest key epoch
    std::vector<StepTaken> steps;          ///< of the main track
    std::vector<OpenedTrack> tracks;       ///< in the order of their opening
    std::vector<StepTaken> withdrawnSteps; ///< taken back by who took them: they moved nothing, but their author acted
    std::vector<Assignment> assignments;   ///< those in force
    std::vector<Assignment> released;      ///< those that ended
    UnitId unit; ///< that it belongs to: it was opened for it, or handed to it last; null before the report
    std::set<std::array<std::uint8_t, 16>> readers; ///< persons and units that were given the keys
    std::map<PersonId, Moment> given;               ///< when each person was given all keys last
    std::map<std::string, Fact> facts;
    std::vector<EvidenceItem> evidence;
    std::vector<CaseDocument> documents; ///< in the order of making
    std::vector<Note> notes;
    std::vector<StatedItem> chronology; ///< what happened in the matter, in the order of entering
    std::vector<StatedItem> parties;    ///< persons and organisations in the matter besides the facts' party
    std::vector<Opening> openings;
    std::map<Digest, Place> withdrawn; ///< events that were taken back, and where that was said
    std::vector<Digest> standing;      ///< events that changed something and were not taken back, those that wait too
    std::vector<Entered> chain;        ///< the sealed events, by number: chain[seq - 1]
    std::vector<UnknownKind> unknown;  ///< not empty: readable, but takes no commands until the program is updated
    std::uint64_t events = 0;
    Instant lastTime{}; ///< time of the last link
    Instant changed{};  ///< time of the last link that changed something: not of an opening

    [[nodiscard]] bool exists() const { return !workflow.empty(); }
    /// The value of a fact, or an empty text.
    [[nodiscard]] const std::string& fact(const std::string& field) const;
    [[nodiscard]] bool isAssigned(PersonId person, const std::string& role) const;
    [[nodiscard]] bool isAssigned(PersonId person) const;
    /// Whether it is noted that this person opened the case on this day in China.
    [[nodiscard]] bool openedOn(PersonId person, Date day) const;
    /// Whether this person ever took this step, taken back or not. `own`: of its steps, in this very one.
    [[nodiscard]] bool everTook(PersonId person, const std::string& step, const OpenedTrack* own = nullptr) const;
    /// The number of the last sealed entry by which somebody but this person changed something; 0: there is none.
    [[nodiscard]] std::uint64_t lastOfOthers(PersonId person) const;
    /// The document that this event made; null where it made none.
    [[nodiscard]] const CaseDocument* documentOf(const Digest& event) const;
    /// An entry of the chronology or a party; null where there is none of this id.
    [[nodiscard]] const StatedItem* entry(ItemId id) const;
    [[nodiscard]] const StatedItem* party(ItemId id) const;
    /// The last time a step was taken, in the main track or in any beside it, or null. `own`: of its steps, in this
    /// very one.
    [[nodiscard]] const StepTaken* lastStep(const std::string& step, const OpenedTrack* own = nullptr) const;
    /// What an event opened; null where it opened nothing.
    [[nodiscard]] const OpenedTrack* track(const Digest& opening) const;
    /// Which one of its side track it is, in the order of opening, from 1 on.
    [[nodiscard]] std::size_t numberOf(const OpenedTrack& one) const;
};

} // namespace model
