// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Invariants. A broken invariant of a program that signs and encrypts must not be lived with, in any build.
namespace crypto {

/// Ends the process, after a line on stderr, unless `condition` holds. For mistakes of the program only, never for
/// bad input. `why` must not contain anything secret. Always on, in release builds too. Any thread.
void require(bool condition, const char* why) noexcept;

} // namespace crypto
