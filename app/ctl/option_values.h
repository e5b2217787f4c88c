// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "model/base/clock.h"

namespace app {

/// The number of an option, at most nine digits; `otherwise` where it was not given. Code::usage names the option.
Result<std::uint64_t> numberOption(const Invocation& call, std::string_view name, std::uint64_t otherwise);
/// The day of an option. Code::usage names the option.
Result<std::optional<model::Date>> dayOption(const Invocation& call, std::string_view name);

} // namespace app
