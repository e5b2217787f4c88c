// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/identity.h"
#include "model/case/state.h"
#include "model/log/act.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

namespace model {

/// What a person may be in the office. A person may hold several; the separation of duties is kept for each case by the
/// workflow's guards.
enum class Role { officer, investigator, supervisor, custodian, auditor, administrator };

std::string_view roleName(Role role); ///< "officer", …: the word in events, definitions and the command line
Text roleTitle(Role role);
std::optional<Role> parseRole(std::string_view name);

/// An identity that a person had before: what was sealed until then is signed with it.
struct FormerIdentity {
    crypto::PublicIdentity identity;
    Moment until;
};

struct Person {
    PersonId id;
    std::string name; ///< sealed; "?" where not readable
    std::set<Role> roles;
    bool certified = false; ///< holds an enforcement certificate (APL 42: at least two certified officers)
    bool active = true;     ///< false once the person has left; their signatures stay valid
    crypto::PublicIdentity identity;
    Place added;
    std::vector<FormerIdentity> former = {}; ///< the oldest first

    /// With which this person signed what was sealed there.
    [[nodiscard]] const crypto::PublicIdentity& identityAt(Moment at) const;
    /// Since when the identity is the one it is.
    [[nodiscard]] Moment identitySince() const { return former.empty() ? Moment{0, 0} : former.back().until; }
};

/// Checks the signature of an act by the identity that its author had where it was sealed. What is not sealed may have
/// been signed by any that they had.
Result<void> verifyAct(const Act& act, const Person& author, std::optional<Moment> sealed,
                       std::span<const Digest> events);

inline constexpr std::string_view kOfficeUnit = "office";   ///< reads the cases: officers and supervisors
inline constexpr std::string_view kCustodyUnit = "custody"; ///< reads who reported: custodians
/// How many units an office has at most besides those two.
inline constexpr std::size_t kFurtherUnits = 64;
/// How many characters the name of a unit has at most.
inline constexpr std::size_t kUnitNameLimit = 60;

/// People who share a key. "office" and "custody" are there for everybody who has their roles; every other one is a
/// further unit, of those officers and authority heads whom an administrator puts into it, for the cases of its own
/// (docs/decisions/units.md).
struct Unit {
    UnitId id;
    std::string
        name; ///< "office" (reads the cases), "custody" (reads who reported), or what an administrator called it
    crypto::PublicIdentity identity;
    std::map<PersonId, Bytes> members; ///< the unit's private identity, sealed to each member
    /// An identity that the unit had before, and its private part, sealed to the one that came after it.
    struct Generation {
        crypto::PublicIdentity identity;
        Bytes sealed;
    };
    std::vector<Generation> former = {}; ///< the oldest first
    std::optional<Place> turned = {};    ///< of what gave it this identity, if it had others
    std::set<PersonId> leaving = {};     ///< members who have left the office or the roles that the unit is for
    bool exposed = false;                ///< keys that open it were lost
    /// What an administrator said of a person last: in it, or out of it. Of "office" only who is out.
    std::map<PersonId, bool> placed = {};

    [[nodiscard]] bool isFurther() const { return name != kOfficeUnit && name != kCustodyUnit; }
    /// Whether cases can belong to it.
    [[nodiscard]] bool readsCases() const { return name != kCustodyUnit; }
    /// Whether a person is active and holds a role that it is for.
    [[nodiscard]] bool suits(const Person& person) const;
    /// Whether a person should be a member, by their roles and what an administrator said.
    [[nodiscard]] bool wants(const Person& person) const;
    /// Whether cases may be opened for it by this person.
    [[nodiscard]] bool takesInFrom(const Person& person) const;
    /// Whether it must get a new identity, because somebody holds the one it has who should not.
    [[nodiscard]] bool mustTurn() const { return exposed || !leaving.empty(); }
    /// The identity to which keys of cases are sealed: the newest that is its own for good. Whoever opens a later one
    /// opens this one too.
    [[nodiscard]] const crypto::PublicIdentity& sealedTo() const {
        return turned && turned->seq == 0 && !former.empty() ? former.back().identity : identity;
    }
    /// The members for whom a new identity is.
    [[nodiscard]] std::set<PersonId> staying() const;
};

/// With which keys a unit's private identity is sealed to people: the digest over the public identity that the unit has
/// and then theirs, in the order of their ids. Who lets somebody in, or turns a unit, says it, so that nothing lands
/// that was made with keys which somebody, or the author at another machine, has replaced meanwhile: it would not open.
Digest sealingKeys(const crypto::PublicIdentity& unit, std::span<const crypto::PublicIdentity> people);

/// What is told to whoever has left the office. Code::ended.
std::unexpected<Error> personLeft();
/// What is told to whoever comes with keys in whose place others have come. Code::ended.
std::unexpected<Error> keysReplaced();

/// The units that people of these roles are in if nothing else is said of them. Investigators are let into cases one by
/// one, auditors and administrators into none.
std::vector<std::string_view> unitsOf(const std::set<Role>& roles);

/// What a unit is called where a person reads it.
Text unitTitle(std::string_view name);
/// Whether a unit may be called so: one line of 1 to kUnitNameLimit characters without blanks around it. Code::refused.
Result<void> checkUnitName(std::string_view name);

/// A new identity that an administrator proposed for a person, and that waits for a second one.
struct Proposal {
    crypto::PublicIdentity identity;
    std::string why; ///< sealed; "?" where not readable
    Place place;     ///< of the event that proposed it
};

/// The office as the fold of its register: people, roles, units, keys, workflow definitions, calendars.
struct RegisterState {
    CaseId office; ///< the id of the register, a log like any case
    Seen head;
    crypto::Suite suite = crypto::Suite::intl1;
    std::string name; ///< sealed; "?" where not readable
    crypto::PublicIdentity hub;
    Digest founding{}; ///< id of the founding event: the fingerprint that a desk pins
    std::map<PersonId, Person> people;
    std::map<UnitId, Unit> units;
    std::map<PersonId, Proposal> proposals;       ///< by the person whose identity it is to be
    std::map<std::string, std::string> workflows; ///< hex digest to the definition's JSON
    std::string currentWorkflow;                  ///< the digest that new cases start on
    std::string calendar;                         ///< JSON of the calendar in force; empty: none adopted
    std::map<std::string, std::string> templates; ///< of documents, by id: JSON of those that the office adopted
    std::vector<std::string> unknown;             ///< kinds this version does not know
    std::uint32_t epoch = 0;
    std::vector<Entered> chain; ///< the sealed events, by number: chain[seq - 1]

    [[nodiscard]] bool exists() const { return !people.empty(); }
    [[nodiscard]] const Person* person(PersonId id) const;
    [[nodiscard]] const Unit* unit(std::string_view unitName) const;
    /// Whether a unit is called so, or will be: Latin letters count alike whether they are large or small.
    [[nodiscard]] bool hasUnitLike(std::string_view unitName) const;
    [[nodiscard]] bool has(PersonId id, Role role) const; ///< active and holds the role
    /// Whether these keys are, or were, those of a person or a unit here: what is new must be new.
    [[nodiscard]] bool knows(const crypto::PublicIdentity& identity) const;
    /// sealingKeys() of a unit and of those of these people who are in the register, as both are now.
    [[nodiscard]] Digest sealingKeys(const Unit& unit, const std::set<PersonId>& to) const;
};

/// Whether a person holds the keys of a case as it is now: they were let in, or a unit that they are a member of.
bool isReader(const CaseState& state, const RegisterState& office, PersonId person);
/// The same of a case that these persons and units were let into.
bool isReader(const std::set<std::array<std::uint8_t, 16>>& readers, const RegisterState& office, PersonId person);

} // namespace model
