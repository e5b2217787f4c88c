// SPDX-License-Identifier: GPL-3.0-or-later
// What the oracle knows of people, units and keys, counted from the events and not from the state of the folds.
#include "tests/sim/sync/dice.h"
#include "tests/sim/sync/oracle.h"

using namespace model;

namespace sim {

void Oracle::followRegister(const Event& event) {
    const auto body = readRegisterBody(event.header, nullptr);
    if (const auto* const founded = std::get_if<OfficeFounded>(&body)) moved(founded->founder, false);
    if (const auto* const added = std::get_if<PersonAdded>(&body)) moved(added->person, false);
    if (const auto* const changed = std::get_if<PersonChanged>(&body)) {
        Person person;
        person.id = changed->person;
        person.roles = changed->roles;
        person.active = changed->active;
        moved(person, true);
    }
    if (const auto* const unit = std::get_if<UnitFounded>(&body); unit != nullptr && unit->unit.name == kOfficeUnit) {
        for (const auto& [person, sealed] : unit->unit.members) m_unit.insert(person);
    }
    if (const auto* const joined = std::get_if<UnitJoined>(&body)) m_unit.insert(joined->person);
    if (const auto* const one = std::get_if<UnitTurned>(&body)) turned(*one);
    if (const auto* const one = std::get_if<IdentityProposed>(&body))
        m_proposed[one->person] = {event.id, event.header.author, one->identity};
    if (const auto* const declined = std::get_if<IdentityDeclined>(&body)) m_proposed.erase(declined->person);
    if (const auto* const one = std::get_if<IdentityReplaced>(&body)) replaced(event, *one);
}

void Oracle::moved(const Person& person, bool wasKnown) {
    const bool was = wasKnown && m_fit.contains(person.id);
    const bool fits =
        person.active && (person.roles.contains(Role::officer) || person.roles.contains(Role::supervisor));
    if (fits) m_fit.insert(person.id);
    else m_fit.erase(person.id);
    if (!m_unit.contains(person.id)) return;
    if (fits) m_gone.erase(person.id);
    else if (was || !person.active) m_gone.insert(person.id);
}

/// The unit's new key goes to exactly those who stay in it.
void Oracle::turned(const UnitTurned& body) {
    std::set<PersonId> expected, members;
    for (const auto id : m_unit) {
        if (!m_gone.contains(id)) expected.insert(id);
    }
    for (const auto& [id, sealed] : body.members) members.insert(id);
    require(expected.empty() || members == expected, "recovery: a unit's new key went to others than those who stay");
    m_unit = std::move(members);
    m_gone.clear();
}

/// New keys: as they were proposed, and agreed to by somebody who neither proposed nor gets them.
void Oracle::replaced(const Event& event, const IdentityReplaced& body) {
    const auto found = m_proposed.find(body.person);
    require(found != m_proposed.end() && found->second.event == body.proposal && found->second.keys == body.identity,
            "recovery: keys were replaced that nobody proposed");
    const PersonId by = event.header.author;
    require(by != found->second.by && by != body.person, "recovery: keys were replaced without a second person");
    m_proposed.erase(found);
    m_unit.erase(body.person);
    m_gone.erase(body.person);
}

} // namespace sim
