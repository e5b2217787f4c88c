// SPDX-License-Identifier: GPL-3.0-or-later

// Taking a large file in as evidence, beside what it is measured against, interleaved in one run: sha256sum (the floor:
// a digest cannot be split over cores), cp with fsync, and restic without compression where it is installed.
//   bench_evidence [--mib 2048] [--runs 5] [--dir PLACE]      PLACE must be on a disk, with four times the room
// Each is a process of its own with the source in the page cache; the peak of memory is that process's.

#include "crypto/random.h"
#include "model/store/evidence_store.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;

struct Contestant {
    std::string name;
    std::vector<std::string> prepare; // not timed
    std::vector<std::string> command;
    std::vector<double> seconds = {};
    long peakKib = 0;
};

/// Runs a command; gives its wall time, or a negative number when it failed.
double run(const std::vector<std::string>& words, long* peakKib) {
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const auto start = Clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        if (!std::freopen("/dev/null", "w", stdout)) std::_Exit(126);
        ::execvp(arguments[0], arguments.data());
        std::_Exit(127);
    }
    int status = 0;
    rusage usage{};
    if (child < 0 || ::wait4(child, &status, 0, &usage) != child) return -1;
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (peakKib) *peakKib = std::max(*peakKib, usage.ru_maxrss);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? seconds : -1;
}

int takeOne(const fs::path& source, const fs::path& directory) {
    const auto store = model::EvidenceStore::open(directory);
    if (!store) return 1;
    const auto key = crypto::Secret::random(32, *crypto::systemRandom());
    return store->take(source, crypto::Suite::intl1, key) ? 0 : 1;
}

void makeSource(const fs::path& path, std::uint64_t mib) {
    const auto random = crypto::seededRandom(20261122);
    crypto::Bytes block(kMiB);
    std::ofstream file(path, std::ios::binary);
    for (std::uint64_t i = 0; i < mib; ++i) {
        random->fill(block);
        file.write(reinterpret_cast<const char*>(block.data()), static_cast<std::streamsize>(block.size()));
    }
}

bool installed(const char* program) {
    return std::system((std::string("command -v ") + program + " >/dev/null 2>&1").c_str()) == 0;
}

} // namespace

int main(int argc, char** argv) {
    std::uint64_t mib = 2048;
    int runs = 5;
    fs::path place = fs::current_path();
    if (argc == 4 && std::string_view(argv[1]) == "--take") return takeOne(argv[2], argv[3]);
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view option = argv[i];
        if (option == "--mib") mib = std::strtoull(argv[i + 1], nullptr, 10);
        else if (option == "--runs") runs = std::atoi(argv[i + 1]);
        else if (option == "--dir") place = argv[i + 1];
        else return 2;
    }
    place /= "bench_evidence.data";
    fs::remove_all(place);
    fs::create_directories(place);
    const std::string source = place / "source", output = place / "output";
    makeSource(source, mib);
    ::setenv("RESTIC_PASSWORD", "bench", 1);

    const std::string self = fs::read_symlink("/proc/self/exe");
    std::vector<Contestant> all;
    all.push_back({"sha256sum", {}, {"sha256sum", source}});
    all.push_back({"touchstone", {}, {self, "--take", source, output}});
    all.push_back({"cp and fsync", {}, {"dd", "if=" + source, "of=" + output, "bs=1M", "conv=fsync", "status=none"}});
    if (installed("restic")) {
        all.push_back({"restic --compression off",
                       {"restic", "init", "-q", "--no-cache", "-r", output},
                       {"restic", "backup", "-q", "--no-cache", "--compression", "off", "-r", output, source}});
    }
    bool failed = false;
    for (int round = 0; round < runs && !failed; ++round) {
        for (auto& contestant : all) {
            fs::remove_all(output);
            ::sync(); // nobody pays for what another left to write
            if (!contestant.prepare.empty()) (void)run(contestant.prepare, nullptr);
            const double seconds = run(contestant.command, &contestant.peakKib);
            if (seconds < 0) {
                std::fprintf(stderr, "%s failed\n", contestant.name.c_str());
                failed = true;
            }
            contestant.seconds.push_back(seconds);
        }
    }
    fs::remove_all(place);
    if (failed) return 1;

    std::printf("Taking in %llu MiB of random bytes, %d rounds\n", static_cast<unsigned long long>(mib), runs);
    std::printf("%-26s %9s %17s %12s %9s\n", "", "median", "from - to", "x sha256sum", "peak MB");
    std::vector<double> medians;
    for (auto& contestant : all) {
        std::ranges::sort(contestant.seconds);
        medians.push_back(contestant.seconds[contestant.seconds.size() / 2]);
        std::printf("%-26s %7.2f s %7.2f - %5.2f s %12.2f %9.1f\n", contestant.name.c_str(), medians.back(),
                    contestant.seconds.front(), contestant.seconds.back(), medians.back() / medians[0],
                    static_cast<double>(contestant.peakKib) / 1024);
    }
    const double memory = static_cast<double>(all[1].peakKib) / 1024;
    const bool memoryHolds = memory < 100;
    const bool faster = all.size() < 4 || medians[1] < medians[3];
    std::printf("memory under 100 MB: %s; faster than restic: %s\n", memoryHolds ? "yes" : "NO",
                all.size() < 4 ? "restic is not installed"
                : faster       ? "yes"
                               : "NO");
    return memoryHolds && faster ? 0 : 1;
}
