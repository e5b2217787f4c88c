// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/transport.h"

#include <stop_token>

namespace app {

/// Ways to hubs over HTTP and TLS 1.3. A hub is known by its pin, or by the authorities of the machine; on this very
/// machine (127.0.0.1, ::1, localhost) a hub without a pin is asked without TLS. `stop` ends whatever waits.
model::Connect httpWays(std::stop_token stop);

} // namespace app
