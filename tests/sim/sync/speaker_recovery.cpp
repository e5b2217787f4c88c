// SPDX-License-Identifier: GPL-3.0-or-later
// What people do about keys that were lost (docs/decisions/recovery.md), as the workspace does it.
#include "crypto/envelope.h"
#include "tests/sim/sync/speaker.h"

using namespace model;

namespace sim {

Said Speaker::answerTo(const Actor& asking) {
    const RegisterState& office = m_desk.office();
    const Person* const person = office.person(asking.id);
    const auto& keys = asking.identity.publicPart();
    if (person == nullptr || person->identity == keys) return {"nothing", {}, {}};
    const auto found = office.proposals.find(asking.id);
    if (found == office.proposals.end())
        return inRegister("new keys for " + asking.name, {IdentityProposed{asking.id, keys, words()}}, {});
    const auto& proposal = found->second;
    if (m_dice.chance(15))
        return inRegister("no new keys for " + asking.name, {IdentityDeclined{asking.id, proposal.place.event}}, {});
    // Both compare what is proposed with what the person reads out.
    if (proposal.identity != keys) return {"nothing", {}, {}};
    return inRegister("agreement to new keys for " + asking.name,
                      {IdentityReplaced{asking.id, proposal.place.event, proposal.identity}},
                      {{asking.id.bytes, keys}});
}

/// Those who belong in a unit and have not its key, if this person can give it.
std::vector<RegisterBody> Speaker::joinsDue() {
    std::vector<RegisterBody> bodies;
    const RegisterState& office = m_desk.office();
    const Unit* const unit = office.unit(kOfficeUnit);
    if (unit == nullptr || unit->mustTurn() || !unit->staying().contains(m_desk.actor().id)) return bodies;
    const auto mine = m_desk.keys().units.find(unit->id);
    if (mine == m_desk.keys().units.end() || mine->second.front().publicPart() != unit->identity) return bodies;
    for (const auto& [id, person] : office.people) {
        if (unit->members.contains(id) || !unit->wants(person)) continue;
        auto sealed = crypto::sealTo(person.identity, mine->second.front().exportSecret().view(), unit->id.view(),
                                     m_desk.random());
        bodies.emplace_back(UnitJoined{unit->id, id, *std::move(sealed), office.sealingKeys(*unit, {id})});
    }
    return bodies;
}

/// The keys of a case for who had them and came with new keys since.
std::optional<Said> Speaker::keysDue(const LoadedCase& loaded) {
    for (const auto& [id, person] : m_desk.office().people) {
        if (person.former.empty() || !person.active || !loaded.state.readers.contains(id.bytes)) continue;
        const auto given = loaded.state.given.find(id);
        if (given != loaded.state.given.end() && given->second >= person.identitySince()) continue;
        Intent intent{KeysGiven{id}, {{id.bytes, person.identity}}, {}};
        for (const auto& [epoch, key] : loaded.keys) intent.grants.push_back({epoch, key.copy()});
        if (Said said = say(loaded, intent); !said.events.empty()) return said;
    }
    return std::nullopt;
}

Said Speaker::tend() {
    if (auto body = turnedUnit()) return inRegister("a unit turns", {*std::move(body)}, {});
    if (const auto bodies = joinsDue(); !bodies.empty()) return inRegister("who belongs in a unit", bodies, {});
    for (const auto row : m_desk.cases()) {
        const auto loaded = loadCase(m_desk.vault(), row);
        if (!loaded) return {"read a case", {}, loaded.error()};
        if (loaded->keys.empty() || !loaded->state.exists()) continue;
        if (auto said = keysDue(*loaded)) return *std::move(said);
    }
    return {"nothing", {}, {}};
}

} // namespace sim
