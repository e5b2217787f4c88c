// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/world.h"

#include "tests/sim/sync/liar.h"

#include <cstdio>

using namespace model;

namespace sim {

namespace {

constexpr std::size_t kLinesKept = 60;
/// How long the eventful part of a run lasts.
constexpr std::size_t kSpanMs = 15 * 60 * 1000;
constexpr std::size_t kSeatsAtMost = 16;

} // namespace

World::World(const Cast& cast, std::uint64_t seed, std::filesystem::path folder, bool print)
    : m_cast(cast), m_seed(seed), m_folder(std::move(folder)), m_print(print), m_dice(seed),
      m_random(crypto::seededRandom(seed)), m_plan(planOf(seed, m_dice)), m_now(cast.founded + std::chrono::hours(1)) {
    std::filesystem::create_directories(m_folder);
    addSide(cast.record);
    seatPeople();
    m_liar = std::make_unique<Liar>(m_dice);
}

World::~World() {
    m_seats.clear();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

void World::addSide(Kept kept) {
    Side side;
    side.store = std::make_unique<MemoryStore>();
    side.store->put(std::move(kept));
    side.oracle = std::make_unique<Oracle>(m_cast);
    side.oracle->take(side.store->kept(), {});
    for (std::size_t i = 0; i < m_plan.hubs; ++i)
        side.hubs.push_back(std::make_unique<HubProcess>(m_cast, *side.store, m_now, *m_random));
    const std::size_t number = m_sides.size();
    side.store->onKept = [this, number](const Mark& before) { follow(m_sides[number], before); };
    side.store->beforeStatement = [this, number] { betweenStatements(m_sides[number]); };
    m_sides.push_back(std::move(side));
}

void World::follow(Side& side, const Mark& before) {
    m_marks.push_back(before);
    const Kept& kept = side.store->kept();
    for (auto at = before.events; at < kept.events.size(); ++at) {
        const auto& event = kept.events[at].event;
        require(m_created.contains(event.id) || m_foreign.contains(event.id), "an event that nobody said was kept");
        inspectBytes(event.bytes, "in the hub's store");
        inspectBytes(event.sealed, "in the hub's store");
    }
    side.oracle->take(kept, before);
}

void World::seatPeople() {
    std::vector<std::size_t> who{admin, officer, investigator1, supervisor, auditor, investigator2, newcomer};
    // Two desks of one person are the last seat of every third run.
    std::vector<std::size_t> chosen{admin, officer};
    who.erase(who.begin(), who.begin() + 2);
    while (chosen.size() < m_plan.desks) {
        const auto at = m_dice.below(who.size());
        chosen.push_back(who[at]);
        who.erase(who.begin() + static_cast<std::ptrdiff_t>(at));
    }
    if (m_plan.sort == Sort::recovery) {
        if (!std::ranges::contains(chosen, std::size_t{supervisor})) chosen.back() = supervisor;
    }
    if (m_dice.chance(33)) chosen.push_back(m_dice.chance(70) ? officer : admin);
    m_seats.reserve(kSeatsAtMost); // they keep their places when others come
    for (const auto one : chosen) {
        const bool second = std::ranges::any_of(m_seats, [&](const Seat& seat) { return seat.desk->who() == one; });
        const std::string name = m_cast.people[one].name + (second ? "'" : "");
        Seat seat;
        seat.desk = std::make_unique<Desk>(m_cast, one, name, m_folder / (name + ".db"), m_now, *m_random);
        m_seats.push_back(std::move(seat));
    }
}

void World::at(std::chrono::milliseconds delay, std::function<void()> what) {
    m_due.push({m_now + delay, ++m_order, std::move(what)});
}

void World::plotSteps() {
    for (std::size_t i = 0; i < m_plan.steps; ++i) at(someTime(kSpanMs), [this] { step(); });
    const auto late = std::chrono::milliseconds(kSpanMs / 3 + m_dice.below(kSpanMs / 3));
    if (m_plan.sort == Sort::hostile && m_dice.chance(60)) at(late, [this] { fork(); });
    if (m_plan.sort == Sort::setBack) at(late, [this] { setBack(); });
    if (m_plan.sort == Sort::recovery) {
        for (auto count = 1 + m_dice.below(2); count > 0; --count) at(someTime(kSpanMs / 2), [this] { loseKeys(); });
    }
}

void World::runUntilIdle() {
    while (!m_due.empty()) {
        const Due due = m_due.top();
        m_due.pop();
        m_now = std::max(m_now, due.time);
        due.what();
    }
}

void World::say(const std::string& who, const std::string& what) {
    std::string line = std::format("{} {:<15} {}", formatUtc(m_now).substr(11, 12), who, what);
    for (const char c : line) m_out.trace = (m_out.trace ^ static_cast<unsigned char>(c)) * 1099511628211U;
    if (m_print) std::puts(line.c_str());
    m_lines.push_back(std::move(line));
    if (m_lines.size() > kLinesKept) m_lines.pop_front();
}

Outcome World::run() {
    say("world", std::format("seed {}: {}; {} desks, {} hubs, {} steps", m_seed, sortName(m_plan.sort), m_seats.size(),
                             m_plan.hubs, m_plan.steps));
    plotSteps();
    runUntilIdle();
    settle();
    checkAll();
    const Kept& kept = m_sides.front().store->kept();
    m_out.said = m_created.size();
    m_out.sealed = kept.links.size();
    m_out.refused = kept.refusals.size();
    m_out.commits = kept.commits.size();
    return m_out;
}

} // namespace sim
