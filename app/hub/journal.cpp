// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/journal.h"

#include <nlohmann/json.hpp>

namespace app {

namespace {

std::string_view word(Journal::Level level) {
    switch (level) {
    case Journal::Level::info: return "info";
    case Journal::Level::warning: return "warning";
    case Journal::Level::error: return "error";
    }
    return "error";
}

} // namespace

void Journal::note(Level level, std::string_view what, Fields fields) {
    nlohmann::ordered_json line = {{"time", model::formatUtc(m_clock.now())}, {"level", word(level)}, {"event", what}};
    for (const auto& [name, value] : fields) std::visit([&](const auto& one) { line[std::string(name)] = one; }, value);
    // Whatever a client sent as an address or a target, it stays one line of valid UTF-8.
    const std::string text = line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + '\n';
    const std::lock_guard lock(m_mutex);
    (void)std::fwrite(text.data(), 1, text.size(), m_out);
    (void)std::fflush(m_out);
}

void Journal::failed(std::string_view what, const model::Error& error) {
    note(Level::error, what,
         {{"code", std::string(model::codeName(error.code))}, {"what", error.what.en}, {"where", error.where}});
}

} // namespace app
