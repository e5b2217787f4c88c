// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace app {

/// Tells the service manager how this process is (sd_notify(3)): "READY=1", "STOPPING=1", "RELOADING=1". Nothing where
/// none asked for it by NOTIFY_SOCKET. False if it could not be told.
bool notifySupervisor(std::string_view state);

} // namespace app
