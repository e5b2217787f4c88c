// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/world.h"

#include "model/case/body.h"

using namespace model;

namespace sim {

namespace {

constexpr std::int64_t kYearMs = 365LL * 24 * 3600 * 1000;

} // namespace

void World::step() {
    Seat& seat = m_dice.among(m_seats);
    if (m_dice.chance(m_plan.deskFaults)) return deskFault(seat);
    if (m_dice.chance(m_plan.hubFaults / 2)) return hubFault();
    if (m_dice.chance(m_plan.vandals)) return vandal();
    if (m_plan.recovery > 0 && m_dice.chance(m_plan.recovery)) return recover();
    if (m_dice.chance(m_plan.office)) {
        for (auto& one : m_seats) {
            if (one.desk->actor().roles.contains(Role::administrator) && m_dice.chance(60)) return speak(one, true);
        }
    }
    if (m_dice.chance(65)) return speak(seat, false);
    exchange(seat);
}

void World::speak(Seat& seat, bool office) {
    Desk& desk = *seat.desk;
    if (!desk.isOpen() || desk.isExchanging()) return;
    if (m_plan.clocks && m_dice.chance(5)) {
        desk.clock().off =
            std::chrono::milliseconds(static_cast<std::int64_t>(m_dice.below(20)) * kYearMs - 10 * kYearMs);
        say(desk.name(), "its clock is at " + formatUtc(desk.clock().now()));
    }
    Speaker speaker(desk, m_dice);
    Said said = office ? speaker.somethingInTheOffice() : speaker.something();
    for (int tries = 0; tries < 3 && said.events.empty() && !office; ++tries) said = speaker.something();
    if (said.events.empty()) {
        if (said.error) {
            say(desk.name(), std::format("may not: {}: {}", said.what, said.error->what.en));
            const bool expected = said.error->code != Code::failed || desk.isFull();
            require(expected, "a desk cannot say anything: " + sentence(*said.error, Language::en));
        }
        return;
    }
    keepSaid(seat, said);
    if (m_dice.chance(60)) exchange(seat);
}

void World::deskFault(Seat& seat) {
    Desk& desk = *seat.desk;
    if (!desk.isOpen()) return;
    switch (m_dice.below(5)) {
    case 0: return copyOrRestore(seat);
    case 1:
        if (desk.isExchanging()) return;
        say(desk.name(), desk.isFull() ? "has room on its disk again" : "its disk is full");
        return desk.setFull(!desk.isFull());
    case 2:
        desk.clock().off += std::chrono::milliseconds(static_cast<std::int64_t>(m_dice.below(7'200'000)) - 3'600'000);
        return say(desk.name(), "its clock jumps to " + formatUtc(desk.clock().now()));
    default: say(desk.name(), "is killed"); return startAgain(seat);
    }
}

void World::startAgain(Seat& seat) {
    seat.desk->kill();
    ++seat.life;
    seat.call = 0;
    const auto number = seatNumber(seat);
    const auto life = seat.life;
    at(someTime(20'000), [this, number, life] {
        Seat& again = m_seats[number];
        if (again.life != life || again.desk->isOpen()) return;
        again.desk->open();
        checkTip(again, false);
        say(again.desk->name(), "starts again");
    });
}

/// Lays a copy of the vault aside, or comes back with the one that was laid aside before.
void World::copyOrRestore(Seat& seat) {
    Desk& desk = *seat.desk;
    const bool restores = seat.hasBackup && m_dice.chance(60);
    desk.kill();
    ++seat.life;
    seat.call = 0;
    if (!restores) {
        desk.backUp();
        seat.hasBackup = true;
        seat.backup = m_said.size();
        say(desk.name(), "its vault is copied");
    } else {
        desk.restore();
        say(desk.name(), "is an older copy of itself from here on");
        for (auto i = seat.backup; i < m_said.size(); ++i) {
            auto& created = m_created.at(m_said[i]);
            if (created.desk == seatNumber(seat)) created.lost = true;
        }
    }
    desk.open();
}

void World::hubFault() {
    auto& hubs = m_sides.front().hubs;
    const auto number = m_dice.below(hubs.size());
    HubProcess& process = *hubs[number];
    if (!process.isUp()) return;
    if (m_dice.chance(40)) {
        process.clock().off = std::chrono::milliseconds(static_cast<std::int64_t>(m_dice.below(600'000)) - 300'000);
        return say(std::format("hub {}", number), "its clock is at " + formatUtc(process.clock().now()));
    }
    process.die();
    say(std::format("hub {}", number), "is killed");
    at(someTime(15'000), [&process, this, number] {
        if (process.isUp()) return;
        process.start();
        say(std::format("hub {}", number), "is up again");
    });
}

/// Somebody sends what no program makes, with the keys that they have, over the ordinary way.
void World::vandal() {
    Side& side = m_sides.front();
    HubProcess& process = *side.hubs.front();
    if (!process.isUp()) return;
    Seat& seat = m_dice.among(m_seats);
    const Actor& me = seat.desk->actor();
    // Not an investigator: who may let them in and gives them a key of no use has done it by the rules.
    const auto any = m_dice.below(people);
    const Actor& other = m_cast.people[any == investigator1 || any == investigator2 ? auditor : any];
    const auto& cases = side.oracle->cases();
    if (cases.empty() || !side.oracle->isActive(me.id)) return;
    const auto found = std::next(cases.begin(), static_cast<std::ptrdiff_t>(m_dice.below(cases.size())));
    const auto key = crypto::Secret::random(32, *m_random);
    const auto random = crypto::seededRandom(m_dice.draw());
    const auto act = [&](const Actor& author, const CaseBody& body, const Seen& seen, const Readers& readers) {
        ActMaker maker(m_cast.suite, author, m_now, *random);
        std::vector<KeyGrant> grants;
        if (!readers.empty()) grants.push_back({2, key.copy()});
        maker.say({found->first, writeBody(body), seen, 1, &key, grants});
        maker.admit(readers);
        return maker.sign();
    };
    const NoteAdded note{std::string(kCanary) + " by a vandal"};
    std::vector<Submission> sent;
    std::string what;
    switch (m_dice.below(7)) {
    case 5: return forge(side, process, me, act(me, note, found->second.head, {}), found->second.head);
    case 0: {
        what = "another's name under their own signature";
        Submission one = act(me, note, {}, {});
        one.act.author = other.id;
        sent.push_back(std::move(one));
        break;
    }
    case 1:
        what = "a good act and one whose signature is wrong";
        sent.push_back(act(me, note, {}, {}));
        sent.push_back(act(me, note, {}, {}));
        sent.back().act.signature[7] ^= 1;
        break;
    case 2:
        what = "a case's key for somebody of their choice";
        sent.push_back(act(me, PersonAssigned{m_cast.people[investigator1].id, "investigator"}, found->second.head,
                           {{other.id.bytes, other.identity.publicPart()}}));
        break;
    case 3: {
        what = "a release whose new key goes to the one who leaves too";
        const auto& assigned = found->second.assignments;
        if (assigned.empty()) return;
        Readers readers{{assigned.front().person.bytes, me.identity.publicPart()}};
        for (const auto& reader : found->second.readers) readers.emplace_back(reader, me.identity.publicPart());
        sent.push_back(act(me, PersonReleased{assigned.front().person, "investigator"}, found->second.head, readers));
        break;
    }
    case 4:
        what = "a decision on a history of their own invention";
        sent.push_back(
            act(me, PersonAssigned{m_cast.people[investigator2].id, "investigator"}, {found->second.head.seq, {}},
                {{m_cast.people[investigator2].id.bytes, m_cast.people[investigator2].identity.publicPart()}}));
        break;
    default:
        what = "what was sent before";
        if (m_overheard.empty()) sent.push_back(act(me, note, {}, {}));
        else sent.push_back(m_dice.among(m_overheard));
    }
    for (const auto& submission : sent) {
        for (const auto& event : submission.events) m_foreign.insert(event.id);
        if (m_overheard.size() < 8) m_overheard.push_back(submission);
    }
    say(me.name, "sends " + what);
    auto body = wire::encodeSubmitRequest(sent);
    if (body) call(process, me, "/v1/submit", *std::move(body)); // else no message can say it
}

/// They give the hub back what it never had, under their own signature.
void World::forge(Side& side, HubProcess& process, const Actor& me, const Submission& said, const Seen& head) {
    say(me.name, "gives back a commit that they signed themselves");
    const Event& event = said.events.front();
    m_foreign.insert(event.id);
    const Link link{event.header.caseId, head.seq + 1, head.link, event.id, m_now};
    const Digest hash = linkHash(m_cast.suite, link);
    const auto last = side.oracle->last();
    Changes lost;
    lost.base = side.oracle->commit(last);
    lost.commits.push_back(
        {signCommit(me.identity, last + 1, lost.base, m_now + std::chrono::hours(1), std::span(&hash, 1)), {hash}});
    lost.entries.push_back({last + 1, 0, link, event, said.act.id, 0});
    lost.acts.emplace(said.act.id, ActWithIds{said.act, {event.id}});
    call(process, me, "/v1/restore", sure(wire::encodeChangesAnswer(lost, m_cast.suite)));
}

/// Speaks to a hub directly: what is of interest is what it keeps, and that is followed.
void World::call(HubProcess& process, const Actor& me, std::string_view target, Bytes body) {
    HubAddress address{"hub.simulation", 1, {}, m_cast.hub};
    Session session(address, m_cast.fingerprint, me.id, me.identity);
    auto next = session.call(target, std::move(body));
    for (;;) {
        const auto answer = process.answer(next);
        if (!answer) return;
        auto took = session.take(*answer);
        if (!took) return say("hub 0", "refuses: " + took.error().what.en);
        if (std::holds_alternative<Bytes>(*took)) return;
        next = std::move(std::get<Session::Request>(*took));
    }
}

/// From here on the hub tells two histories, one to some desks and one to the others.
void World::fork() {
    say("hub 0", "shows two histories from here on");
    addSide(m_sides.front().store->kept());
    for (auto& seat : m_seats) {
        if (m_dice.chance(50)) seat.side = 1;
    }
}

/// The hub goes on from an older backup, or from a copy of the database that lacks the tail.
void World::setBack() {
    if (m_marks.size() < 3) return;
    Side& side = m_sides.front();
    const auto lost = 1 + m_dice.below(std::min<std::size_t>(4, m_marks.size() - 2));
    side.store->cutTo(m_marks[m_marks.size() - lost]);
    m_marks.resize(m_marks.size() - lost);
    side.oracle = std::make_unique<Oracle>(m_cast);
    side.oracle->take(side.store->kept(), {});
    m_wasSetBack = true;
    // A failover leaves the hub's processes alone, which remember; for a backup they are stopped.
    const bool failover = m_dice.chance(50);
    for (auto& hub : side.hubs) {
        if (failover) continue;
        hub->die();
        hub->start();
    }
    say("hub 0", std::format("was set back by {} turns, to commit {}{}", lost, side.oracle->last(),
                             failover ? " (failover)" : " (backup)"));
}

} // namespace sim
