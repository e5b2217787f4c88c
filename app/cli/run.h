// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"

namespace app {

/// What a program does with a command line that was understood.
using Answer = Result<Reply> (*)(const Program& program, const Parsed& parsed, Output& output,
                                 const Interrupt& interrupt);

/// The whole of a main(): guards the process, reads the command line, answers it in the language and form asked for.
/// The exit code. Call it before any other thread exists.
int runProgram(const Program& program, int argc, char** argv, Answer answer);

/// What --help, or a command line without a command, is answered with.
Reply helpReply(const Program& program, const Parsed& parsed, const Output& output);

} // namespace app
