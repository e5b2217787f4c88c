// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/sim/sync/hub_side.h"
#include "tests/sim/sync/plan.h"
#include "tests/sim/sync/speaker.h"

#include <list>
#include <map>
#include <queue>

namespace sim {

class Liar;

/// What a run came to.
struct Outcome {
    std::uint64_t said = 0, sealed = 0, refused = 0, commits = 0, messages = 0, lies = 0, named = 0, givenBack = 0;
    std::uint64_t trace = 0; ///< equal for runs in which the same happened
};

/// One run: an office, its hubs and desks, and all that happens to them, from one seed. It owns time, chance, the
/// network and the disks.
class World {
public:
    /// `folder` is for vaults and must be the run's own. `print`: every step is told in a line.
    World(const Cast& cast, std::uint64_t seed, std::filesystem::path folder, bool print);
    ~World();
    /// Throws Broken where something does not hold.
    Outcome run();
    /// The last lines of what happened.
    [[nodiscard]] const std::deque<std::string>& lines() const { return m_lines; }
    [[nodiscard]] const Plan& plan() const { return m_plan; }

private:
    /// Something that was made durable at a desk.
    struct Created {
        std::size_t desk = 0;
        std::string what;
        bool lost = false; ///< with the disk that it was on
    };
    /// What of a desk the network and the person deal with.
    struct Seat {
        std::unique_ptr<Desk> desk;
        std::uint64_t life = 0;                        ///< counts starts of the program
        std::uint64_t call = 0;                        ///< the request that is waited for; 0: none
        std::string_view target;                       ///< of that request
        std::size_t side = 0;                          ///< which of the hub's histories it is shown
        std::vector<model::Transport::Answer> earlier; ///< answers that it was sent
        std::optional<model::Error> error;             ///< of its last exchange
        std::uint64_t backup = 0;                      ///< things created at all when a copy was laid aside
        bool hasBackup = false;
        bool asksForKeys = false; ///< it holds keys that somebody made who lost theirs
    };
    /// A request that has reached a hub.
    struct Arrival {
        std::size_t seat = 0;
        std::uint64_t life = 0, call = 0;
        model::Session::Request request;
    };
    /// One history of the hub. An honest hub has one.
    struct Side {
        std::unique_ptr<MemoryStore> store;
        std::unique_ptr<Oracle> oracle;
        std::vector<std::unique_ptr<HubProcess>> hubs;
    };

    // world.cpp
    void addSide(Kept kept);
    void follow(Side& side, const Mark& before);
    void seatPeople();
    void plotSteps();
    void at(std::chrono::milliseconds delay, std::function<void()> what);
    void runUntilIdle();
    void say(const std::string& who, const std::string& what);
    std::chrono::milliseconds someTime(std::size_t most) { return std::chrono::milliseconds(1 + m_dice.below(most)); }

    // steps.cpp
    void step();
    void speak(Seat& seat, bool office);
    void deskFault(Seat& seat);
    void startAgain(Seat& seat);
    void copyOrRestore(Seat& seat);
    void hubFault();
    void vandal();
    void forge(Side& side, HubProcess& process, const Actor& me, const model::Submission& said,
               const model::Seen& head);
    void call(HubProcess& process, const Actor& me, std::string_view target, model::Bytes body);
    void fork();
    void setBack();

    // recovery.cpp
    void loseKeys();
    void recover();
    void keepSaid(Seat& seat, const Said& said);
    void keyVandal();
    void unitVandal(HubProcess& process, const Actor& me);
    void sendForeign(HubProcess& process, const Actor& through, model::Submission submission, const std::string& what);
    bool tendAll();
    void checkLostKeys();

    // network.cpp
    void exchange(Seat& seat);
    void proceed(Seat& seat, Desk::Next next);
    void over(Seat& seat, const std::optional<model::Error>& error);
    void send(Seat& seat, model::Session::Request request);
    void arrive(Arrival arrival);
    void parkOrHandle(Arrival arrival);
    void betweenStatements(const Side& side);
    void handle(const Arrival& arrival, std::size_t hub);
    void reply(const Arrival& arrival, model::Transport::Answer answer);
    void deliver(std::size_t seat, std::uint64_t life, std::uint64_t call,
                 const model::Result<model::Transport::Answer>& answer);
    void spoil(model::Bytes& bytes);
    std::size_t seatNumber(const Seat& seat) const;

    // checks.cpp
    void settle();
    bool round();
    void checkTip(Seat& seat, bool news);
    [[nodiscard]] bool isOn(const Side& side, Seat& seat) const;
    void checkError(const Seat& seat, const model::Error& error);
    void checkAll();
    void checkSeat(Seat& seat, const Side& side);
    void checkCommits(Seat& seat, const Side& side);
    void checkChain(Seat& seat, const Side& side, model::CaseId id, bool whole);
    void checkChains(Seat& seat, const Side& side, bool whole);
    void checkCreated(const model::Digest& id, const Created& created);

    const Cast& m_cast;
    std::uint64_t m_seed;
    std::filesystem::path m_folder;
    bool m_print;
    Dice m_dice;
    std::unique_ptr<crypto::Random> m_random;
    Plan m_plan;
    model::Instant m_now;
    bool m_quiet = false; ///< nothing goes wrong any more

    struct Due {
        model::Instant time;
        std::uint64_t order = 0;
        std::function<void()> what;
        bool operator<(const Due& other) const { return std::tie(other.time, other.order) < std::tie(time, order); }
    };
    std::priority_queue<Due> m_due;
    std::uint64_t m_order = 0;

    std::deque<Actor> m_renewed;          ///< who lost their keys, with those that they made
    std::vector<const Actor*> m_lostKeys; ///< the same people, with those that they had
    std::vector<Side> m_sides;
    std::vector<Seat> m_seats;
    std::list<Arrival> m_parked;
    std::uint64_t m_betweens = 0;         ///< how often a request came in between
    bool m_between = false;               ///< another process has come in between two looks
    std::unique_ptr<Oracle> m_seenBefore; ///< what was so before it did
    std::size_t m_running = 0;            ///< the process that works
    std::unique_ptr<Liar> m_liar;
    std::map<model::Digest, Created> m_created;
    std::vector<model::Digest> m_said; ///< the same, in the order in which they were created
    std::set<model::Digest> m_foreign; ///< what vandals sent
    std::vector<model::Submission> m_overheard;
    std::vector<Mark> m_marks; ///< of the record, before each of its turns
    std::uint64_t m_calls = 0;
    bool m_wasSetBack = false;
    Outcome m_out;
    std::deque<std::string> m_lines;
};

} // namespace sim
