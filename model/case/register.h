// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/identity.h"
#include "model/case/state.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace model {

/// What a person may be in the office. A person may hold several; the separation of duties is kept for each case by the
/// workflow's guards.
enum class Role { officer, investigator, supervisor, custodian, auditor, administrator };

std::string_view roleName(Role role); ///< "officer", …: the word in events, definitions and the command line
Text roleTitle(Role role);
std::optional<Role> parseRole(std::string_view name);

struct Person {
    PersonId id;
    std::string name; ///< sealed; "?" where not readable
    std::set<Role> roles;
    bool certified = false; ///< holds an enforcement certificate (APL 42: at least two certified officers)
    bool active = true;     ///< false once the person has left; their signatures stay valid
    crypto::PublicIdentity identity;
    Place added;
};

inline constexpr std::string_view kOfficeUnit = "office";   ///< reads the cases: officers and supervisors
inline constexpr std::string_view kCustodyUnit = "custody"; ///< reads who reported: custodians

struct Unit {
    UnitId id;
    std::string name; ///< "office" (reads the cases) or "custody" (reads who reported)
    crypto::PublicIdentity identity;
    std::map<PersonId, Bytes> members; ///< the unit's private identity, sealed to each member
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
    std::map<std::string, std::string> workflows; ///< hex digest to the definition's JSON
    std::string currentWorkflow;                  ///< the digest that new cases start on
    std::string calendar;                         ///< JSON of the calendar in force; empty: none adopted
    std::vector<std::string> unknown;             ///< kinds this version does not know
    std::uint32_t epoch = 0;
    std::vector<Entered> chain; ///< the sealed events, by number: chain[seq - 1]

    [[nodiscard]] bool exists() const { return !people.empty(); }
    [[nodiscard]] const Person* person(PersonId id) const;
    [[nodiscard]] const Unit* unit(std::string_view unitName) const;
    [[nodiscard]] bool has(PersonId id, Role role) const; ///< active and holds the role
};

/// Whether a person holds the keys of a case as it is now: they were let in, or a unit that they are a member of.
bool isReader(const CaseState& state, const RegisterState& office, PersonId person);
/// The same of a case that these persons and units were let into.
bool isReader(const std::set<std::array<std::uint8_t, 16>>& readers, const RegisterState& office, PersonId person);

} // namespace model
