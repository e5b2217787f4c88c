// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"
#include "model/base/result.h"

#include <filesystem>

namespace model {

using crypto::Bytes;
using crypto::ByteView;

/// Writes a file whole or not at all: a temporary file, synced, renamed, and the folder synced. Readable by its owner
/// only.
Result<void> writeWhole(const std::filesystem::path& path, ByteView bytes);
/// Makes the names in a folder durable.
Result<void> syncFolder(const std::filesystem::path& folder);
/// Reads a file of at most `limit` bytes.
Result<Bytes> readWhole(const std::filesystem::path& path, std::size_t limit);

inline constexpr std::size_t kHashedFileLimit = 64 * 1024; ///< bytes of a small file with its hash

/// Writes the bytes and their hash: a small file that is damaged must be told from one that a passphrase does not open.
Result<void> writeHashed(const std::filesystem::path& path, ByteView bytes);
/// The bytes without their hash. Code::damaged if they are not what was written.
Result<Bytes> readHashed(const std::filesystem::path& path);

} // namespace model
