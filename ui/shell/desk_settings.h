// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace ui {

/// How the desk behaves towards one person. Kept in their vault, so that it follows them and nobody else sees it.
struct DeskSettings {
    int idleMinutes = 10;      ///< without a key or mouse until the office locks itself; 0: never
    int clipboardSeconds = 0;  ///< until what was copied is taken off; 0: when the office is locked
    bool notifications = true; ///< tells how much is new while the window is in the background
    friend bool operator==(const DeskSettings&, const DeskSettings&) = default;
};

std::string printSettings(const DeskSettings& settings);
/// What is not there, not known or out of bounds stays as in `otherwise`.
DeskSettings parseSettings(std::string_view text, DeskSettings otherwise);

} // namespace ui
