// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/liar.h"
#include "tests/sim/sync/world.h"

using namespace model;

namespace sim {

namespace {

/// How long a desk waits for an answer.
constexpr std::chrono::milliseconds kPatience{30'000};
/// A message on its way takes up to this; a slow one longer than a desk waits.
constexpr std::size_t kWayMs = 400;
constexpr std::size_t kSlowMs = 90'000;
constexpr std::size_t kEarlierKept = 6;

std::unexpected<Error> unreachable() { return fail(Code::network, same("No answer")); }

std::string words(const Error& error) {
    return std::string(codeName(error.code)) + ": " + error.what.en +
           (error.where.empty() ? "" : " (" + error.where + ")");
}

const char* askName(const Ask* ask) {
    static constexpr const char* kNames[] = {"submit", "changes", "history", "refusals", "give back"};
    return ask != nullptr ? kNames[ask->index()] : "nothing";
}

} // namespace

std::size_t World::seatNumber(const Seat& seat) const { return static_cast<std::size_t>(&seat - m_seats.data()); }

void World::exchange(Seat& seat) {
    if (!seat.desk->isOpen() || seat.desk->isExchanging()) return;
    const bool dies = !m_quiet && m_dice.chance(m_plan.deskFaults);
    proceed(seat, seat.desk->begin(dies ? 1 + m_dice.below(12) : 0));
}

void World::proceed(Seat& seat, Desk::Next next) {
    if (next.send) return send(seat, *std::move(next.send));
    if (next.givenBack > 0) {
        say(seat.desk->name(), std::format("has given back {} commits", next.givenBack));
        m_out.givenBack += next.givenBack;
    }
    over(seat, next.error);
}

void World::over(Seat& seat, const std::optional<Error>& error) {
    seat.call = 0;
    seat.error = error;
    if (seat.desk->hasDied()) {
        say(seat.desk->name(), "dies while it takes something");
        return startAgain(seat);
    }
    say(seat.desk->name(),
        error ? "exchange ends: " + words(*error) : std::format("exchange done, at commit {}", seat.desk->tip().first));
    if (error) checkError(seat, *error);
}

void World::send(Seat& seat, Session::Request request) {
    seat.call = ++m_calls;
    seat.target = request.target;
    ++m_out.messages;
    const Arrival arrival{seatNumber(seat), seat.life, seat.call, std::move(request)};
    say(seat.desk->name(), std::format("sends {} ({}), {} bytes", arrival.request.target, askName(seat.desk->asked()),
                                       arrival.request.body.size()));
    at(kPatience, [this, arrival] { deliver(arrival.seat, arrival.life, arrival.call, unreachable()); });
    arrive(arrival);
    if (!m_quiet && m_dice.chance(m_plan.doubled)) arrive(arrival);
}

void World::arrive(Arrival arrival) {
    if (!m_quiet && m_dice.chance(m_plan.lost)) return say("network", "a request is lost");
    const bool slow = !m_quiet && m_dice.chance(m_plan.slow);
    if (!m_quiet && m_dice.chance(m_plan.noise)) {
        say("network", "a request is spoilt");
        spoil(arrival.request.body);
    }
    at(someTime(slow ? kSlowMs : kWayMs), [this, arrival] { parkOrHandle(arrival); });
}

/// With several hubs on one store a request may come in between two statements of another process.
void World::parkOrHandle(Arrival arrival) {
    if (m_quiet || m_plan.hubs < 2 || !m_dice.chance(30)) return handle(arrival, m_dice.below(m_plan.hubs));
    m_parked.push_back(std::move(arrival));
    at(someTime(2'000), [this] {
        if (m_parked.empty()) return; // it came in between
        const Arrival parked = std::move(m_parked.front());
        m_parked.pop_front();
        handle(parked, 1);
    });
}

void World::betweenStatements(const Side& side) {
    if (m_between || m_running != 0 || m_parked.empty() || &side != &m_sides[m_seats[m_parked.front().seat].side])
        return;
    if (!m_dice.chance(50)) return;
    m_between = true;
    ++m_betweens;
    m_seenBefore = std::make_unique<Oracle>(*side.oracle);
    const Arrival parked = std::move(m_parked.front());
    m_parked.pop_front();
    say("hub 1", "comes in between");
    handle(parked, 1);
    m_between = false;
}

void World::handle(const Arrival& arrival, std::size_t hub) {
    Seat& seat = m_seats[arrival.seat];
    Side& side = m_sides[seat.side];
    hub %= side.hubs.size();
    HubProcess& process = *side.hubs[hub];
    const std::string name = std::format("hub {}", hub);
    if (!process.isUp()) return; // nobody listens
    const bool turn = arrival.request.target == "/v1/submit" && !m_between;
    if (turn && !m_quiet && m_dice.chance(m_plan.hubFaults)) {
        const auto fault = static_cast<Fault>(1 + m_dice.below(6));
        say(name, std::string("will meet: ") + faultName(fault));
        side.store->failNext(fault, m_dice.below(6));
    }
    inspectBytes(arrival.request.body, "in a request");
    const auto before = side.oracle->last();
    const auto betweens = m_betweens;
    const bool lostSome = m_wasSetBack && turn && seat.call == arrival.call && seat.desk->isOpen() && !isOn(side, seat);
    const auto outer = std::exchange(m_running, hub);
    if (!m_between) m_seenBefore.reset();
    auto answer = process.answer(arrival.request);
    m_running = outer;
    if (turn) side.store->failNext(Fault::none);
    if (!answer) {
        say(name, "died");
        at(someTime(8'000), [&process, this, name] {
            if (process.isUp()) return;
            process.start();
            say(name, "is up again");
        });
        return;
    }
    say(name, std::format("answers {} to {}: {}, {} bytes{}", answer->status, seat.desk->name(), arrival.request.target,
                          answer->body.size(),
                          side.oracle->last() > before ? std::format(", at commit {}", side.oracle->last()) : ""));
    // What came in between was of another desk, which may have lost nothing.
    require(!lostSome || side.oracle->last() == before || m_betweens != betweens,
            "a hub that was set back seals over what the desk that it speaks to has");
    inspect(*side.oracle, m_between ? nullptr : m_seenBefore.get(), seat.desk->actor(), arrival.request.target,
            *answer);
    reply(arrival, *std::move(answer));
}

void World::reply(const Arrival& arrival, Transport::Answer answer) {
    Seat& seat = m_seats[arrival.seat];
    seat.earlier.push_back(answer);
    if (seat.earlier.size() > kEarlierKept) seat.earlier.erase(seat.earlier.begin());
    if (!m_quiet && m_dice.chance(m_plan.lost)) return say("network", "an answer is lost");
    if (!m_quiet && m_dice.chance(m_plan.stale)) {
        say("network", "an older answer comes in its place");
        answer = m_dice.among(seat.earlier);
    }
    if (!m_quiet && m_dice.chance(m_plan.noise)) {
        say("network", "an answer is spoilt");
        spoil(answer.body);
    }
    if (!m_quiet && m_dice.chance(m_plan.lies) && answer.status == 200) {
        if (const auto lie = m_liar->spoil(arrival.request.target, answer.body, m_cast.suite)) {
            say("hub 0", "lies: " + *lie);
            ++m_out.lies;
        }
    }
    const bool slow = !m_quiet && m_dice.chance(m_plan.slow);
    const unsigned copies = !m_quiet && m_dice.chance(m_plan.doubled) ? 2 : 1;
    for (unsigned i = 0; i < copies; ++i) {
        at(someTime(slow ? kSlowMs : kWayMs),
           [this, arrival, answer] { deliver(arrival.seat, arrival.life, arrival.call, answer); });
    }
}

void World::deliver(std::size_t number, std::uint64_t life, std::uint64_t call,
                    const Result<Transport::Answer>& answer) {
    Seat& seat = m_seats[number];
    // Who hangs up hears nothing more of it.
    if (seat.life != life || seat.call != call || !seat.desk->isExchanging()) return;
    seat.call = 0;
    if (!answer) say("network", seat.desk->name() + " has waited in vain");
    auto next = seat.desk->answered(answer);
    const Ask* const asks = seat.desk->asked();
    const bool givesBack = asks != nullptr && std::holds_alternative<GiveBackAsk>(*asks);
    // A desk that was told another history looks for what shows it, one commit, before it says so.
    const bool doubts =
        asks != nullptr && std::holds_alternative<ChangesAsk>(*asks) && std::get<ChangesAsk>(*asks).limit == 1;
    if (!seat.desk->hasDied() && !givesBack && !doubts)
        checkTip(seat, seat.target == "/v1/changes" && answer && answer->status == 200 && !next.error);
    proceed(seat, std::move(next));
}

/// Cuts it, or changes some bytes.
void World::spoil(Bytes& bytes) {
    if (bytes.empty()) return;
    if (m_dice.chance(30)) return bytes.resize(m_dice.below(bytes.size()));
    for (auto count = 1 + m_dice.below(3); count > 0; --count)
        bytes[m_dice.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << m_dice.below(8));
}

} // namespace sim
