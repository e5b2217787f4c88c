// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Private to crypto/: where Secrets live. Pages of their own, locked as far as the system lets them be, left out of
/// core dumps and of forked children, cut into slots of a power of two.
namespace crypto::arena {

/// Zeroed memory of at least `size` bytes, which must not be 0. Ends the process when there is no memory. Any thread.
std::uint8_t* allocate(std::size_t size);
/// Wipes and takes back what allocate(size) gave. Any thread.
void release(std::uint8_t* memory, std::size_t size) noexcept;

} // namespace crypto::arena
