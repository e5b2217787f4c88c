// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/fold.h"

#include <algorithm>

namespace model {

namespace {

struct Folder {
    RegisterState& state;
    const Event& event;
    Place place;
    bool readable;
    Moment at;

    void add(Person person) const {
        person.added = place;
        if (!readable) person.name = "?";
        const auto known = state.people.find(person.id);
        if (known == state.people.end()) state.people.emplace(person.id, std::move(person));
    }

    void operator()(const OfficeFounded& body) const {
        state.office = event.header.caseId;
        state.suite = event.header.suite;
        state.name = readable ? body.name : "?";
        state.hub = body.hub;
        state.founding = event.id;
        add(body.founder);
    }

    void operator()(const PersonAdded& body) const { add(body.person); }

    void operator()(const PersonChanged& body) const {
        const auto found = state.people.find(body.person);
        if (found == state.people.end()) return; // refused by allowed(); kept harmless here
        for (auto& [id, unit] : state.units) moveInUnit(unit, found->second, body);
        found->second.roles = body.roles;
        found->second.certified = body.certified;
        found->second.active = body.active;
    }

    /// Who leaves the office, or the roles that a unit is for, is in it until it has turned: what others said until
    /// then was judged with them in it. Founders may be in a unit without a role of it, and stay.
    static void moveInUnit(Unit& unit, const Person& before, const PersonChanged& body) {
        const bool was = unit.wants(before);
        Person after = before;
        after.roles = body.roles;
        after.active = body.active;
        // Who comes back is put into a further unit anew.
        const auto said = unit.placed.find(body.person);
        if (said != unit.placed.end() && said->second && !unit.suits(after)) unit.placed.erase(said);
        if (!unit.members.contains(body.person)) return;
        const bool is = unit.wants(after);
        if (is) unit.leaving.erase(body.person);
        else if (was || !body.active) unit.leaving.insert(body.person);
    }

    /// Whether it waits and will be refused. What it says of a unit's keys would hide those that the unit has.
    [[nodiscard]] bool isOld(const Unit& unit, const std::set<PersonId>& to, const Digest& with) const {
        return place.seq == 0 && (changedByOthers(state.chain, event.header.seen.seq, event.header.author) ||
                                  with != state.sealingKeys(unit, to));
    }

    void operator()(const UnitTurned& body) const {
        const auto found = state.units.find(body.unit);
        if (found == state.units.end() || isOld(found->second, body.to(), body.with)) return;
        Unit& unit = found->second;
        // The same event is folded in once while it waits and once where it landed.
        if (unit.identity != body.identity) unit.former.push_back({unit.identity, body.former});
        unit.identity = body.identity;
        unit.turned = place;
        unit.members = body.members;
        unit.leaving.clear();
        unit.exposed = false;
    }

    void operator()(const IdentityProposed& body) const {
        state.proposals[body.person] = {body.identity, readable ? body.why : "?", place};
    }

    void operator()(const IdentityDeclined& body) const {
        const auto found = state.proposals.find(body.person);
        if (found != state.proposals.end() && found->second.place.event == body.proposal) state.proposals.erase(found);
    }

    void operator()(const IdentityReplaced& body) const {
        state.proposals.erase(body.person);
        const auto found = state.people.find(body.person);
        if (found == state.people.end()) return;
        Person& person = found->second;
        if (person.identity == body.identity) { // it waited, and has landed
            if (!person.former.empty()) person.former.back().until = at;
            return;
        }
        person.former.push_back({person.identity, at});
        person.identity = body.identity;
        for (auto& [id, unit] : state.units) {
            // What is sealed to the identity before opens for whoever has that one.
            unit.leaving.erase(body.person);
            if (unit.members.erase(body.person) > 0) unit.exposed = true;
        }
    }

    void operator()(const UnitFounded& body) const {
        const auto [found, fresh] = state.units.emplace(body.unit.id, body.unit);
        if (!fresh || !found->second.isFurther()) return;
        for (const auto& [member, sealed] : body.unit.members) found->second.placed[member] = true;
    }

    /// Who is taken out is in it until it has turned, as moveInUnit() says.
    void operator()(const UnitStaffed& body) const {
        const auto found = state.units.find(body.unit);
        if (found == state.units.end()) return;
        Unit& unit = found->second;
        if (body.member == unit.isFurther()) unit.placed[body.person] = body.member;
        else unit.placed.erase(body.person); // as it is of who was never spoken of
        if (!unit.members.contains(body.person)) return;
        if (body.member) unit.leaving.erase(body.person);
        else unit.leaving.insert(body.person);
    }

    void operator()(const UnitJoined& body) const {
        const auto found = state.units.find(body.unit);
        if (found == state.units.end() || isOld(found->second, {body.person}, body.with)) return;
        found->second.members[body.person] = body.sealedIdentity;
    }

    void operator()(const WorkflowAdopted& body) const {
        const auto digest = crypto::digest(event.header.suite, crypto::asBytes(body.definition)).hex();
        state.workflows[digest] = body.definition;
        state.currentWorkflow = digest;
    }

    void operator()(const CalendarAdopted& body) const { state.calendar = body.calendar; }

    void operator()(const TemplateAdopted& body) const {
        if (body.text.empty()) state.templates.erase(body.id);
        else state.templates[body.id] = body.text;
    }

    void operator()(const UnknownBody& body) const { state.unknown.push_back(body.kind); }
};

} // namespace

void apply(RegisterState& state, const Event& event, const RegisterBody& body, const Landing& landing) {
    state.epoch = std::max(state.epoch, event.header.epoch);
    if (landing.seq != 0) {
        state.head = {landing.seq, landing.link};
        state.chain.push_back({event.header.author, landing.link});
    }
    const Place place{event.id, event.header.author, landing.time, landing.seq, event.header.seen.seq};
    std::visit(Folder{state, event, place, landing.readable, landing.at}, body);
}

} // namespace model
