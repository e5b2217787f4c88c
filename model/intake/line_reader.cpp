// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/line_reader.h"

#include <algorithm>
#include <cstring>

namespace model::intake {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

} // namespace

LineReader::LineReader(std::istream& stream, std::size_t limit)
    : m_stream(stream), m_limit(limit), m_buffer(kBufferBytes) {
    refill();
    if (std::string_view(m_buffer.data(), m_end).starts_with(kByteOrderMark)) {
        m_begin = m_offset = kByteOrderMark.size();
    }
}

bool LineReader::refill() {
    m_begin = m_end = 0;
    if (!m_stream.good()) return false;
    m_stream.read(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
    m_end = static_cast<std::size_t>(m_stream.gcount());
    return m_end > 0;
}

std::optional<Line> LineReader::next() {
    if (m_begin == m_end && !refill()) return std::nullopt;
    Line line{.number = ++m_number, .offset = m_offset};
    for (;;) {
        const char* from = m_buffer.data() + m_begin;
        const auto available = m_end - m_begin;
        const auto* found = static_cast<const char*>(std::memchr(from, '\n', available));
        const auto length = found != nullptr ? static_cast<std::size_t>(found - from) : available;
        if (!line.tooLong) {
            line.tooLong = line.text.size() + length > m_limit;
            if (line.tooLong) {
                std::string().swap(line.text);
            } else {
                line.text.append(from, length);
            }
        }
        const auto used = length + (found != nullptr ? 1 : 0);
        m_begin += used;
        m_offset += used;
        if (found != nullptr || !refill()) break;
    }
    if (line.text.ends_with('\r')) line.text.pop_back();
    return line;
}

std::optional<std::size_t> firstBadUtf8(std::string_view text) {
    const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    for (std::size_t at = 0; at < text.size();) {
        if (text.size() - at >= sizeof(std::uint64_t)) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if ((eight & 0x8080808080808080U) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        const auto lead = byte(at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        std::size_t length = 0;
        unsigned char least = 0x80; // bounds of the second byte, which rule out overlong forms and surrogates
        unsigned char most = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            if (lead == 0xE0) least = 0xA0;
            if (lead == 0xED) most = 0x9F;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            if (lead == 0xF0) least = 0x90;
            if (lead == 0xF4) most = 0x8F;
        }
        if (length == 0 || text.size() - at < length || byte(at + 1) < least || byte(at + 1) > most) return at;
        for (std::size_t i = 2; i < length; ++i) {
            if ((byte(at + i) & 0xC0) != 0x80) return at;
        }
        at += length;
    }
    return std::nullopt;
}

} // namespace model::intake
