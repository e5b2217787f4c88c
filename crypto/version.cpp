// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/version.h"

#include <botan/version.h>

namespace crypto {

std::string libraryVersion() { return "Botan " + std::string(Botan::short_version_string()); }

} // namespace crypto
