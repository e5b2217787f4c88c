// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/digest.h"
#include "model/store/database.h"

#include <optional>
#include <vector>

namespace model {

using crypto::Digest;

/// What a desk has named its hub for, in a table of its vault: files as docs/formats.md has them, each finding once.
/// They are only added. One thread at a time, that of the database.
class Findings {
public:
    /// How many are kept of those that show something to others, and of those that do not: a hostile hub shall not fill
    /// the disk, nor push out with idle ones what is worth something.
    static constexpr std::int64_t kShownMost = 256;
    static constexpr std::int64_t kOthersMost = 64;

    /// Makes the table where there is none.
    static Result<void> create(Database& database);

    explicit Findings(Database& database) : m_db(database) {}

    /// Whether it was new, and there was room.
    Result<bool> keep(const Digest& key, bool shows, ByteView file);
    struct Kept {
        std::int64_t number = 0; ///< from 1, in the order in which they were kept
        Bytes file;
    };
    /// In their order.
    Result<std::vector<Kept>> all() const;
    Result<std::optional<Bytes>> file(std::int64_t number) const;

private:
    Database& m_db;
};

} // namespace model
