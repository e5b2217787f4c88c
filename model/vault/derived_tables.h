// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/database.h"

namespace model {

/// Makes the derived tables of a vault, empty.
Result<void> createDerived(Database& database);

} // namespace model
