// SPDX-License-Identifier: GPL-3.0-or-later

// Evidence to the hub and back: the sealed files of one case, over TLS 1.3 and two connections to a real
// touchstone-hub, checked before they are sent and after they came, durable on both sides. Beside it, interleaved in
// one run, what rclone makes of the same files and a WebDAV server of its own, without TLS and without making anything
// durable; and once more with both.
//   bench_evidence_sync [--mib 512] [--runs 5] [--dir PLACE]     PLACE must be on a disk, with six times the room
// Fails under 1.5 times rclone, in either direction.

#include "app/link/http_transport.h"
#include "crypto/random.h"
#include "model/hub/hub_folder.h"
#include "model/workspace/invitation.h"
#include "tests/bench/child.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

using bench::Child;
using bench::member;
using bench::must;
using bench::processorOf;

namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;
constexpr double kGoal = 1.5;

double secondsOf(const std::function<void()>& work) {
    ::sync(); // nobody pays for what another left to write
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Three quarters in files of 48 MiB, the rest in files of 1.25 MiB, as in a case with some disk images and many
/// papers.
std::vector<fs::path> makeFiles(const fs::path& folder, std::uint64_t mib) {
    fs::create_directories(folder);
    const auto random = crypto::seededRandom(20261127);
    std::vector<fs::path> files;
    const auto add = [&](std::uint64_t size) {
        files.push_back(folder / ("file-" + std::to_string(files.size())));
        std::ofstream file(files.back(), std::ios::binary);
        crypto::Bytes block(256 * 1024);
        for (std::uint64_t done = 0; done < size; done += block.size()) {
            random->fill(block);
            file.write(reinterpret_cast<const char*>(block.data()), static_cast<std::streamsize>(block.size()));
        }
    };
    std::uint64_t left = mib * kMiB;
    for (; left > mib * kMiB / 4 && left >= 48 * kMiB; left -= 48 * kMiB) add(48 * kMiB);
    for (; left >= 5 * kMiB / 4; left -= 5 * kMiB / 4) add(5 * kMiB / 4);
    return files;
}

/// An office whose hub is a process of its own, and a second machine of it.
struct Offices {
    Offices(const fs::path& place, const std::vector<fs::path>& files)
        : hub(place / "hub"), first(place / "first"), second(place / "second") {
        model::FoundRequest request{first,
                                    "Bench",
                                    crypto::Suite::intl1,
                                    "Head",
                                    "head",
                                    {model::Role::administrator, model::Role::officer},
                                    false,
                                    {crypto::kMinMemoryKiB, 1, 1}};
        head = must(model::Workspace::found(request, crypto::asBytes("head"), with()));
        model::intake::Report report;
        report.title = model::same("A case");
        report.narrativeEn = "With evidence.";
        id = must(head->receiveReport(report));
        for (const auto& one : must(head->addEvidence(id, files, "electronic", {}, {}, {})))
            if (one.error) must(model::Result<void>(std::unexpected(*one.error)));
        const auto code = must(head->handOver(place / "record"));
        must(model::adoptHandover(hub, place / "record", code));
        server = std::make_unique<Child>(std::vector<std::string>{PROGRAM_DIR "/touchstone-hub", "serve", "--folder",
                                                                  hub, "--listen", "127.0.0.1:0"},
                                         Child::Hear::errors);
        const auto line = server->line();
        const auto pin = must(model::Result<crypto::Digest>(*crypto::Digest::fromHex(member(line, "pin"))));
        must(head->connectHub("127.0.0.1", static_cast<std::uint16_t>(std::stoi(member(line, "port"))), pin));
        const auto asked = must(model::joinByInvitation(second, must(model::invitationOf(first)),
                                                        {"Zhao", "zhao", {model::Role::officer}, false},
                                                        crypto::asBytes("zhao"), with()));
        must(head->admit(asked, {model::Role::officer}, false));
        zhao = must(model::Workspace::unlock(second, asked.person, crypto::asBytes("zhao"), with()));
    }
    model::Surroundings with() const { return {clock.get(), random.get(), app::httpWay, {}}; }

    static void run(const model::EvidenceTransfer& transfer) {
        const auto outcome = transfer.run({}, {});
        if (outcome.ended) must(model::Result<void>(std::unexpected(*outcome.ended)));
        for (const auto& one : outcome.items)
            if (one.error) must(model::Result<void>(std::unexpected(*one.error)));
        if (outcome.bytes == 0)
            must(model::Result<void>(model::fail(model::Code::failed, model::same("nothing moved"))));
    }
    /// Processor that both sides have used so far.
    [[nodiscard]] double processor() const { return processorOf("self") + processorOf(server->pid()); }
    double upload() const {
        fs::remove_all(hub / "evidence");
        for (const auto& entry : fs::directory_iterator(first / "evidence"))
            if (entry.path().extension() == ".sum") fs::remove(entry.path());
        return secondsOf([&] { run(must(head->evidenceToSend(false))); });
    }
    double download() const {
        for (const auto& entry : fs::directory_iterator(second / "evidence")) fs::remove(entry.path());
        return secondsOf([&] { run(must(zhao->evidenceToFetch(id, {}))); });
    }

    std::unique_ptr<model::Clock> clock = model::systemClock();
    std::unique_ptr<crypto::Random> random = crypto::systemRandom();
    fs::path hub, first, second;
    std::unique_ptr<Child> server;
    std::unique_ptr<model::Workspace> head, zhao;
    model::CaseId id;
};

/// Seconds of processor of programs that have ended.
double processorOfEnded() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// The same files with rclone: as it is, without any option that would slow it down; or with what ours has too, TLS and
/// a disk that is waited for at the end.
struct Rclone {
    enum class How { asItIs, likeOurs };
    Rclone(const fs::path& place, const fs::path& hub, How given)
        : how(given), source(place / "source"), remote(place / (given == How::asItIs ? "webdav" : "webdav-tls")),
          back(place / "back") {
        fs::create_directories(remote);
        const std::string address = how == How::asItIs ? "127.0.0.1:18731" : "127.0.0.1:18732";
        std::vector<std::string> serve{"rclone", "serve", "webdav",           remote,
                                       "--addr", address, "--dir-cache-time", "0s"};
        if (how == How::likeOurs) {
            serve.insert(serve.end(), {"--cert", hub / "tls.crt", "--key", hub / "tls.key"});
            options = {"--no-check-certificate"}; // it could only be told the authority, which there is none of
        }
        options.push_back("--webdav-url=" + std::string(how == How::asItIs ? "http://" : "https://") + address);
        server = std::make_unique<Child>(serve);
        for (int i = 0; i < 100 && run({"lsd", ":webdav:"}) != 0; ++i) ::usleep(100'000);
    }
    [[nodiscard]] int run(std::vector<std::string> words) const {
        words.insert(words.begin(), "rclone");
        words.insert(words.end(), options.begin(), options.end());
        return Child(words).wait();
    }
    double upload() const {
        for (const auto& entry : fs::directory_iterator(remote)) fs::remove_all(entry.path());
        return secondsOf([&] { check(run({"copy", source, ":webdav:"})); });
    }
    double download() const {
        fs::remove_all(back);
        return secondsOf([&] { check(run({"copy", ":webdav:", back})); });
    }
    void check(int code) const {
        if (code != 0) {
            std::fprintf(stderr, "rclone failed: %d\n", code);
            std::exit(1);
        }
        if (how == How::likeOurs) ::sync();
    }
    /// Processor that both sides have used so far.
    [[nodiscard]] double processor() const { return processorOfEnded() + processorOf(server->pid()); }

    How how;
    std::vector<std::string> options;
    fs::path source, remote, back;
    std::unique_ptr<Child> server;
};

/// One way of one side.
struct Row {
    std::vector<double> rates = {};     ///< MiB a second
    std::vector<double> processor = {}; ///< seconds for a GiB, of both ends

    template <class Who>
    void measure(double mib, const Who& who, const std::function<double()>& seconds) {
        const double before = who.processor();
        rates.push_back(mib / seconds());
        processor.push_back((who.processor() - before) * 1024 / mib);
    }
};

struct Side {
    std::string name;
    Row up = {}, down = {};
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void print(const Side& side) {
    for (const auto& [way, row] : {std::pair{"up", &side.up}, std::pair{"down", &side.down}}) {
        if (row->rates.empty()) continue;
        const auto [least, most] = std::ranges::minmax(row->rates);
        std::printf("%-28s %-5s %6.0f MiB/s %6.0f - %4.0f   %4.1f s of processor for a GiB\n", side.name.c_str(), way,
                    median(row->rates), least, most, median(row->processor));
    }
}

/// How much faster in each round; whether the median is what was promised.
bool compare(const char* what, const Row& ours, const Row& theirs, bool promised = true) {
    Row ratios;
    for (std::size_t i = 0; i < ours.rates.size(); ++i) ratios.rates.push_back(ours.rates[i] / theirs.rates[i]);
    const auto [least, most] = std::ranges::minmax(ratios.rates);
    const bool holds = median(ratios.rates) >= kGoal;
    std::printf("%s %.2f times rclone (%.2f - %.2f)", what, median(ratios.rates), least, most);
    if (promised) std::printf(", promised %.1f: %s", kGoal, holds ? "yes" : "NO");
    std::printf("\n");
    return holds;
}

} // namespace

int main(int argc, char** argv) {
    std::uint64_t mib = 512;
    int runs = 5;
    fs::path place = fs::current_path();
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view option = argv[i];
        if (option == "--mib") mib = std::strtoull(argv[i + 1], nullptr, 10);
        else if (option == "--runs") runs = std::atoi(argv[i + 1]);
        else if (option == "--dir") place = argv[i + 1];
        else return 2;
    }
    place = fs::absolute(place) / "bench_evidence_sync.data";
    fs::remove_all(place);
    const auto files = makeFiles(place / "source", mib);
    std::uint64_t bytes = 0;
    for (const auto& file : files) bytes += fs::file_size(file);
    const double size = static_cast<double>(bytes) / static_cast<double>(kMiB);
    Side ours{"touchstone"}, plain{"rclone webdav"}, alike{"rclone webdav, TLS, synced"};
    const bool peer = std::system("command -v rclone >/dev/null 2>&1") == 0;
    {
        const Offices offices(place, files);
        std::unique_ptr<Rclone> rclone, withTls;
        if (peer) {
            rclone = std::make_unique<Rclone>(place, offices.hub, Rclone::How::asItIs);
            withTls = std::make_unique<Rclone>(place, offices.hub, Rclone::How::likeOurs);
        }
        for (int round = 0; round < runs; ++round) {
            ours.up.measure(size, offices, [&] { return offices.upload(); });
            if (rclone) plain.up.measure(size, *rclone, [&] { return rclone->upload(); });
            if (withTls) alike.up.measure(size, *withTls, [&] { return withTls->upload(); });
            ours.down.measure(size, offices, [&] { return offices.download(); });
            if (rclone) plain.down.measure(size, *rclone, [&] { return rclone->download(); });
            if (withTls) alike.down.measure(size, *withTls, [&] { return withTls->download(); });
        }
    }
    fs::remove_all(place);
    std::printf("%zu files, %.0f MiB, %d rounds\n", files.size(), size, runs);
    for (const auto* side : {&ours, &plain, &alike}) print(*side);
    if (!peer) {
        std::printf("rclone is not installed\n");
        return 0;
    }
    const bool upHolds = compare("up:  ", ours.up, plain.up);
    const bool downHolds = compare("down:", ours.down, plain.down);
    (void)compare("up, both with TLS and synced:  ", ours.up, alike.up, false);
    (void)compare("down, both with TLS and synced:", ours.down, alike.down, false);
    return upHolds && downHolds ? 0 : 1;
}
