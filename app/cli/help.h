// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"

#include <string>

/// The help that is made from the table of commands.
namespace app {

/// The help that `parsed` asks for: of one command, of a group, or of the program.
std::string helpText(const Program& program, const Parsed& parsed, Language language);

} // namespace app
