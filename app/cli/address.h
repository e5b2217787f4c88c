// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace app {

inline constexpr std::uint16_t kHubPort = 8844;

struct Address {
    std::string host;
    std::uint16_t port = kHubPort;
};

/// "HOST", "HOST:PORT", an IPv6 address, or one in brackets with ":PORT". Port 0 is read too: a server chooses one
/// then. Code::usage for anything else.
model::Result<Address> parseAddress(std::string_view text);

} // namespace app
