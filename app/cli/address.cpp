// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/address.h"

#include <charconv>

namespace app {

model::Result<Address> parseAddress(std::string_view text) {
    const auto wrong = [&] {
        return model::fail(model::Code::usage, {"This is no address", "这不是有效地址"},
                           {"For example hub.example:8844 or [::1]:8844", "例如 hub.example:8844 或 [::1]:8844"},
                           std::string(text));
    };
    Address address;
    std::string_view host = text;
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return wrong();
        host = text.substr(1, end - 1);
        const auto rest = text.substr(end + 1);
        if (!rest.empty() && (!rest.starts_with(':') || rest.size() == 1)) return wrong();
        if (!rest.empty()) port = rest.substr(1);
    } else if (const auto colon = text.find(':'); colon != std::string_view::npos && text.rfind(':') == colon) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
        if (port.empty()) return wrong();
    }
    if (!port.empty()) {
        const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
        if (read.ec != std::errc{} || read.ptr != port.data() + port.size()) return wrong();
    }
    if (host.empty() || host.find_first_of(" /@") != std::string_view::npos) return wrong();
    address.host = host;
    return address;
}

} // namespace app
