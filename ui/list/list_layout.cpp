// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/list_layout.h"

#include <charconv>

namespace ui {

namespace {

constexpr std::size_t kMostNumbers = 64;

std::string numbers(const std::vector<int>& values) {
    std::string out;
    for (const int value : values) out += ' ' + std::to_string(value);
    return out;
}

/// " 1 2 3"; none where anything else stands.
std::vector<int> readNumbers(std::string_view text) {
    std::vector<int> out;
    while (!text.empty()) {
        if (text.front() != ' ' || out.size() == kMostNumbers) return {};
        text.remove_prefix(1);
        int value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc() || value < 0 || value > 10'000) return {};
        text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
        out.push_back(value);
    }
    return out;
}

} // namespace

std::string printLayout(const ListLayout& layout) {
    std::string out;
    const auto line = [&](std::string_view name, const std::string& value) { out += std::string(name) + value + '\n'; };
    if (!layout.widths.empty()) line("widths", numbers(layout.widths));
    if (!layout.order.empty()) line("order", numbers(layout.order));
    if (!layout.panes.empty()) line("panes", numbers(layout.panes));
    if (!layout.views) line("views", " 0");
    if (layout.filter) line("filter", ' ' + *layout.filter);
    return out;
}

ListLayout parseLayout(std::string_view text) {
    ListLayout layout;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto name = line.substr(0, line.find(' '));
        const auto value = line.substr(name.size());
        if (name == "widths") layout.widths = readNumbers(value);
        else if (name == "order") layout.order = readNumbers(value);
        else if (name == "panes") layout.panes = readNumbers(value);
        else if (name == "views") layout.views = value != " 0";
        else if (name == "filter" && !value.empty()) layout.filter = std::string(value.substr(1));
    }
    return layout;
}

} // namespace ui
