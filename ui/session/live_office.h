// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"

namespace ui {

/// The gate of a real office's folder. What `with` points to must outlive it.
std::unique_ptr<GatePort> liveOffice(std::filesystem::path folder, model::Surroundings with);

} // namespace ui
