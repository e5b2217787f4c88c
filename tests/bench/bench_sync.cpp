// SPDX-License-Identifier: GPL-3.0-or-later

// The exchange between desks and a hub, as it is used: a real touchstone-hub over TLS 1.3, its record in a real
// PostgreSQL that waits for the disk, desks whose vaults do so too, and everything verified. In the same run and by
// turns what PouchDB and RxDB make of as many documents of the same size, without encryption, signatures or TLS.
//   bench_sync [--events 20000] [--rounds 3] [--idle 2000] [--grow 1000000] [--only PART] [--dir PLACE]
// PLACE must be on a disk. PART: push (and the bytes on the wire), latency, busy, idle, grow; boot only
// if named. Says of each figure what was promised and whether it was reached, and fails where one was not.

#include "tests/bench/sync_desks.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <net/if.h>
#include <random>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>

using namespace bench;
using Timer = std::chrono::steady_clock;

namespace {

double since(Timer::time_point start) { return std::chrono::duration<double>(Timer::now() - start).count(); }

double at(std::vector<double> values, double part) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(std::lround(part * static_cast<double>(values.size() - 1)))];
}

struct Choice {
    std::uint64_t events = 20'000, cases = 2'000, idle = 2'000, grow = 1'000'000;
    int rounds = 3;
    std::string only = {};
    fs::path dir = fs::current_path();
    [[nodiscard]] bool has(std::string_view part) const { return only.empty() || only == part; }
};

/// What was promised, and whether all of it was reached.
class Goals {
public:
    void promise(const char* what, const std::vector<double>& values, const char* unit, bool atLeast, double goal) {
        const double middle = at(values, .5);
        const bool reached = atLeast ? middle >= goal : middle <= goal;
        m_missed = m_missed || !reached;
        std::printf("  %-52s %9.2f %s (%.2f - %.2f), promised %s %g: %s\n", what, middle, unit, at(values, 0),
                    at(values, 1), atLeast ? "at least" : "at most", goal, reached ? "reached" : "NOT REACHED");
        std::fflush(stdout);
    }
    [[nodiscard]] bool missed() const { return m_missed; }

private:
    bool m_missed = false;
};

void figure(const char* what, const std::vector<double>& values, const char* unit) {
    std::printf("  %-52s %9.2f %s (%.2f - %.2f)\n", what, at(values, .5), unit, at(values, 0), at(values, 1));
    std::fflush(stdout);
}

std::vector<double> ratio(const std::vector<double>& ours, const std::vector<double>& theirs) {
    std::vector<double> all;
    for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) all.push_back(ours[i] / theirs[i]);
    return all;
}

/// A network of our own, in which every byte over the loopback interface is ours. False where that is not allowed.
bool takeNetwork() {
    if (::unshare(CLONE_NEWNET) != 0) return false;
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    const bool up = ::ioctl(socket, SIOCSIFFLAGS, &request) == 0;
    ::close(socket);
    return up;
}

std::string loadAverage() {
    std::ifstream file("/proc/loadavg");
    std::string load;
    file >> load;
    return load;
}

/// Resident memory of a process, in KiB.
double residentOf(const std::string& pid) {
    std::ifstream status("/proc/" + pid + "/status");
    double kib = 0;
    for (std::string word; status >> word;)
        if (word == "VmRSS:") status >> kib;
    return kib;
}

/// Rates of one way of doing it, in events a second, and bytes an event.
struct Way {
    std::vector<double> push, whole, boot, pushBytes, wholeBytes, bootBytes, memory;
};

/// An author who has said so many events in acts of `inAct`, none of which the hub has.
SyncDesk fullAuthor(SyncOffice& office, const Choice& choice, std::size_t inAct, const fs::path& vault) {
    const auto own = office.place() / "author.db";
    fs::copy_file(vault, own, fs::copy_options::overwrite_existing);
    SyncDesk author(office, Who::author, own);
    const auto cases = author.cases();
    std::vector<model::Submission> acts;
    const auto each = choice.events / cases.size();
    // Acts of several are in one case each; single ones go round all cases, as they come in a day.
    for (std::uint64_t i = 0; i < choice.events; i += inAct) {
        const auto& in = cases[inAct > 1 ? i / each % cases.size() : i % cases.size()];
        std::vector<model::Event> events;
        for (std::size_t k = 0; k < inAct; ++k) events.push_back(author.note(in));
        acts.push_back(author.sign(std::move(events)));
    }
    author.keep(acts);
    office.settle();
    ::sync();
    return author;
}

/// One round of ours: a hub with nothing but cases, an author who has said everything, a reader who has nothing.
void measure(SyncOffice& office, const Choice& choice, std::size_t inAct, const fs::path& vault, Way& out) {
    const auto hub = office.startHub();
    const auto other = office.place() / "reader.db";
    fs::remove(other);
    auto author = fullAuthor(office, choice, inAct, vault);
    const auto count = static_cast<double>(choice.events);
    double bytes = loopback();
    const auto took = author.exchange(*office.way(hub, Who::author));
    if (took.brought.sealed != choice.events) std::exit(1);
    out.push.push_back(count / took.handedOver);
    out.whole.push_back(count / took.all);
    out.pushBytes.push_back(took.bytes / count);
    out.wholeBytes.push_back((loopback() - bytes) / count);
    SyncDesk reader(office, Who::reader, other);
    ::sync();
    bytes = loopback();
    const auto boot = reader.exchange(*office.way(hub, Who::reader));
    if (reader.events() < choice.events + choice.cases) std::exit(1);
    out.boot.push_back(static_cast<double>(reader.events()) / boot.all);
    out.bootBytes.push_back((loopback() - bytes) / static_cast<double>(reader.events()));
    out.memory.push_back(residentOf(hub.process->pid()) / 1024);
}

/// Bootstraps alone, one after the other from the same hub: where their time goes, for a profiler.
void benchBoot(SyncOffice& office, const Choice& choice, const fs::path& vault) {
    const auto hub = office.startHub();
    auto author = fullAuthor(office, choice, 10, vault);
    author.exchange(*office.way(hub, Who::author));
    const auto other = office.place() / "reader.db";
    const auto copy = office.place() / "copy.db";
    std::vector<double> rates, asking, hubs, floors, parts;
    std::printf("bootstraps of acts of ten; the hub is process %s\n", hub.process->pid().c_str());
    for (int round = 0; round < choice.rounds; ++round) {
        fs::remove(other);
        SyncDesk reader(office, Who::reader, other);
        const double worked = processorOf(hub.process->pid());
        const auto boot = reader.exchange(*office.way(hub, Who::reader));
        const auto events = static_cast<double>(reader.events());
        fs::remove(copy);
        floors.push_back(events / SyncDesk(office, Who::reader, copy).copyFrom(reader));
        rates.push_back(events / boot.all);
        parts.push_back(rates.back() / floors.back());
        asking.push_back(boot.asking / boot.all * 100);
        hubs.push_back((processorOf(hub.process->pid()) - worked) / boot.all * 100);
    }
    figure("bootstrap", rates, "events/s");
    figure("the same rows written into a vault, nothing checked", floors, "events/s");
    figure("bootstrap, of that", parts, "times");
    figure("of its time, waiting for the hub", asking, "%");
    figure("of its time, the hub's processor", hubs, "%");
}

/// One round of a peer; nothing where it is not installed.
void measurePeer(const SyncOffice& office, const Choice& choice, const std::vector<std::string>& words, Way& out) {
    auto command = words;
    command.insert(command.begin(), "node");
    command.push_back(std::to_string(choice.events));
    command.push_back(std::to_string(kEventBytes));
    ::sync();
    Child peer(command, Child::Hear::output);
    std::istringstream said(peer.line());
    double push = 0, pushBytes = 0, boot = 0, bootBytes = 0, memory = 0;
    if (!(said >> push >> pushBytes >> boot >> bootBytes >> memory)) {
        std::fprintf(stderr, "bench_sync: a peer failed: %s\n", words.front().c_str());
        return;
    }
    const auto count = static_cast<double>(choice.events);
    out.push.push_back(count / push);
    out.whole.push_back(count / push);
    out.pushBytes.push_back(pushBytes / count);
    out.wholeBytes.push_back(pushBytes / count);
    out.boot.push_back(count / boot);
    out.bootBytes.push_back(bootBytes / count);
    out.memory.push_back(memory);
    fs::remove_all(office.place() / "pouch");
}

void print(const char* name, const Way& way) {
    if (way.push.empty()) return;
    std::printf("%s\n", name);
    figure("push, until the server has all", way.push, "events/s");
    if (way.whole != way.push) figure("push, and the sealed order taken back", way.whole, "events/s");
    figure("bootstrap", way.boot, "events/s");
    figure("bytes on the wire, push, with TCP and IP", way.pushBytes, "B/event");
    if (way.whole != way.push) figure("bytes on the wire, push and the order taken back", way.wholeBytes, "B/event");
    figure("bytes on the wire, bootstrap", way.bootBytes, "B/event");
    figure("memory of the server afterwards, peak of a peer", way.memory, "MB");
}

void benchPush(Goals& goals, SyncOffice& office, const Choice& choice, const fs::path& vault, bool ownNetwork) {
    const std::string peers = PEERS_DIR;
    const bool installed = fs::exists(peers + "/installed");
    Way single, tens, pouch, rx;
    for (int round = 0; round < choice.rounds; ++round) {
        measure(office, choice, 1, vault, single);
        if (installed) measurePeer(office, choice, {peers + "/pouch.mjs", office.place() / "pouch"}, pouch);
        measure(office, choice, 10, vault, tens);
        if (installed) measurePeer(office, choice, {peers + "/rx.mjs"}, rx);
        std::printf("round %d of %d, load average %s:", round + 1, choice.rounds, loadAverage().c_str());
        for (const auto& [name, way] :
             {std::pair{"single", &single}, {"tens", &tens}, {"PouchDB", &pouch}, {"RxDB", &rx}})
            if (!way->push.empty()) std::printf(" %s %.0f and %.0f events/s", name, way->push.back(), way->boot.back());
        std::printf("\n");
        std::fflush(stdout);
    }
    print("touchstone, each event its own act", single);
    print("touchstone, acts of ten", tens);
    print("PouchDB, LevelDB on both sides, HTTP", pouch);
    print("RxDB, memory on both sides, WebSocket", rx);
    std::printf("promised\n");
    if (!pouch.push.empty()) {
        goals.promise("push, each its own act, to PouchDB", ratio(single.push, pouch.push), "times", true, 1.5);
        goals.promise("push, acts of ten, to PouchDB", ratio(tens.push, pouch.push), "times", true, 5);
        goals.promise("bootstrap, acts of ten, to PouchDB", ratio(tens.boot, pouch.boot), "times", true, 10);
        figure("bootstrap, each its own act, to PouchDB", ratio(single.boot, pouch.boot), "times");
    }
    if (!rx.push.empty()) {
        goals.promise("push, acts of ten, to RxDB", ratio(tens.push, rx.push), "times", true, 1);
        goals.promise("bootstrap, acts of ten, to RxDB", ratio(tens.boot, rx.boot), "times", true, 1.5);
        figure("bootstrap, each its own act, to RxDB", ratio(single.boot, rx.boot), "times");
    }
    if (!ownNetwork) return;
    goals.promise("bytes on the wire of a push, acts of ten", tens.pushBytes, "B", false, 650);
    goals.promise("bytes on the wire of a bootstrap, acts of ten", tens.bootBytes, "B", false, 650);
    goals.promise("bytes on the wire of a push, each its own act", single.pushBytes, "B", false, 650);
    goals.promise("bytes on the wire of a bootstrap, each its own act", single.bootBytes, "B", false, 650);
}

/// One desk says something, and another that waits for news has it in its vault.
void benchLatency(Goals& goals, SyncOffice& office, const fs::path& vault) {
    const auto hub = office.startHub();
    const auto own = office.place() / "author.db", other = office.place() / "reader.db";
    fs::copy_file(vault, own, fs::copy_options::overwrite_existing);
    fs::remove(other);
    SyncDesk author(office, Who::author, own), reader(office, Who::reader, other);
    const auto cases = author.cases();
    const auto way = office.way(hub, Who::author), back = office.way(hub, Who::reader),
               news = office.way(hub, Who::reader);
    reader.exchange(*back);
    constexpr std::size_t kEvents = 400;
    std::atomic<std::uint64_t> has = reader.events();
    const auto end = has + kEvents;
    std::atomic<Timer::time_point> came;
    std::jthread other_([&] {
        while (has < end) {
            if (!must(news->waitForNews(reader.lastCommit(), 10))) continue;
            reader.exchange(*back);
            came = Timer::now();
            has = reader.events();
            has.notify_all();
        }
    });
    std::mt19937 dice(1);
    std::vector<double> seen, said;
    for (std::size_t i = 0; i < kEvents; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(15 + dice() % 30));
        const auto before = has.load();
        const auto event = author.note(cases[dice() % cases.size()]);
        const auto start = Timer::now();
        const auto act = author.sign({event});
        said.push_back(author.say(act, *way).handedOver * 1e3);
        has.wait(before);
        seen.push_back(std::chrono::duration<double, std::milli>(came.load() - start).count());
    }
    std::printf("a note seen at another desk that waits for news, %zu times\n", kEvents);
    figure("until the hub has acknowledged it, median", {at(said, .5)}, "ms");
    goals.promise("seen, median", {at(seen, .5)}, "ms", false, 6);
    goals.promise("seen, 99 of 100", {at(seen, .99)}, "ms", false, 25);
}

/// Many desks that each write once a second.
void benchBusy(Goals& goals, SyncOffice& office, const fs::path& vault) {
    constexpr std::size_t kDesks = 200, kSeconds = 12;
    const auto hub = office.startHub();
    const auto own = office.place() / "author.db";
    fs::copy_file(vault, own, fs::copy_options::overwrite_existing);
    SyncDesk author(office, Who::author, own);
    const auto cases = author.cases();
    for (const bool reads : {false, true}) {
        std::vector<std::vector<model::Submission>> acts(kDesks);
        for (std::size_t i = 0; i < kDesks; ++i)
            for (std::size_t k = 0; k < kSeconds; ++k) acts[i].push_back(author.sign({author.note(cases[i * 7 + k])}));
        std::vector<std::vector<double>> times(kDesks);
        const double worked = processorOf(hub.process->pid());
        const auto start = Timer::now() + std::chrono::seconds(1);
        {
            std::vector<std::jthread> desks;
            for (std::size_t i = 0; i < kDesks; ++i)
                desks.emplace_back([&, i] {
                    const auto way = office.way(hub, Who::reader);
                    const auto me = office.person(Who::reader).id;
                    auto after = author.lastCommit();
                    // Somebody else at each desk; what it had is not asked for.
                    for (auto more = reads; more;) {
                        const auto changes = must(way->changes(me, {after, 64, false, true}));
                        if (!changes.commits.empty()) after = changes.commits.back().commit.number;
                        more = changes.more;
                    }
                    for (std::size_t k = 0; k < kSeconds; ++k) {
                        std::this_thread::sleep_until(start + std::chrono::seconds(k) +
                                                      std::chrono::milliseconds(i * 1000 / kDesks));
                        const auto begun = Timer::now();
                        must(way->submit(std::span(&acts[i][k], 1)));
                        if (k >= 2) times[i].push_back(since(begun) * 1e3);
                        for (auto more = reads; more;) {
                            const auto changes = must(way->changes(me, {after, 64, false, true}));
                            if (!changes.commits.empty()) after = changes.commits.back().commit.number;
                            more = changes.more;
                        }
                    }
                });
        }
        std::vector<double> all;
        for (const auto& one : times) all.insert(all.end(), one.begin(), one.end());
        std::printf("%zu desks that each write once a second%s\n", kDesks,
                    reads ? ", and fetch what all others wrote" : "");
        figure("written, median", {at(all, .5)}, "ms");
        // That each desk also fetches what all others wrote, 40,000 events a second in all, was not promised.
        if (reads) figure("written, 99 of 100", {at(all, .99)}, "ms");
        else goals.promise("written, 99 of 100", {at(all, .99)}, "ms", false, 250);
        figure("processor of the hub", {(processorOf(hub.process->pid()) - worked) / kSeconds * 100}, "%");
    }
}

void benchIdle(Goals& goals, SyncOffice& office, const Choice& choice, const fs::path& vault, bool tls) {
    const auto hub = office.startHub(tls);
    const auto pid = hub.process->pid();
    const auto own = office.place() / "author.db";
    fs::copy_file(vault, own, fs::copy_options::overwrite_existing);
    SyncDesk author(office, Who::author, own);
    author.exchange(*office.way(hub, Who::author));
    const auto after = author.lastCommit();
    const auto settled = [&] {
        std::this_thread::sleep_for(std::chrono::seconds(2));
        return residentOf(pid);
    };
    const double none = settled();
    std::printf("memory of a hub, %s\n", tls ? "TLS by itself" : "behind a proxy that speaks TLS");
    goals.promise("with no desk", {none / 1024}, "MB", false, 40);
    for (const auto count : {choice.idle / 4, choice.idle}) {
        const IdleDesks desks(office, hub, after, count);
        const double all = settled();
        std::printf("  with %llu desks that wait: %.1f MB\n", static_cast<unsigned long long>(count), all / 1024);
        goals.promise("each", {(all - none) / static_cast<double>(count)}, "KiB", false, 10);
    }
}

/// What is there when a hub has so many events, each ten in a case of its own.
void growTo(SyncOffice& office, const SyncOffice::Running& running, SyncDesk& author, std::uint64_t from,
            std::uint64_t to) {
    const auto cases = author.cases();
    // A report as the program wrote one, for other cases.
    const auto head = must(author.vault().record().head(cases.front().row));
    const auto report = must(author.vault().record().event(head->event));
    const auto act = must(author.vault().record().act(report.act));
    const auto note = author.note(cases.front());
    const auto random = crypto::seededRandom(from + 1);
    const auto& keys = office.person(Who::author).keys;
    office.fill(running, [&](model::Hub& hub) {
        for (auto done = from; done < to;) {
            std::vector<model::Submission> batch;
            for (int i = 0; i < 10 && done < to; ++i) {
                model::Submission said;
                std::vector<model::Digest> ids;
                for (int k = 0; k < 200; ++k) {
                    auto header = report.event.header;
                    random->fill(header.caseId.bytes);
                    random->fill(header.nonce);
                    const auto id = header.caseId;
                    said.events.push_back(model::makeEvent(std::move(header), report.event.sealed));
                    for (int n = 1; n < 10; ++n) {
                        auto more = note.header;
                        more.caseId = id;
                        random->fill(more.nonce);
                        said.events.push_back(model::makeEvent(std::move(more), note.sealed));
                    }
                }
                for (const auto& event : said.events) ids.push_back(event.id);
                said.act = model::signAct(keys.identity, office.person(Who::author).id, office.clock().now(), ids,
                                          act.act.envelopes)
                               .value();
                done += said.events.size();
                batch.push_back(std::move(said));
            }
            must(hub.submit(batch));
            const auto& last = batch.back().events.back();
            if (!must(hub.refusals(std::span(&last.id, 1))).empty())
                must(model::Result<void>(model::fail(model::Code::failed, model::same("what fills it was refused"))));
        }
    });
}

void benchGrow(Goals& goals, SyncOffice& office, const Choice& choice, const fs::path& vault) {
    const auto hub = office.startHub();
    const auto own = office.place() / "author.db";
    fs::copy_file(vault, own, fs::copy_options::overwrite_existing);
    SyncDesk author(office, Who::author, own);
    const auto cases = author.cases();
    const auto way = office.way(hub, Who::author);
    const auto me = office.person(Who::author).id;
    std::printf("cost of an event by what is there\n");
    std::uint64_t there = choice.cases;
    std::vector<double> submits, singles, reads;
    for (const std::uint64_t size : {10'000ULL, 100'000ULL, 1'000'000ULL, 5'000'000ULL}) {
        if (size > choice.grow) break;
        const auto filling = Timer::now();
        growTo(office, hub, author, there, size);
        const double filled = since(filling);
        office.settle();
        there = size;
        std::vector<double> batch, single, read;
        for (int round = 0; round < 5; ++round) {
            const auto before = must(way->changes(me, {std::uint64_t{1} << 50, 1, false, true})).last.value_or(0);
            std::vector<model::Submission> acts;
            for (int i = 0; i < 1'000; ++i)
                acts.push_back(
                    author.sign({author.note(cases[static_cast<std::size_t>(i * 7 + round) % cases.size()])}));
            auto start = Timer::now();
            must(way->submit(acts));
            batch.push_back(since(start) * 1e3);
            start = Timer::now();
            for (int i = 0; i < 100; ++i) {
                const auto act = author.sign({author.note(cases[static_cast<std::size_t>(i)])});
                must(way->submit(std::span(&act, 1)));
            }
            single.push_back(since(start) * 10);
            start = Timer::now();
            std::size_t came = 0;
            for (auto after = before;;) {
                const auto changes = must(way->changes(me, {after, 64, true, true}));
                came += changes.entries.size();
                if (changes.commits.empty() || !changes.more) break;
                after = changes.commits.back().commit.number;
            }
            read.push_back(since(start) * 1e6 / static_cast<double>(came));
        }
        std::printf("with %llu events (filled in %.0f s)\n", static_cast<unsigned long long>(size), filled);
        figure("submitted, 1000 acts at once", batch, "us/event");
        figure("submitted, one by one", single, "ms/event");
        figure("fetched", read, "us/event");
        submits.push_back(at(batch, .5));
        singles.push_back(at(single, .5));
        reads.push_back(at(read, .5));
    }
    if (submits.size() < 2) return;
    // Flat: what it costs at the end is what it costs at the beginning, but for the noise of the machine.
    goals.promise("the last to the first, submitted at once", {submits.back() / submits.front()}, "times", false, 1.5);
    goals.promise("the last to the first, one by one", {singles.back() / singles.front()}, "times", false, 1.5);
    goals.promise("the last to the first, fetched", {reads.back() / reads.front()}, "times", false, 1.5);
}

bool readChoice(int argc, char** argv, Choice& choice) {
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view option = argv[i];
        const char* value = argv[i + 1];
        if (option == "--events") choice.events = std::strtoull(value, nullptr, 10);
        else if (option == "--rounds") choice.rounds = std::atoi(value);
        else if (option == "--idle") choice.idle = std::strtoull(value, nullptr, 10);
        else if (option == "--grow") choice.grow = std::strtoull(value, nullptr, 10);
        else if (option == "--only") choice.only = value;
        else if (option == "--dir") choice.dir = value;
        else return false;
    }
    return argc % 2 == 1;
}

} // namespace

int main(int argc, char** argv) {
    Goals goals;
    Choice choice;
    if (!readChoice(argc, argv, choice)) return 2;
    const auto place = fs::absolute(choice.dir) / "bench_sync.data";
    fs::remove_all(place);
    fs::create_directories(place);
    // The server's files too: a folder for temporary files may be in memory.
    ::setenv("TMPDIR", place.c_str(), 1);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const bool ownNetwork = takeNetwork();
    std::printf("load average %s; PostgreSQL with fsync and synchronous_commit, TLS 1.3, %zu bytes an event\n",
                loadAverage().c_str(), kEventBytes);
    {
        SyncOffice office(place, choice.cases);
        const auto vault = place / "base.db";
        {
            const auto hub = office.startHub();
            SyncDesk(office, Who::author, vault).exchange(*office.way(hub, Who::author));
        }
        if (choice.has("push")) benchPush(goals, office, choice, vault, ownNetwork);
        if (choice.only == "boot") benchBoot(office, choice, vault);
        if (choice.has("latency")) benchLatency(goals, office, vault);
        if (choice.has("busy")) benchBusy(goals, office, vault);
        if (choice.has("idle")) {
            benchIdle(goals, office, choice, vault, false);
            benchIdle(goals, office, choice, vault, true);
        }
        if (choice.has("grow")) benchGrow(goals, office, choice, vault);
    }
    fs::remove_all(place);
    std::printf("load average %s\n", loadAverage().c_str());
    return goals.missed() ? 1 : 0;
}
