// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"
#include "model/base/result.h"

#include <span>
#include <string>

namespace model::document {

struct ZipEntry {
    std::string name; ///< ASCII, folders with /
    std::string data;
};

/// The most that one entry may hold, the limit of a word processor for a whole document.
inline constexpr std::size_t kMostEntry = 512U << 20;

/// The entries, compressed, as a ZIP archive in their order. All of them are of the first day that the format knows, so
/// that the same entries give the same bytes (with the same version of zlib). Code::tooLarge if an entry is larger than
/// kMostEntry, Code::failed if the archive could not be made. Any thread.
Result<crypto::Bytes> zipped(std::span<const ZipEntry> entries);

} // namespace model::document
