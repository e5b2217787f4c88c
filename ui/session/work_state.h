// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/hub_link.h"

namespace ui {

/// What is true of the work on this desk, in one word. Everything that shows a state shows this one.
enum class WorkState : std::uint8_t {
    saved,       ///< own hub: everything is sealed
    working,     ///< a command runs
    waiting,     ///< something is saved and not sealed yet
    refused,     ///< something was refused and asks for a decision
    overwritten, ///< others stated what the person had stated
    exchanging,
    sendsFiles, ///< all that was said is sealed; files of evidence follow
    upToDate,   ///< everything of both sides is here and there
    away,       ///< the hub cannot be reached
    paused,
    asks,    ///< the exchange has stopped with a question
    stopped, ///< the exchange does not go on by itself
};

/// Cases in which something is open.
struct OpenCases {
    std::uint64_t waiting = 0;
    std::uint64_t refused = 0;
    std::uint64_t overwritten = 0;
};

/// The state with what its words need.
struct Work {
    WorkState state = WorkState::saved;
    std::uint64_t count = 0;               ///< cases
    std::optional<model::Instant> at = {}; ///< upToDate: since when
};

/// What asks for a person comes before what goes by itself.
Work workOf(bool working, const OpenCases& open, const LinkView& link);
Text workText(const Work& work);

} // namespace ui
