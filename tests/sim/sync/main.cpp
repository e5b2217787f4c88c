// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/sync/world.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

// The simulator of the exchange (docs/simulation.md):
//   touchstone-sim SEED                              one run, every step in a line
//   touchstone-sim --seeds N [--from S] [--jobs J]   many runs; says which fail
//   touchstone-sim --seed SEED                       one run without its steps
// Exit codes: 0 all holds, 1 something does not, 2 usage.

namespace {

using namespace sim;

struct Sum {
    std::uint64_t runs = 0, failed = 0, said = 0, sealed = 0, refused = 0, messages = 0, lies = 0, named = 0,
                  givenBack = 0;
};

void add(Sum& sum, const Outcome& out) {
    ++sum.runs;
    sum.said += out.said;
    sum.sealed += out.sealed;
    sum.refused += out.refused;
    sum.messages += out.messages;
    sum.lies += out.lies;
    sum.named += out.named;
    sum.givenBack += out.givenBack;
}

/// The offices of the runs of a process, founded when they are first needed.
class Casts {
public:
    explicit Casts(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    /// Each tenth seed is of an office with the other suite.
    const Cast& of(std::uint64_t seed) {
        const bool gm = seed % 10 == 0;
        auto& cast = gm ? m_gm : m_intl;
        if (!cast) {
            const auto folder = m_folder / (gm ? "gm-1" : "intl-1");
            std::filesystem::create_directory(folder);
            cast.emplace(foundCast(gm ? crypto::Suite::gm1 : crypto::Suite::intl1, folder));
        }
        return *cast;
    }

private:
    std::filesystem::path m_folder;
    std::optional<Cast> m_intl, m_gm;
};

/// True if all holds. A run that fails is gone through once more with its lines told, because the same seed does the
/// same.
bool one(const Cast& cast, const std::filesystem::path& folder, std::uint64_t seed, bool print, Sum& sum) {
    World world(cast, seed, folder / "run", print);
    try {
        add(sum, world.run());
        return true;
    } catch (const std::exception& broken) {
        ++sum.runs;
        ++sum.failed;
        std::fflush(stdout);
        if (!print) {
            for (const auto& line : world.lines()) std::fprintf(stderr, "%s\n", line.c_str());
        }
        std::fprintf(stderr, "seed %llu (%s): BROKEN: %s\n  again with: ./dev sim %llu\n",
                     static_cast<unsigned long long>(seed), std::string(sortName(world.plan().sort)).c_str(),
                     broken.what(), static_cast<unsigned long long>(seed));
        return false;
    }
}

/// A folder in memory where there is one: what is on it survives the end of a simulated program, and that is all that
/// is asked of it.
std::filesystem::path scratch() {
    std::error_code error;
    const std::filesystem::path memory = "/dev/shm";
    std::string name = (std::filesystem::is_directory(memory, error) && access(memory.c_str(), W_OK) == 0
                            ? memory
                            : std::filesystem::temp_directory_path())
                           .string() +
                       "/touchstone-sim-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        std::perror("touchstone-sim");
        std::exit(1);
    }
    return name;
}

/// Every jobs-th of the seeds. Its figures go through the pipe.
Sum runSome(std::uint64_t from, std::uint64_t count, std::uint64_t job, std::uint64_t jobs) {
    Sum sum;
    const auto folder = scratch();
    {
        Casts casts(folder);
        for (std::uint64_t i = job; i < count; i += jobs) one(casts.of(from + i), folder, from + i, false, sum);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return sum;
}

int many(std::uint64_t from, std::uint64_t count, std::uint64_t jobs) {
    const auto began = std::chrono::steady_clock::now();
    std::vector<std::pair<pid_t, int>> children;
    for (std::uint64_t job = 0; job < jobs; ++job) {
        int ends[2];
        if (pipe(ends) != 0) return 1;
        const pid_t child = fork();
        if (child < 0) return 1;
        if (child == 0) {
            close(ends[0]);
            const Sum sum = runSome(from, count, job, jobs);
            const bool told = write(ends[1], &sum, sizeof sum) == sizeof sum;
            std::fflush(stdout);
            std::exit(told ? 0 : 1);
        }
        close(ends[1]);
        children.emplace_back(child, ends[0]);
    }
    Sum all;
    bool whole = true;
    for (const auto& [child, end] : children) {
        Sum sum;
        const bool heard = read(end, &sum, sizeof sum) == sizeof sum;
        int status = 0;
        waitpid(child, &status, 0);
        close(end);
        whole = whole && heard && WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if (!heard) continue;
        all.runs += sum.runs, all.failed += sum.failed, all.said += sum.said, all.sealed += sum.sealed;
        all.refused += sum.refused, all.messages += sum.messages, all.lies += sum.lies, all.named += sum.named;
        all.givenBack += sum.givenBack;
    }
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    std::printf("%llu seeds from %llu in %.1f s with %llu processes: %llu broken; %llu things said, %llu links, %llu "
                "refusals, %llu messages, %llu lies, %llu alarms, %llu commits given back\n",
                static_cast<unsigned long long>(all.runs), static_cast<unsigned long long>(from),
                static_cast<double>(ms.count()) / 1000, static_cast<unsigned long long>(jobs),
                static_cast<unsigned long long>(all.failed), static_cast<unsigned long long>(all.said),
                static_cast<unsigned long long>(all.sealed), static_cast<unsigned long long>(all.refused),
                static_cast<unsigned long long>(all.messages), static_cast<unsigned long long>(all.lies),
                static_cast<unsigned long long>(all.named), static_cast<unsigned long long>(all.givenBack));
    return whole && all.failed == 0 && all.runs == count ? 0 : 1;
}

int usage() {
    std::fputs("touchstone-sim SEED | --seeds N [--from S] [--jobs J]\n", stderr);
    return 2;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    std::uint64_t seeds = 0, from = 1, jobs = 1;
    std::optional<std::uint64_t> seed;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool hasNext = i + 1 < words.size();
        const auto next = [&] { return std::strtoull(words[++i].c_str(), nullptr, 10); };
        if (words[i] == "--seeds" && hasNext) seeds = next();
        else if (words[i] == "--from" && hasNext) from = next();
        else if (words[i] == "--jobs" && hasNext) jobs = std::max<std::uint64_t>(1, next());
        else if (!words[i].empty() && words[i].find_first_not_of("0123456789") == std::string::npos)
            seed = std::strtoull(words[i].c_str(), nullptr, 10);
        else return usage();
    }
    if (seed.has_value() == (seeds > 0)) return usage();
    if (seeds > 0) return many(from, seeds, jobs);
    Sum sum;
    const auto folder = scratch();
    bool holds = false;
    {
        Casts casts(folder);
        holds = one(casts.of(*seed), folder, *seed, true, sum);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    if (holds) std::puts("all holds");
    return holds ? 0 : 1;
}
