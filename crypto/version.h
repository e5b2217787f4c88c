// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace crypto {

/// Name and version of the library behind this folder, as "Botan 3.7.1": the one that is loaded, not the one built
/// against.
std::string libraryVersion();

} // namespace crypto
