// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/liar.h"
#include "tests/sim/sync/world.h"

using namespace model;

namespace sim {

namespace {

/// I11: how often everybody exchanges until nothing moves any more.
constexpr std::size_t kRounds = 8;
/// How often everybody does what is due until nothing is.
constexpr std::size_t kTendings = 120;

std::vector<StoredLink> linksOf(const Kept& kept, CaseId id) {
    std::vector<StoredLink> all;
    std::ranges::copy_if(kept.links, std::back_inserter(all),
                         [&](const StoredLink& one) { return one.link.caseId == id; });
    return all;
}

} // namespace

bool World::isOn(const Side& side, Seat& seat) const {
    const auto [number, hash] = seat.desk->tip();
    return number == 0 || side.oracle->commit(number) == hash;
}

/// The commits that a desk has are those of the hub. `news`: it has just taken news from it without an objection.
void World::checkTip(Seat& seat, bool news) {
    // A history that was taken before the hub was set back or shown another one stays, and is to be objected to.
    const bool mayDiffer = m_sides.size() > 1 || m_wasSetBack;
    if (mayDiffer && !(news && m_quiet)) return;
    require(isOn(m_sides[seat.side], seat),
            std::format("I9: {} took news from a hub whose history is another than its own, and says nothing",
                        seat.desk->name()));
}

void World::checkError(const Seat& seat, const Error& error) {
    const bool alarm = error.code == Code::damaged || error.code == Code::malformed;
    if (alarm) ++m_out.named;
    if (m_plan.falsified() || m_wasSetBack) return;
    const bool expected = error.code == Code::network || error.code == Code::failed || error.code == Code::locked ||
                          isRefusal(error.code);
    require(expected,
            std::format("{} is alarmed without a cause: {}", seat.desk->name(), sentence(error, Language::en)));
}

/// Nothing goes wrong any more, and everybody comes.
void World::settle() {
    m_quiet = true;
    say("world", "nothing goes wrong from here on");
    for (auto& seat : m_seats) {
        seat.side = 0;
        if (!seat.desk->isOpen()) seat.desk->open();
        if (seat.desk->isFull()) seat.desk->setFull(false);
    }
    for (auto& hub : m_sides.front().hubs) {
        hub->clock().off = {};
        if (!hub->isUp()) hub->start();
    }
    std::size_t rounds = 0;
    while (round()) require(++rounds < kRounds, "I11: it does not come to rest");
    if (m_plan.recovery == 0) return;
    for (std::size_t done = 0; tendAll(); ++done) {
        require(done < kTendings, "I11: there is always something due for keys that were replaced");
        for (rounds = 0; round();) require(++rounds < kRounds, "I11: it does not come to rest");
    }
}

/// Everybody exchanges once. Whether anything moved.
bool World::round() {
    const auto before = m_sides.front().oracle->last();
    bool moved = false;
    for (auto& seat : m_seats) {
        const auto tip = seat.desk->tip();
        exchange(seat);
        runUntilIdle();
        // A desk of a hub that was set back says for a while that it waits; for ever, where a lie of the hub left it
        // without what nobody else was ever given.
        const bool waits = seat.error && seat.error->code == Code::network && !m_plan.falsified();
        moved = moved || seat.desk->tip() != tip || waits;
    }
    return moved || m_sides.front().oracle->last() != before;
}

void World::checkAll() {
    for (auto& seat : m_seats) checkSeat(seat, m_sides.front());
    for (const auto& [id, created] : m_created) checkCreated(id, created);
    checkLostKeys();
}

void World::checkSeat(Seat& seat, const Side& side) {
    const std::string& name = seat.desk->name();
    if (!isOn(side, seat)) {
        // A desk that has not all of what was lost says that it waits for another that has.
        const bool named = seat.error && (seat.error->code == Code::damaged ||
                                          ((m_wasSetBack || m_plan.falsified()) && seat.error->code == Code::network));
        require(named || !side.oracle->isActive(seat.desk->actor().id),
                "I9: " + name + " has another history than the hub, and says nothing");
        for (const auto& other : m_sides) {
            if (isOn(other, seat)) checkChains(seat, other, false);
        }
        return;
    }
    checkCommits(seat, side);
    if (!side.oracle->isActive(seat.desk->actor().id)) {
        require(seat.error.has_value(), name + " is not in the office and was answered");
        return checkChains(seat, side, false);
    }
    if (!side.oracle->holds(seat.desk->actor().id, seat.desk->actor().identity.publicPart())) {
        require(seat.error && (seat.error->code == Code::ended || seat.error->code == Code::locked),
                "recovery: " + name + " has keys that are not the person's and is not told so");
        return checkChains(seat, side, false);
    }
    if (seat.error) {
        require(m_out.lies > 0 && seat.error->code == Code::damaged,
                name + " cannot exchange: " + sentence(*seat.error, Language::en));
        return checkChains(seat, side, false);
    }
    require(seat.desk->tip().first == side.oracle->last(), "I2: " + name + " does not have all commits");
    require(sure(seat.desk->vault().pending()).empty() || m_out.lies > 0, "I11: something still waits at " + name);
    checkChains(seat, side, m_out.lies == 0);
}

void World::checkCommits(Seat& seat, const Side& side) {
    const auto [last, hash] = seat.desk->tip();
    for (std::uint64_t number = 1; number <= last; ++number) {
        const auto mine = sure(seat.desk->vault().record().commit(number));
        const auto& hubs = side.store->kept().commits.at(number - 1);
        require(mine.commit.bytes == hubs.commit.bytes && mine.commit.signature == hubs.commit.signature &&
                    mine.links == hubs.links,
                std::format("I2: {} has another commit {}", seat.desk->name(), number));
    }
}

void World::checkChains(Seat& seat, const Side& side, bool whole) {
    checkChain(seat, side, m_cast.office, whole);
    for (const auto& [id, state] : side.oracle->cases()) checkChain(seat, side, id, whole);
    for (const auto row : seat.desk->cases()) {
        const auto id = sure(seat.desk->vault().record().caseAt(row));
        const auto head = sure(seat.desk->vault().record().head(row));
        require(!head || side.oracle->cases().contains(id),
                seat.desk->name() + " has a case that the hub does not have");
    }
}

/// One case at one desk: what is there is what the hub has, from the first link on; all of it where it may be seen.
void World::checkChain(Seat& seat, const Side& side, CaseId id, bool whole) {
    Vault& vault = seat.desk->vault();
    const Kept& kept = side.store->kept();
    const auto hubs = linksOf(kept, id);
    const auto sight = side.oracle->sight(seat.desk->actor().id, id);
    const auto where = [&] { return seat.desk->name() + ", case " + id.hex().substr(0, 8); };
    const auto row = sure(vault.record().findCase(id));
    std::vector<StoredLink> mine;
    if (row) {
        sure(vault.record().links(*row, 0, [&](const StoredLink& link) -> Result<void> {
            mine.push_back(link);
            return {};
        }));
    }
    require(mine.size() <= hubs.size(), "I2: more links than the hub has: " + where());
    for (std::size_t i = 0; i < mine.size(); ++i) {
        require(mine[i].link == hubs[i].link && mine[i].hash == hubs[i].hash && mine[i].commit == hubs[i].commit,
                "I2: another link than the hub's: " + where());
        const auto stored = sure(vault.record().event(mine[i].event));
        const auto& event = stored.event;
        const auto& truth = kept.events.at(static_cast<std::size_t>(hubs[i].event - 1)).event;
        const auto act = sure(vault.record().actHeader(stored.act));
        const auto& signedAct = kept.acts.at(static_cast<std::size_t>(hubs[i].act - 1)).act;
        require(act.bytes == signedAct.bytes && act.signature == signedAct.signature,
                "I2: another act than the hub's: " + where());
        require(event.bytes == truth.bytes && (event.sealed.empty() || event.sealed == truth.sealed),
                "I2: another event than the hub's: " + where());
        require(!whole || sight != Oracle::Sight::contents || event.sealed == truth.sealed,
                "I5: the contents of an event are missing: " + where());
    }
    if (!whole || sight == Oracle::Sight::nothing) return;
    require(mine.size() == hubs.size(), std::format("I5: {} of {} links: {}", mine.size(), hubs.size(), where()));
    if (sight != Oracle::Sight::contents || !row || id == m_cast.office) return;
    const auto loaded = loadCase(vault, *row, [&](const ReadEvent& read, const CaseState&) -> Result<void> {
        const bool ours = m_created.contains(read.stored->event.id);
        require(read.readable || !ours,
                std::format("keys: {} cannot read {} of {} (epoch {})", where(), read.stored->event.header.kind,
                            m_cast.nameOf(read.stored->event.header.author), read.stored->event.header.epoch));
        return {};
    });
    require(loaded && loaded->state.stage == side.oracle->cases().at(id).stage,
            "the desk folds a case to another stage than the hub: " + where());
}

/// I1: what was made durable at a desk is sealed or refused once, and its author's desk knows which.
void World::checkCreated(const Digest& id, const Created& created) {
    const Side& side = m_sides.front();
    Seat& seat = m_seats[created.desk];
    Vault& vault = seat.desk->vault();
    const auto what = [&] { return created.what + " of " + seat.desk->name() + " (" + id.hex().substr(0, 8) + ")"; };
    const bool linked = side.store->kept().linkOf(id) != nullptr;
    const auto* const refusal = side.store->kept().refusalOf(id);
    const auto row = sure(vault.record().findEvent(id));
    const bool reached = isOn(side, seat) && !seat.error;
    if (created.lost) {
        // Whether it was handed over before its disk was lost or not: it is nowhere by halves.
        require(!linked || row || !reached, "I1: lost with its disk, sealed, and not given back: " + what());
        return;
    }
    require(row.has_value(), "I1: what was saved is gone: " + what());
    if (!linked && refusal == nullptr) {
        // It was refused in a part of the history that the hub has no more. Its author has that, with its signature.
        if ((m_wasSetBack || m_sides.size() > 1) && sure(vault.record().refusal(*row)).has_value()) return;
        const bool waits = std::ranges::contains(sure(vault.pending()), *row);
        require(!reached || m_out.lies > 0, "I1: neither sealed nor refused: " + what());
        require(waits || !isOn(side, seat), "I1: it no longer waits, and the hub does not have it: " + what());
        return;
    }
    if (!reached || m_out.lies > 0) return;
    require(sure(vault.record().isLinked(*row)) == linked,
            "I1: its author does not know that it was sealed: " + what());
    const auto told = sure(vault.record().refusal(*row));
    require(told.has_value() == (refusal != nullptr) && (!told || told->bytes == refusal->bytes),
            "I1: its author does not know why it was refused: " + what());
}

} // namespace sim
