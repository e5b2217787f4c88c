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
        found->second.roles = body.roles;
        found->second.certified = body.certified;
        found->second.active = body.active;
    }

    void operator()(const UnitFounded& body) const { state.units.emplace(body.unit.id, body.unit); }

    void operator()(const UnitJoined& body) const {
        const auto found = state.units.find(body.unit);
        if (found != state.units.end()) found->second.members[body.person] = body.sealedIdentity;
    }

    void operator()(const WorkflowAdopted& body) const {
        const auto digest = crypto::digest(event.header.suite, crypto::asBytes(body.definition)).hex();
        state.workflows[digest] = body.definition;
        state.currentWorkflow = digest;
    }

    void operator()(const CalendarAdopted& body) const { state.calendar = body.calendar; }

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
    std::visit(Folder{state, event, place, landing.readable}, body);
}

} // namespace model
