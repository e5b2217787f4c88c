// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

// Crashes at a chosen write. faults.cpp defines the C library's calls that change a file; the definitions of the
// program come before those of the library, so every change of a file by this process, SQLite's and ours, passes
// through them and is counted.

namespace faults {

/// Counts changes of files from now on, also those of children, and ends the process at the `at`-th as a crash would;
/// 0: never. `seed` decides how: the write is torn at some place; and either the process alone died (kill -9), or the
/// power was lost: then of what was not yet made durable each sector holds what was there before or what was written, a
/// longer file may have its old length, and a new name may be gone.
void crashAt(std::uint64_t at, std::uint64_t seed);

/// Changes of files since crashAt(), also those of a child that is dead.
std::uint64_t changes();

/// Writes to a pipe without being counted.
void tell(int pipe, const void* data, std::size_t size);

} // namespace faults
