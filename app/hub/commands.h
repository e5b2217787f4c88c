// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"

namespace app {

/// The table of touchstone-hub.
Program hubProgram();

/// Does what was asked; serve returns when it is asked to stop.
Result<Reply> runHub(const Parsed& parsed, const Interrupt& interrupt, Output& output);

} // namespace app
