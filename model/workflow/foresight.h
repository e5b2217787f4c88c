// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workflow/period_changes.h"

namespace model {

/// What may follow a step, as things are.
struct NextStep {
    std::string step;
    Text title;
    Text role; ///< the part in which it is taken
    std::vector<PersonId>
        who;                  ///< everybody who may take it then, once its form is filled; in the order of the register
    std::optional<Error> why; ///< where nobody may: what stands against the first of those who have the part
};

/// What happens if a step is taken now.
struct Foresight {
    std::string track;    ///< the side track that is moved; empty: the case itself
    std::string to;       ///< the stage that it is in then
    bool final = false;   ///< it is closed by it
    bool confirm = false; ///< it is legally final and cannot be taken back
    std::vector<PeriodChange> periods;
    std::vector<NextStep> next; ///< of the same track, in the order of the definition
    bool prepared = false;      ///< somebody may assign people then, or add to the case
    /// Whether it can go on: it is closed, or somebody may take a step then, or prepare one.
    [[nodiscard]] bool goesOn() const;
};

/// What happens if the actor takes this step now, whether they may or not; pure. `own`: the open side track that it
/// moves. A dated step is taken to have happened today. Periods are counted as
/// model::deadlines() counts them. What stands against the step itself is said by allowedStep().
Foresight foresee(const Definition& definition, const CaseState& state, const RegisterState& office, PersonId actor,
                  const Step& step, Instant now, const law::Calendar* calendar, const OpenedTrack* own = nullptr);

/// A foresight for a person to read.
struct ForesightLine {
    Text words;
    bool warns = false; ///< nobody could go on
};
std::vector<ForesightLine> foresightLines(const Foresight& foresight, const Definition& definition,
                                          const RegisterState& office);

} // namespace model
