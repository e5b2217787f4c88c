// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace app {

/// A command line that was understood. Without a command it asks for help on `group`, or on the whole program.
struct Parsed {
    const Command* command = nullptr; ///< points into the program
    std::string group;
    bool help = false;
    bool version = false;
    Invocation call;
};

/// Reads a command line strictly: an unknown option or command, a missing or superfluous word, a value that is no
/// choice and an option given twice are each Code::usage, with the nearest name that exists. "--name=VALUE" and "--name
/// VALUE" are the same; options may stand anywhere after the program's name; after "--" everything is an operand.
Result<Parsed> parseArguments(const Program& program, const std::vector<std::string>& arguments);

/// "case do REF STEP [--set FIELD=VALUE]… [--form FILE]".
std::string synopsis(const Command& command);

/// The name among `names` that a person most likely meant, or an empty one when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& names);

} // namespace app
