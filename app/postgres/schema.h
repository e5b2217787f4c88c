// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/postgres/address.h"

#include <cstdint>

namespace postgres {

/// Version of the tables that this program reads and writes.
inline constexpr int kSchemaVersion = 1;

struct Migration {
    int from = 0; ///< 0: there were no tables
    int to = 0;
};

/// Makes the tables of a hub, or brings them to this version, whole or not at all; nothing is done where they are.
/// Code::newer if they are of a later program. Other errors as Connection::open().
Result<Migration> migrate(const Address& address);

/// What is wrong with tables of this version, where this program needs another; `number` is 0 where there are none.
Result<void> checkVersion(std::int64_t number, const std::string& where);

} // namespace postgres
