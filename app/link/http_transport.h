// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync/transport.h"

#include <memory>
#include <stop_token>

namespace app {

/// A way to a hub over HTTP and TLS 1.3 (a model::Connect). A hub is known by its pin, or by the authorities of the
/// machine; on this very machine (127.0.0.1, ::1, localhost) a hub without a pin is asked without TLS.
model::Result<std::unique_ptr<model::Transport>> httpWay(const model::HubAddress& address, std::stop_token stop);

} // namespace app
