// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that are lost in the middle of a run, those that come in their place, and who goes on with the lost ones.
#include "tests/sim/sync/world.h"

#include "crypto/envelope.h"

using namespace model;

namespace sim {

/// Somebody makes new keys on another machine. The one that they had goes on, in whoever's hands it is.
void World::loseKeys() {
    std::vector<std::size_t> able;
    for (std::size_t i = 0; i < m_seats.size(); ++i) {
        const auto& seat = m_seats[i];
        const auto who = seat.desk->who();
        const bool again = std::ranges::contains(m_lostKeys, &m_cast.people[who]);
        // Two of those who may agree must be left.
        if (who != admin && who != supervisor && who != newcomer && !again) able.push_back(i);
    }
    if (able.empty()) return;
    const auto who = m_seats[m_dice.among(able)].desk->who();
    const Actor& lost = m_cast.people[who];
    m_lostKeys.push_back(&lost);
    m_renewed.push_back({lost.name + "*", lost.id, lost.roles, crypto::Identity::generate(m_cast.suite, *m_random)});
    const Actor& renewed = m_renewed.back();
    Seat seat;
    seat.desk = std::make_unique<Desk>(m_cast, who, renewed.name, m_folder / (renewed.name + ".db"), m_now, *m_random,
                                       &renewed);
    seat.asksForKeys = true;
    m_seats.push_back(std::move(seat));
    say(lost.name, "has lost their keys and made new ones");
}

/// Somebody does something about keys that were lost.
void World::recover() {
    if (m_dice.chance(m_renewed.empty() ? 0 : 20)) return keyVandal();
    Seat& seat = m_dice.among(m_seats);
    Desk& desk = *seat.desk;
    if (!desk.isOpen() || desk.isExchanging()) return;
    const bool agrees = desk.who() == admin || desk.who() == supervisor;
    Speaker speaker(desk, m_dice);
    const bool tends = m_renewed.empty() || !agrees || m_dice.chance(30);
    const Said said = tends ? speaker.tend() : speaker.answerTo(m_dice.among(m_renewed));
    if (!said.events.empty()) keepSaid(seat, said);
    else if (said.error) say(desk.name(), std::format("may not: {}: {}", said.what, said.error->what.en));
    exchange(seat);
}

void World::keepSaid(Seat& seat, const Said& said) {
    for (const auto& event : said.events) {
        m_created.emplace(event, Created{seatNumber(seat), said.what, false});
        m_said.push_back(event);
    }
    say(seat.desk->name(), std::format("says {} {}", said.what, said.events.front().hex().substr(0, 8)));
}

void World::sendForeign(HubProcess& process, const Actor& through, Submission submission, const std::string& what) {
    for (const auto& event : submission.events) m_foreign.insert(event.id);
    say(through.name, "sends " + what);
    call(process, through, "/v1/submit", sure(wire::encodeSubmitRequest(std::span(&submission, 1))));
}

/// What no program does with keys that were lost, or to get at keys.
void World::keyVandal() {
    Side& side = m_sides.front();
    HubProcess& process = *side.hubs.front();
    if (!process.isUp() || side.oracle->cases().empty()) return;
    const RegisterState& office = side.oracle->office();
    const Actor& boss = m_cast.people[m_dice.chance(50) ? admin : supervisor];
    const Actor& lost = *m_dice.among(m_lostKeys);
    const auto key = crypto::Secret::random(32, *m_random);
    switch (m_dice.below(4)) {
    case 0: { // who proposed new keys agrees to them as well
        if (office.proposals.empty()) return;
        const PersonId person = office.proposals.begin()->first;
        const Proposal& proposal = office.proposals.begin()->second;
        const auto by = std::ranges::find(m_cast.people, proposal.place.by, &Actor::id);
        if (by == m_cast.people.end() || !side.oracle->isActive(by->id)) return;
        ActMaker act(m_cast.suite, *by, m_now, *m_random);
        act.say({m_cast.office,
                 writeBody(RegisterBody(IdentityReplaced{person, proposal.place.event, proposal.identity})),
                 office.head, 1, &key});
        return sendForeign(process, *by, act.sign(), "the agreement to keys that they proposed themselves");
    }
    case 1: { // the lost keys sign once more, and somebody who is let in hands it over
        const auto found = std::next(side.oracle->cases().begin(),
                                     static_cast<std::ptrdiff_t>(m_dice.below(side.oracle->cases().size())));
        ActMaker act(m_cast.suite, lost, m_now, *m_random);
        act.say({found->first, writeBody(CaseBody(NoteAdded{std::string(kCanary) + " by lost keys"})),
                 found->second.head, 1, &key});
        return sendForeign(process, boss, act.sign(), "what the lost keys of " + lost.name + " signed");
    }
    case 2: return unitVandal(process, boss);
    default: { // the lost keys ask for a session and for everything
        say(lost.name, "asks for everything with the keys that they lost");
        return call(process, lost, "/v1/changes", wire::encodeChangesRequest({{0, 100, false, false}, 0}));
    }
    }
}

/// The unit turns, but not to exactly those who stay.
void World::unitVandal(HubProcess& process, const Actor& me) {
    const RegisterState& office = m_sides.front().oracle->office();
    const Unit* const unit = office.unit(kOfficeUnit);
    if (unit == nullptr || !unit->mustTurn()) return;
    const auto fresh = crypto::Identity::generate(m_cast.suite, *m_random);
    const Bytes nothing{1, 2, 3};
    UnitTurned body{unit->id, fresh.publicPart(), {}, nothing};
    for (const auto id : unit->staying()) body.members[id] = nothing;
    const bool more = m_dice.chance(50);
    if (more) body.members[m_lostKeys.front()->id] = nothing;
    else body.members.erase(m_cast.people[me.id == m_cast.people[admin].id ? supervisor : admin].id);
    if (body.members.size() == unit->staying().size()) return; // it is they
    body.with = office.sealingKeys(*unit, body.to());
    ActMaker act(m_cast.suite, me, m_now, *m_random);
    const auto key = crypto::Secret::random(32, *m_random);
    act.say({m_cast.office, writeBody(RegisterBody(std::move(body))), office.head, 1, &key});
    sendForeign(process, me, act.sign(),
                more ? "a unit's new key for more than those who stay"
                     : "a unit's new key for fewer than those who stay");
}

/// Everybody does one thing that is due. Whether there was any.
bool World::tendAll() {
    bool any = false;
    for (auto& seat : m_seats) {
        if (seat.error || !seat.desk->isOpen()) continue;
        Speaker speaker(*seat.desk, m_dice);
        Said said{"nothing", {}, {}};
        for (const auto& asking : m_renewed) {
            const bool agrees = seat.desk->who() == admin || seat.desk->who() == supervisor;
            if (agrees && said.events.empty()) said = speaker.answerTo(asking);
        }
        if (said.events.empty()) said = speaker.tend();
        if (said.events.empty()) continue;
        keepSaid(seat, said);
        any = true;
        exchange(seat);
        runUntilIdle();
    }
    return any;
}

/// Nothing that was sealed to members of a unit after keys were replaced opens with those that were lost.
void World::checkLostKeys() {
    const Kept& kept = m_sides.front().store->kept();
    std::set<PersonId> replaced;
    for (const auto& stored : kept.links) {
        const auto& event = kept.events.at(static_cast<std::size_t>(stored.event - 1)).event;
        if (event.header.caseId != m_cast.office) continue;
        const auto body = readRegisterBody(event.header, nullptr);
        if (const auto* const one = std::get_if<IdentityReplaced>(&body)) replaced.insert(one->person);
        std::map<PersonId, Bytes> members;
        UnitId unit;
        if (const auto* const turned = std::get_if<UnitTurned>(&body)) {
            members = turned->members;
            unit = turned->unit;
        }
        if (const auto* const joined = std::get_if<UnitJoined>(&body)) {
            members[joined->person] = joined->sealedIdentity;
            unit = joined->unit;
        }
        for (const auto* const lost : m_lostKeys) {
            if (!replaced.contains(lost->id)) continue;
            for (const auto& [id, sealed] : members) {
                require(!crypto::openSealed(lost->identity, sealed, unit.view()).has_value(),
                        "recovery: the lost keys of " + lost->name + " open a unit");
            }
        }
    }
}

} // namespace sim
