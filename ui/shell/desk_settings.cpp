// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/desk_settings.h"

#include <charconv>
#include <optional>

namespace ui {
namespace {

std::optional<int> numberOf(std::string_view text, int most) {
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value < 0 || value > most)
        return std::nullopt;
    return value;
}

} // namespace

std::string printSettings(const DeskSettings& settings) {
    return "idle " + std::to_string(settings.idleMinutes) + "\nclipboard " + std::to_string(settings.clipboardSeconds) +
           "\nnotifications " + (settings.notifications ? "1" : "0") + '\n';
}

DeskSettings parseSettings(std::string_view text, DeskSettings otherwise) {
    constexpr int kMostMinutes = 240;
    constexpr int kMostSeconds = 3600;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto space = line.find(' ');
        if (space == std::string_view::npos) continue;
        const auto name = line.substr(0, space);
        const auto value = line.substr(space + 1);
        if (name == "idle") otherwise.idleMinutes = numberOf(value, kMostMinutes).value_or(otherwise.idleMinutes);
        else if (name == "clipboard")
            otherwise.clipboardSeconds = numberOf(value, kMostSeconds).value_or(otherwise.clipboardSeconds);
        else if (name == "notifications")
            otherwise.notifications = numberOf(value, 1).value_or(otherwise.notifications ? 1 : 0) == 1;
    }
    return otherwise;
}

} // namespace ui
