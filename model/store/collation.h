// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace model {

/// The order in which names and titles are listed: Chinese by pinyin, Latin letters behind it, as the Unicode rules for
/// Chinese have it (zh, collation pinyin). One order for both languages of the window, so that nothing moves when the
/// language is changed. Without the data of ICU it falls back to the bytes.
/// Threads: one object for each thread.
class Collation {
public:
    Collation();
    Collation(Collation&&) noexcept;
    Collation& operator=(Collation&&) noexcept;
    ~Collation();

    /// Keys whose order as bytes is the order of the texts. Cut off at `most` bytes: long texts that begin alike may
    /// then have one key. Takes about 2 µs; the first call some milliseconds.
    [[nodiscard]] std::string key(std::string_view utf8, std::size_t most) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace model
