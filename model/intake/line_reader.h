// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace model::intake {

/// One line of a file, without its line end (LF or CRLF).
struct Line {
    std::string text = {};    ///< empty when it was too long
    std::uint64_t number = 0; ///< from 1
    std::uint64_t offset = 0; ///< of its first byte in the file
    bool tooLong = false;     ///< longer than the limit; its bytes were passed over and not kept
};

/// Reads lines in constant memory: a line over the limit is searched for its end but never held, so a line of a
/// gigabyte costs the time to read it and no space. A UTF-8 byte-order mark at the very start is skipped. One thread at
/// a time; the stream must outlive the reader.
class LineReader {
public:
    LineReader(std::istream& stream, std::size_t limit);

    /// The next line, or nothing at the end (or when the stream fails: see `failed`).
    std::optional<Line> next();
    /// Whether the stream broke, as opposed to ended.
    bool failed() const { return m_stream.bad(); }
    std::uint64_t bytesRead() const { return m_offset; }

private:
    bool refill();

    std::istream& m_stream;
    std::size_t m_limit;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::uint64_t m_offset = 0; ///< of m_buffer[m_begin]
    std::uint64_t m_number = 0;
};

/// The place of the first byte that is not part of well-formed UTF-8 (overlong forms, surrogates and values above
/// U+10FFFF are not), or nothing.
std::optional<std::size_t> firstBadUtf8(std::string_view text);

} // namespace model::intake
