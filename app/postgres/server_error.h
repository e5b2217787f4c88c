// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <string_view>

/// What a server's refusal means to a hub. Pure.
namespace postgres {

/// Of the five characters that PostgreSQL gives to each error, and its words. `lost`: the connection has ended. Words
/// are the server's first line alone, because the others may show what was to be stored.
model::Error serverError(std::string_view state, std::string_view words, bool lost, const std::string& where);

} // namespace postgres
