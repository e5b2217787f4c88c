// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/check.h"

#include <cstdio>
#include <cstdlib>

namespace crypto {

void require(bool condition, const char* why) noexcept {
    if (condition) [[likely]]
        return;
    (void)std::fputs("touchstone: a condition that must hold does not: ", stderr);
    (void)std::fputs(why, stderr);
    (void)std::fputc('\n', stderr);
    std::abort();
}

} // namespace crypto
