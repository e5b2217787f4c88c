// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"

#include <filesystem>

namespace bench {

/// Opens the keys of the one person of a seeded office.
inline constexpr const char* kPassphrase = "right words";

/// Founds an office of one intake officer with so many reports, the same for the same number.
model::Result<void> makeOffice(const std::filesystem::path& folder, std::uint64_t rows, model::Surroundings with);

/// Makes a practice office with so many made-up reports, and brings the store of each of its people up to date.
model::Result<void> makeManned(const std::filesystem::path& folder, std::uint64_t rows);

} // namespace bench
