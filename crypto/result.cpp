// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/result.h"

namespace crypto {

const char* faultName(Fault fault) noexcept {
    switch (fault) {
    case Fault::malformed: return "malformed";
    case Fault::wrongKey: return "wrongKey";
    case Fault::damaged: return "damaged";
    case Fault::unsupported: return "unsupported";
    case Fault::weak: return "weak";
    case Fault::exhausted: return "exhausted";
    case Fault::away: return "away";
    }
    return "unknown";
}

} // namespace crypto
