// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/text.h"

#include <string>
#include <vector>

namespace app {

/// How to answer. It must be known before the command line is understood: also a mistake in it is told in the right
/// way.
struct Manner {
    model::Language language = model::Language::en;
    bool json = false;
};

/// What --lang and --json say, and the environment where they say nothing.
Manner mannerOf(const std::vector<std::string>& arguments);

/// Opens /dev/null in place of a standard descriptor that the caller closed: a file opened as descriptor 0, 1 or 2
/// would get what was meant for the terminal.
void openIfClosed(int descriptor);

} // namespace app
