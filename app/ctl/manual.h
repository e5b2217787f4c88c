// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <span>
#include <string>
#include <string_view>

/// What is made from the table of commands for people who do not type: the manual page, and what shells complete.
namespace app {

/// The manual page in roff (man macros), to be kept as docs/touchstonectl.1.
std::string manualPage(const Program& program, Language language);
/// The commands of the manual's examples, in their order: from an empty folder to a signed decision. REF stands for the
/// number of the case; passphrases are asked.
std::span<const std::string_view> exampleLines();

/// A completion script for "bash", "zsh" or "fish".
std::string completionScript(const Program& program, std::string_view shell, Language language);

} // namespace app
