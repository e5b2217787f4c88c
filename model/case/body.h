// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/cbor.h"
#include "model/case/register.h"
#include "model/case/state.h"

#include <string_view>
#include <variant>

// The bodies of all events, as values. Each has a clear part (what the hub needs to judge) and a sealed part
// (everything else). Adding a kind: a struct here, its line in the variant, its writer and reader, its fold. The
// compiler names what is missing. A kind is never renamed or reused: old logs hold it for ever.

namespace model {

/// A report came in and opens a case.
struct ReportReceived {
    static constexpr std::string_view kKind = "report.received";
    std::string workflow;   ///< clear: hex digest of the definition the case runs on
    std::string stage;      ///< clear: its initial stage
    std::string channel;    ///< clear: web, hotline, letter, visit, transfer, import
    std::string reportKind; ///< clear: tip, mandatory (REG 36) or self (APL 32(3))
    Form facts;             ///< sealed: the facts it states, by the definition's fact fields
    Form report;            ///< sealed: all that the report said, field by field, as it came
};

/// Facts stated; each field's last value shows.
struct FactsSet {
    static constexpr std::string_view kKind = "facts.set";
    Form values; ///< clear: the names of the fields; sealed: their values
};

struct NoteAdded {
    static constexpr std::string_view kKind = "note.added";
    std::string text; ///< sealed
};

/// A piece of evidence was taken in.
struct EvidenceAdded {
    static constexpr std::string_view kKind = "evidence.added";
    ItemId item;                  ///< clear
    Digest address{};             ///< clear
    std::uint64_t storedSize = 0; ///< clear
    std::string category;         ///< clear: one of kEvidenceCategories
    std::string name;             ///< sealed from here on
    std::string source;
    std::string mediaType;
    std::uint64_t size = 0;
    Digest sha256{};
    Instant modified{};
    Bytes itemKey;
};

/// A piece of evidence may not be relied on; it is kept.
struct EvidenceExcluded {
    static constexpr std::string_view kKind = "evidence.excluded";
    ItemId item;        ///< clear
    std::string reason; ///< sealed
};

/// A document was made from a template. What of it is signed are these very bytes (docs/decisions/case-documents.md).
struct DocumentMade {
    static constexpr std::string_view kKind = "document.made";
    ItemId item;                        ///< clear
    Digest address{};                   ///< clear
    std::uint64_t storedSize = 0;       ///< clear
    std::string document;               ///< clear: id of the template
    std::optional<Digest> opening = {}; ///< clear: the side track that it was made for
    std::string name;                   ///< sealed from here on: of the file
    std::uint64_t size = 0;
    Digest sha256{};
    Digest made{}; ///< SHA-256 of the template
    Bytes itemKey;
    Form form; ///< what was typed for it
};

/// How many citations one statement may have.
inline constexpr std::size_t kMaxCitations = 50;

/// What is said of one thing of a case that may be said anew: the last statement of an id shows. One without contents
/// withdraws the thing. Each sort of thing is a kind of its own with its own names of fields; what does not fit into
/// them is a new kind, never a new field.
struct ItemStatement {
    ItemId item;                            ///< clear
    Form fields;                            ///< sealed
    std::vector<EvidenceCitation> evidence; ///< sealed

    [[nodiscard]] bool withdraws() const { return fields.empty() && evidence.empty(); }
};

/// The statement that says what stands of a thing, where its contents are readable: one that withdraws, where it is
/// withdrawn or not there (null). Said after others, it makes the thing as it was.
ItemStatement statementOf(ItemId item, const StatedItem* stands);

/// Something that happened in the matter, with its day.
struct ChronologyEntered : ItemStatement {
    static constexpr std::string_view kKind = "chronology.entered";
    static constexpr std::string_view kFields[] = {"from", "to", "text"};
};

/// A person or organisation in the matter.
struct PartyStated : ItemStatement {
    static constexpr std::string_view kKind = "party.stated";
    static constexpr std::string_view kFields[] = {"kind",    "name",    "other_names", "identifier_kind", "identifier",
                                                   "country", "address", "role",        "representative"};
};

struct PersonAssigned {
    static constexpr std::string_view kKind = "person.assigned";
    PersonId person;  ///< clear
    std::string role; ///< clear
};

struct PersonReleased {
    static constexpr std::string_view kKind = "person.released";
    PersonId person;  ///< clear
    std::string role; ///< clear
};

/// All keys of the case once more, for a person who is let in already and has a new identity since they were given
/// them.
struct KeysGiven {
    static constexpr std::string_view kKind = "keys.given";
    PersonId person; ///< clear
};

/// The case goes over to another unit, which gets all of its keys; the unit before gets none of what comes after.
struct CaseHanded {
    static constexpr std::string_view kKind = "case.handed";
    UnitId unit; ///< clear: to which
};

/// How many documents one step may sign.
inline constexpr std::size_t kMaxStepDocuments = 16;

/// A step of the workflow.
struct StepDone {
    static constexpr std::string_view kKind = "step.taken";
    std::string step; ///< clear
    std::string from; ///< clear
    std::string to;   ///< clear
    std::string role; ///< clear
    Form form;        ///< sealed
    /// Clear: on which day it happened, of a step that is dated; the hub counts periods from it.
    std::optional<Date> day = {};
    /// Clear: the events that made the documents which it signs, in the order of the definition.
    std::vector<Digest> documents = {};
};

/// A step in a procedure beside the main one. `from` and `to` are stages of that one, but `from` of an opening is the
/// stage of the case.
struct TrackStep : StepDone {
    static constexpr std::string_view kKind = "track.step";
    std::string track;                  ///< clear: the side track of the definition
    std::optional<Digest> opening = {}; ///< clear: the event that opened it; nothing: this one opens it
};

/// Its author takes back what they said by mistake. The log keeps both; the case stands as if it had not been said, but
/// for who has acted in it (docs/decisions/undo.md).
struct EventWithdrawn {
    static constexpr std::string_view kKind = "event.withdrawn";
    Digest event{}; ///< clear: a note, a step, a piece of evidence, a document or an exclusion
};

/// Somebody looked at what is in the case. It changes nothing of the case; that it was opened is the whole of it.
struct CaseOpened {
    static constexpr std::string_view kKind = "case.opened";
};

/// A kind, or a form of a kind, that this version does not know. It is kept, chained and forwarded.
struct UnknownBody {
    std::string kind;
};

using CaseBody = std::variant<ReportReceived, FactsSet, NoteAdded, EvidenceAdded, EvidenceExcluded, DocumentMade,
                              ChronologyEntered, PartyStated, PersonAssigned, PersonReleased, KeysGiven, CaseHanded,
                              StepDone, TrackStep, EventWithdrawn, CaseOpened, UnknownBody>;

/// The founding of the office, the first event of its register.
struct OfficeFounded {
    static constexpr std::string_view kKind = "office.founded";
    crypto::PublicIdentity hub; ///< clear: who orders the record
    Person founder;             ///< clear but for the name
    std::string name;           ///< sealed: the office's name
};

struct PersonAdded {
    static constexpr std::string_view kKind = "person.added";
    Person person; ///< clear but for the name
};

struct PersonChanged {
    static constexpr std::string_view kKind = "person.changed";
    PersonId person; ///< clear, as all of it
    std::set<Role> roles;
    bool certified = false;
    bool active = true;
};

/// A unit and its first members, each of whom gets its private identity sealed.
struct UnitFounded {
    static constexpr std::string_view kKind = "unit.founded";
    Unit unit; ///< clear
};

struct UnitJoined {
    static constexpr std::string_view kKind = "unit.joined";
    UnitId unit; ///< clear, as all of it
    PersonId person;
    Bytes sealedIdentity;
    Digest with{}; ///< sealingKeys() of the unit and the person
};

/// An administrator puts somebody into a unit or takes them out of it: whom the key is due to, or who must not have the
/// next one.
struct UnitStaffed {
    static constexpr std::string_view kKind = "unit.staffed";
    UnitId unit; ///< clear, as all of it
    PersonId person;
    bool member = true;
};

/// A unit gets a new identity for what comes after, sealed to exactly those who stay in it.
struct UnitTurned {
    static constexpr std::string_view kKind = "unit.turned";
    UnitId unit; ///< clear, as all of it
    crypto::PublicIdentity identity;
    std::map<PersonId, Bytes> members; ///< the new private identity, sealed to each
    Bytes former;  ///< the private identity before, sealed to the new one; empty where nobody is left who has it
    Digest with{}; ///< sealingKeys() of the unit as it was before, and the members

    [[nodiscard]] std::set<PersonId> to() const;
};

/// A person lost their passphrase or their machine and made new keys; an administrator asks a second person to agree.
struct IdentityProposed {
    static constexpr std::string_view kKind = "identity.proposed";
    PersonId person;                 ///< clear
    crypto::PublicIdentity identity; ///< clear
    std::string why;                 ///< sealed
};

/// A proposed identity is not taken.
struct IdentityDeclined {
    static constexpr std::string_view kKind = "identity.declined";
    PersonId person; ///< clear, as all of it
    Digest proposal{};
};

/// The second person agrees: from here on the person signs with the new identity, and with no other.
struct IdentityReplaced {
    static constexpr std::string_view kKind = "identity.replaced";
    PersonId person; ///< clear, as all of it
    Digest proposal{};
    crypto::PublicIdentity identity;
};

struct WorkflowAdopted {
    static constexpr std::string_view kKind = "workflow.adopted";
    std::string definition; ///< clear: its JSON; the hub judges by it
};

struct CalendarAdopted {
    static constexpr std::string_view kKind = "calendar.adopted";
    std::string calendar; ///< clear: its JSON
};

/// A template of documents in place of the one of the same id that the program carries, or of the one before.
struct TemplateAdopted {
    static constexpr std::string_view kKind = "template.adopted";
    std::string id;   ///< clear: of the template
    std::string text; ///< clear: its JSON; empty: the one that the program carries again
};

using RegisterBody = std::variant<OfficeFounded, PersonAdded, PersonChanged, UnitFounded, UnitJoined, UnitStaffed,
                                  UnitTurned, IdentityProposed, IdentityDeclined, IdentityReplaced, WorkflowAdopted,
                                  CalendarAdopted, TemplateAdopted, UnknownBody>;

/// A body in the two encodings that go into an event; `sealed` is empty where the kind has no sealed part.
struct EncodedBody {
    std::string kind;
    Bytes clear;
    Bytes sealed;
};
EncodedBody writeBody(const CaseBody& body);
EncodedBody writeBody(const RegisterBody& body);

/// Reads a body. `plain` is the opened sealed part, or null where it is not readable; sealed fields stay empty then.
/// What is not exactly a known form is an UnknownBody.
CaseBody readCaseBody(const EventHeader& header, const Bytes* plain);
/// The same as far as it can be read: where the sealed part opens and is no known form of its kind, it counts as not
/// readable, and `plain` becomes null. What an author sealed wrongly keeps nobody from the rest of the record, and the
/// hub, which reads the clear part alone, has moved on.
CaseBody readCaseBodySoFar(const EventHeader& header, const Bytes*& plain);
RegisterBody readRegisterBodySoFar(const EventHeader& header, const Bytes*& plain);
/// Whether an event of this kind may carry a case's keys: a report, an assignment, a release, keys given again, a
/// handing to another unit. Of the kinds that this version knows no other lets anybody in; of one that it does not
/// know, nothing is known.
bool mayGiveKeys(std::string_view kind);
RegisterBody readRegisterBody(const EventHeader& header, const Bytes* plain);

/// The eight kinds of evidence of APL 46, in its order.
struct EvidenceCategory {
    std::string_view id;
    Text title;
};
const std::vector<EvidenceCategory>& evidenceCategories();

namespace cbor {

/// Collects the pairs of a map and writes them in the order that deterministic CBOR asks for.
class MapWriter {
public:
    /// A writer for the value of `key`, to be used before the next call.
    CborWriter& operator[](std::string_view key);
    [[nodiscard]] Bytes take();

private:
    std::vector<std::pair<std::string, CborWriter>> m_pairs;
};

void writeForm(CborWriter& out, const Form& form);
Form readForm(CborReader& in);

} // namespace cbor

} // namespace model
