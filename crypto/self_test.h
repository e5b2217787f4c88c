// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/result.h"

namespace crypto {

/// Known answers, published by others, for every primitive of both suites, in under 50 ms. Fault::damaged when one
/// does not come out: then the library or the processor is broken and the program must not go on. Argon2id is tried
/// at 32 KiB here. Any thread.
Result<void> selfTest();

} // namespace crypto
