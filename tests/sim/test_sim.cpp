// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/faults.h"
#include "tests/sim/world.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <poll.h>
#include <random>

// Several people at one office, made from a seed. Sessions run in processes of their own, which crash. What a session
// was told is saved is kept outside of the office; at the end everything told must be there, once, and the same for
// everybody.
//
//   test_sim                  what the test run does: some seconds of each of these, with a seed that nobody has seen
//   test_sim --world SEED [SESSIONS]  sessions of the dice, each killed at a write; the same seed does the same again
//   test_sim --writes SEED [EVERY]    each of some commands, killed at each of its writes (at each EVERY-th)
//   test_sim --kills N [SEED]         sessions at one office at the same time, killed at random moments, until N were

using namespace model;
namespace fs = std::filesystem;

namespace {

std::string text(std::uint64_t number) { return std::to_string(number); }

/// Sessions one after the other, each killed at a write or let live. The trace: see World::trace().
std::uint64_t world(std::uint64_t seed, std::uint64_t sessions) {
    std::printf("--world %s %s: ", text(seed).c_str(), text(sessions).c_str());
    World world(seed);
    std::uint64_t kills = 0, torn = 0;
    for (std::uint64_t number = 1; number <= sessions; ++number) {
        world.setWhere("--world " + text(seed) + ", session " + text(number) + ": ");
        std::vector<std::size_t> people{world.below(kPeople.size())};
        if (const auto other = world.below(kPeople.size()); world.below(3) == 0 && other != people[0])
            people.push_back(other);
        const auto dice = world.draw();
        const bool atUnlock = world.below(4) == 0;
        // A command makes up to some hundred changes, an unlock some ten; one session in eight is let live.
        const std::uint64_t at = world.below(8) == 0 ? 0 : 1 + world.below(atUnlock ? 60 : 500);
        world.office().clock().advance(std::chrono::minutes(1 + world.below(600)));
        auto running = world.start(people, [&](int pipe) {
            if (atUnlock) faults::crashAt(at, dice);
            Session session(world.office(), people, dice, pipe);
            if (!session.unlock()) return;
            if (!atUnlock) faults::crashAt(at, dice);
            session.commands(4 + dice % 8);
        });
        const bool killed = world.end(running);
        require(killed || at == 0 || faults::changes() < at, "a session outlived its crash");
        world.note(faults::changes());
        kills += killed;
        torn += killed && faults::changes() > 0;
    }
    world.settle();
    require(world.told() > 0 || sessions < 8, "nothing was told to be saved, so nothing was proved");
    std::printf(
        "%s sessions, %s killed at a write; %s things told to be saved, none lost; %s of them refused with a reason\n",
        text(sessions).c_str(), text(torn).c_str(), text(world.told()).c_str(), text(world.refused()).c_str());
    return world.trace();
}

/// One command on an office of its own, from which every crash starts anew.
struct Command {
    const char* name;
    std::vector<std::size_t> people; ///< in kPeople; whoever is first gives it
    bool withUnlock;                 ///< the unlock is what is killed
    std::function<void(Session&, CaseId)> run;
    std::function<void(Session&, CaseId)> before = {}; ///< what is done before the first change is counted
};

const std::vector<Command>& commandsToKill() {
    static const std::vector<Command> all = {
        {"first unlock", {5}, true, [](Session&, CaseId) {}},
        // The draft is there so that there are writes left to be killed at after the report was told to be saved.
        {"first unlock and a report",
         {1},
         true,
         [](Session& session, CaseId) {
             session.report(0);
             session.draft(0);
         }},
        {"unlock after others worked", {2}, true, [](Session&, CaseId) {}},
        {"report", {0}, false, [](Session& session, CaseId) { session.report(0); }},
        {"report while others work",
         {0, 2},
         false,
         [](Session& session, CaseId) { session.report(0); },
         [](Session& session, CaseId id) { session.note(1, id); }},
        {"note", {0}, false, [](Session& session, CaseId id) { session.note(0, id); }},
        {"facts", {0}, false, [](Session& session, CaseId id) { session.facts(0, id); }},
        {"step", {0}, false, [](Session& session, CaseId id) { session.step(0, id); }},
        {"assignment", {0}, false, [](Session& session, CaseId id) { session.assign(0, id); }},
        {"evidence", {0}, false, [](Session& session, CaseId id) { session.evidence(0, id); }},
        {"draft", {0}, false, [](Session& session, CaseId) { session.draft(0); }},
        {"rebuild",
         {0},
         false,
         [](Session& session, CaseId) { session.went("rebuild", session.desk(0).rebuild({}, {})); }},
        {"a person is added",
         {6},
         false,
         [](Session& session, CaseId) {
             session.went("person",
                          session.desk(0).addPerson({"new", "new", {Role::officer}, true}, crypto::asBytes("new")));
         }},
    };
    return all;
}

/// The office from which each crash starts: a supervisor who has not heard of what the officer did, an auditor and a
/// second officer who were never there.
class Start {
public:
    explicit Start(std::uint64_t seed) : m_world(seed) {
        TestOffice& office = m_world.office();
        office.as("supervisor");
        auto officer = office.as("officer");
        intake::Report report;
        report.title = same("The case");
        report.narrativeEn = "Antimony left without a licence.";
        m_case = must(officer->receiveReport(report));
        must(officer->takeStep(m_case, "accept", {}));
        must(officer->addNote(m_case, "A note"));
        fs::copy(office.folder(), kept(), fs::copy_options::recursive);
    }

    [[nodiscard]] World& world() { return m_world; }
    [[nodiscard]] CaseId caseId() const { return m_case; }
    void restore() {
        fs::remove_all(m_world.office().folder());
        fs::copy(kept(), m_world.office().folder(), fs::copy_options::recursive);
    }

private:
    fs::path kept() { return m_world.office().scratch() / "kept"; }
    World m_world;
    CaseId m_case;
};

/// Runs a command and kills it at a change; the number of changes that it made.
std::uint64_t runAndKill(Start& start, const Command& command, std::uint64_t at, std::uint64_t seed) {
    World& world = start.world();
    world.setWhere("--writes " + text(seed) + ", " + command.name + " killed at change " + text(at) + ": ");
    world.forget();
    start.restore();
    const auto dice = seed + at;
    auto running = world.start(command.people, [&](int pipe) {
        if (command.withUnlock) faults::crashAt(at, dice);
        Session session(world.office(), command.people, seed, pipe);
        if (!session.unlock()) return;
        if (command.before) command.before(session, start.caseId());
        if (!command.withUnlock) faults::crashAt(at, dice);
        command.run(session, start.caseId());
    });
    const bool killed = world.end(running);
    const auto made = faults::changes();
    require(killed == (at != 0), world.where() + (killed ? "it was killed" : "it was not killed"));
    // The person comes again: nothing is broken, and the command can be given, or was.
    auto again = world.start({command.people[0]}, [&](int pipe) {
        Session session(world.office(), {command.people[0]}, seed + 1, pipe);
        if (!session.unlock()) return;
        const auto report = session.desk(0).verify(true, {}, {});
        session.went("verify", report);
        for (const auto& finding : report->findings)
            session.went("verify", Result<void>(fail(Code::damaged, finding.what, {}, finding.place)));
        const auto before = linesOf(session.desk(0));
        if (session.went("rebuild", session.desk(0).rebuild({}, {})) && linesOf(session.desk(0)) != before) {
            session.went("list", Result<void>(fail(Code::damaged, {"The list is not what a rebuild makes", ""})));
        }
        session.note(0, start.caseId());
    });
    require(!world.end(again), world.where() + "killed for no reason");
    return made;
}

void writes(std::uint64_t seed, std::uint64_t every) {
    std::printf("--writes %s %s: ", text(seed).c_str(), text(every).c_str());
    std::fflush(stdout);
    Start start(seed);
    std::uint64_t kills = 0, all = 0;
    for (const auto& command : commandsToKill()) {
        const auto count = runAndKill(start, command, 0, seed);
        require(count > 0, std::string(command.name) + " changed nothing");
        for (auto at = 1 + (seed + all) % every; at <= count; at += every, ++kills)
            runAndKill(start, command, at, seed);
        all += count;
        std::printf("%s %s, ", command.name, text(count).c_str());
        std::fflush(stdout);
    }
    std::printf("%s of %s changes of files were the last of their process, and nothing was broken or lost\n",
                text(kills).c_str(), text(all).c_str());
}

/// Kills at random moments, several sessions at a time.
void randomKills(std::uint64_t wanted, std::uint64_t seed) {
    using Clock = std::chrono::steady_clock;
    std::printf("--kills %s %s: ", text(wanted).c_str(), text(seed).c_str());
    std::fflush(stdout);
    World world(seed);
    world.setWhere("--kills " + text(wanted) + " " + text(seed) + ": ");
    std::uint64_t kills = 0, next = 0, unlocking = 0;
    const auto began = Clock::now();
    while (kills < wanted) {
        if (kills >= next) {
            if (kills > 0) world.settle();
            next += 250;
        }
        struct One {
            Running session;
            Clock::time_point end;
            bool working = false;
            bool open = true;
        };
        std::vector<One> sessions;
        std::set<std::size_t> people;
        for (auto count = 1 + world.below(3); count > 0; --count) people.insert(world.below(kPeople.size()));
        for (const auto person : people) {
            const auto dice = world.draw();
            auto session = world.start({person}, [&](int pipe) {
                Session mine(world.office(), {person}, dice, pipe);
                if (mine.unlock()) mine.commands(1'000'000);
            });
            sessions.push_back({std::move(session), Clock::now() + std::chrono::microseconds(world.below(900'000))});
        }
        // Hears what they say until the moment of each has come.
        for (bool any = true; any;) {
            any = false;
            for (auto& one : sessions) {
                if (!one.open) continue;
                any = true;
                const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(one.end - Clock::now()).count();
                if (left <= 0) {
                    kill(one.session.process, SIGKILL);
                    one.open = false;
                    continue;
                }
                pollfd wait{one.session.pipe, POLLIN, 0};
                if (poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left, 5))) > 0) {
                    if (world.listen(one.session)) one.working = true;
                    else one.open = false;
                }
            }
        }
        for (auto& one : sessions) {
            kills += world.end(one.session);
            unlocking += !one.working;
        }
    }
    world.settle();
    const auto took = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began).count();
    std::printf(
        "%s sessions killed with kill -9 (%s of them before their first answer), up to three at a time at one office, in %s s; "
        "%s things told to be saved, none lost; %s of them refused with a reason, the rest sealed once\n",
        text(kills).c_str(), text(unlocking).c_str(), text(static_cast<std::uint64_t>(took)).c_str(),
        text(world.told()).c_str(), text(world.refused()).c_str());
    require(world.told() > kills / 2, "too little was told to be saved for this to prove anything");
}

void testRun() {
    const auto seed = std::random_device{}();
    const auto first = world(seed, 4);
    require(world(seed, 4) == first, "the same seed did something else");
    world(1, 12);
    writes(seed, 60);
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto number = [&](std::size_t at, std::uint64_t otherwise) {
        return at < words.size() ? std::strtoull(words[at].c_str(), nullptr, 10) : otherwise;
    };
    if (words.empty()) testRun();
    else if (words[0] == "--world") world(number(1, 1), number(2, 16));
    else if (words[0] == "--writes") writes(number(1, 1), std::max<std::uint64_t>(1, number(2, 1)));
    else if (words[0] == "--kills") randomKills(number(1, 100), number(2, std::random_device{}()));
    else require(false, "there is no " + words[0]);
    return 0;
}
