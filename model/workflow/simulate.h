// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/engine.h"

namespace model {

/// How a definition is tried out.
struct SimulationAsk {
    std::uint64_t seed = 1; ///< the same seed walks the same ways, on every machine
    unsigned walks = 400;   ///< 1 to kMostWalks
    unsigned longest = 300; ///< steps and waits of one walk at most
};
inline constexpr unsigned kMostWalks = 100'000;

/// How often something of the definition came about in all walks together.
struct Tally {
    std::string id;
    Text title;
    std::uint64_t times = 0;
    std::optional<Error> why; ///< of a step that was never taken: what stood against it most often
};

struct PeriodTally {
    std::string id;
    Text title;
    std::uint64_t begun = 0;
    std::uint64_t met = 0;  ///< ended in time
    std::uint64_t late = 0; ///< ended after it had run out
    std::uint64_t left = 0; ///< never ended
    bool stops = false;     ///< some step ends it, so that it can be met at all
};

/// A place where nobody of the office could do anything more, and nothing that could still happen would change that.
struct DeadEnd {
    std::string stage;
    Text title;
    std::vector<std::string> way; ///< the steps that led there the first time, by their ids
    std::uint64_t times = 0;
    std::optional<Error> why;
};

/// What came of it. Contents are taken to be in order: what a guard asks of them is not tried.
struct Simulation {
    SimulationAsk asked;
    std::uint64_t closed = 0; ///< walks that came to an end of the definition
    std::uint64_t cut = 0;    ///< walks that were too long
    std::vector<Tally> stages, steps;
    std::vector<Tally> roles; ///< those in which some step is taken
    std::vector<PeriodTally> periods;
    std::vector<DeadEnd> deadEnds;

    /// Steps that nobody ever took, stages that nothing led to, and roles in which nobody ever acted.
    [[nodiscard]] std::vector<const Tally*> never() const;
    /// Periods that began and were not once ended in time, though a step ends them: even whoever does at once what
    /// they can cannot keep them.
    [[nodiscard]] std::vector<const PeriodTally*> hopeless() const;
    [[nodiscard]] bool sound() const { return never().empty() && hopeless().empty() && deadEnds.empty(); }
};

/// Walks cases of an office that has enough people of every role through a definition: whoever may takes a step, people
/// are assigned and evidence comes, and time passes, in every other walk only where nothing else is left to do. Pure;
/// days are counted by `calendar`, or Monday to Friday.
Simulation simulate(const Definition& definition, const SimulationAsk& ask, const law::Calendar* calendar);

} // namespace model
