// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/suite.h"

#include "crypto/check.h"

namespace crypto {

std::string_view suiteName(Suite suite) noexcept {
    switch (suite) {
    case Suite::intl1: return "intl-1";
    case Suite::gm1: return "gm-1";
    }
    require(false, "a suite that does not exist");
    return {};
}

Result<Suite> parseSuite(std::string_view name) noexcept {
    if (name == "intl-1") return Suite::intl1;
    if (name == "gm-1") return Suite::gm1;
    return std::unexpected(Fault::unsupported);
}

Result<Suite> suiteFromByte(std::uint8_t number) noexcept {
    if (number == 1) return Suite::intl1;
    if (number == 2) return Suite::gm1;
    return std::unexpected(Fault::unsupported);
}

} // namespace crypto
