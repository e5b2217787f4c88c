// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For model/store and the layers right above it: what SQLite and the system say, as errors for people.

#include "model/base/result.h"

#include <filesystem>
#include <optional>
#include <string>

struct sqlite3;

namespace model {

/// The error for a result code of SQLite; `db` (may be null) tells more. `where` is the file.
Error databaseError(sqlite3* db, int code, const std::string& where);

/// The error for an errno value of a file operation.
Error systemError(int reason, const std::string& where);

/// Makes entries of a directory durable. An error, or nothing.
std::optional<Error> syncDirectory(const std::filesystem::path& directory);

} // namespace model
