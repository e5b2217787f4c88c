// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace model {

/// Names and versions of the storage inside this program, as "SQLCipher 4.6.1 community, SQLite 3.46.1".
std::string storageVersion();

} // namespace model
