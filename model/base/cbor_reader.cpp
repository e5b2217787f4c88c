// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/cbor.h"

#include <limits>
#include <vector>

namespace model {

bool isUtf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        if (byte < 0x80) {
            ++i;
            continue;
        }
        std::size_t length = 0;
        std::uint32_t point = 0;
        std::uint32_t least = 0;
        if ((byte & 0xe0) == 0xc0) {
            length = 2;
            point = byte & 0x1fu;
            least = 0x80;
        } else if ((byte & 0xf0) == 0xe0) {
            length = 3;
            point = byte & 0x0fu;
            least = 0x800;
        } else if ((byte & 0xf8) == 0xf0) {
            length = 4;
            point = byte & 0x07u;
            least = 0x10000;
        } else {
            return false;
        }
        if (i + length > text.size()) return false;
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<std::uint8_t>(text[i + k]);
            if ((next & 0xc0) != 0x80) return false;
            point = point << 6 | (next & 0x3fu);
        }
        if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
        i += length;
    }
    return true;
}

void CborReader::fault(std::string_view reason) {
    if (!m_reason.empty()) return;
    m_reason = std::string(reason) + " at byte " + std::to_string(m_at);
    m_at = m_data.size();
}

CborReader::Head CborReader::head() {
    if (!ok() || m_at >= m_data.size()) {
        fault("ends too early");
        return {};
    }
    const std::uint8_t first = m_data[m_at];
    Head head{static_cast<std::uint8_t>(first >> 5), static_cast<std::uint64_t>(first & 31)};
    if (head.value < 24) {
        ++m_at;
        return head;
    }
    if (head.value > 27 || head.major == 7) {
        fault("indefinite length, float or reserved form");
        return {};
    }
    const std::size_t width = std::size_t{1} << (head.value - 24);
    if (m_data.size() - m_at <= width) {
        fault("ends too early");
        return {};
    }
    std::uint64_t value = 0;
    for (std::size_t i = 1; i <= width; ++i) value = value << 8 | m_data[m_at + i];
    const std::uint64_t least = width == 1 ? 24 : std::uint64_t{1} << (width * 4);
    if (value < least) {
        fault("longer form than needed");
        return {};
    }
    m_at += width + 1;
    head.value = value;
    return head;
}

std::uint64_t CborReader::expect(std::uint8_t major, std::string_view reason) {
    const auto at = m_at;
    const Head next = head();
    if (!ok()) return 0;
    if (next.major != major) {
        m_at = at;
        fault(reason);
        return 0;
    }
    return next.value;
}

std::uint64_t CborReader::unsignedInt() { return expect(0, "not an unsigned integer"); }

std::int64_t CborReader::signedInt() {
    const auto at = m_at;
    const Head next = head();
    if (!ok()) return 0;
    if (next.major > 1 || next.value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        m_at = at;
        fault("not an integer of 64 bits");
        return 0;
    }
    const auto value = static_cast<std::int64_t>(next.value);
    return next.major == 0 ? value : -1 - value;
}

crypto::ByteView CborReader::stringOf(std::uint8_t major, std::string_view reason) {
    const std::uint64_t size = expect(major, reason);
    if (!ok()) return {};
    if (size > m_data.size() - m_at) {
        fault("string past the end");
        return {};
    }
    const auto view = m_data.subspan(m_at, static_cast<std::size_t>(size));
    m_at += view.size();
    return view;
}

crypto::ByteView CborReader::bytes() { return stringOf(2, "not a byte string"); }

crypto::ByteView CborReader::bytesOf(std::size_t size) {
    const auto view = bytes();
    if (ok() && view.size() != size) fault("byte string of the wrong length");
    return ok() ? view : crypto::ByteView{};
}

std::string_view CborReader::text() {
    const auto view = crypto::asText(stringOf(3, "not a text"));
    if (ok() && !isUtf8(view)) fault("text is not UTF-8");
    return ok() ? view : std::string_view{};
}

bool CborReader::boolean() {
    if (ok() && m_at < m_data.size() && (m_data[m_at] == 0xf4 || m_data[m_at] == 0xf5)) return m_data[m_at++] == 0xf5;
    fault("not true or false");
    return false;
}

std::uint8_t CborReader::nextMajor() const {
    return ok() && m_at < m_data.size() ? static_cast<std::uint8_t>(m_data[m_at] >> 5) : std::uint8_t{8};
}

bool CborReader::tryNull() {
    if (!ok() || m_at >= m_data.size() || m_data[m_at] != 0xf6) return false;
    ++m_at;
    return true;
}

std::uint64_t CborReader::array(std::uint64_t limit) {
    const std::uint64_t count = expect(4, "not an array");
    // Each item takes a byte at least, so a count past the rest is a lie and not a reason to allocate.
    if (ok() && (count > limit || count > m_data.size() - m_at)) fault("array too long");
    return ok() ? count : 0;
}

void CborReader::arrayOf(std::uint64_t count) {
    const std::uint64_t found = expect(4, "not an array");
    if (ok() && found != count) fault("array of the wrong length");
}

std::uint64_t CborReader::map(std::uint64_t limit) {
    const std::uint64_t count = expect(5, "not a map");
    if (ok() && (count > limit || count > (m_data.size() - m_at) / 2)) fault("map too long");
    return ok() ? count : 0;
}

std::string_view CborReader::key(std::string_view previous) {
    const auto next = text();
    if (!ok()) return {};
    const bool ascends =
        previous.empty() || previous.size() < next.size() || (previous.size() == next.size() && previous < next);
    if (!ascends) fault("keys out of order");
    return ok() ? next : std::string_view{};
}

crypto::ByteView CborReader::skip() {
    const auto start = m_at;
    // The items still to come at each level; a map's level remembers its last key, which must ascend.
    struct Level {
        std::uint64_t left;
        bool isMap;
        crypto::ByteView lastKey;
    };
    std::vector<Level> levels{{1, false, {}}};
    while (ok() && !levels.empty()) {
        Level& level = levels.back();
        if (level.left == 0) {
            levels.pop_back();
            continue;
        }
        const bool isKey = level.isMap && level.left % 2 == 0;
        --level.left;
        const auto at = m_at;
        const Head next = head();
        if (!ok()) break;
        switch (next.major) {
        case 0:
        case 1: break;
        case 2:
        case 3:
            if (next.value > m_data.size() - m_at) {
                fault("string past the end");
                break;
            }
            if (next.major == 3 && !isUtf8(crypto::asText(m_data.subspan(m_at, next.value))))
                fault("text is not UTF-8");
            else m_at += static_cast<std::size_t>(next.value);
            break;
        case 4:
        case 5: {
            const std::uint64_t per = next.major == 5 ? 2 : 1;
            if (next.value > (m_data.size() - m_at) / per) fault("array or map too long");
            else if (levels.size() > 16) fault("nested too deep");
            else levels.push_back({next.value * per, next.major == 5, {}});
            break;
        }
        default:
            if (next.major != 7 || next.value < 20 || next.value > 22) fault("tag, float or unknown simple value");
        }
        if (isKey && ok()) {
            if (next.major >= 4) {
                fault("key is not an integer or string");
                break;
            }
            const auto key = m_data.subspan(at, m_at - at);
            auto& last = levels.back().lastKey;
            const bool ascends = last.empty() || last.size() < key.size() ||
                                 (last.size() == key.size() && crypto::asText(last) < crypto::asText(key));
            if (!ascends) fault("keys out of order");
            last = key;
        }
    }
    return ok() ? m_data.subspan(start, m_at - start) : crypto::ByteView{};
}

Result<void> CborReader::finish(std::string_view what) const {
    std::string reason = m_reason;
    if (reason.empty() && !atEnd()) reason = "bytes left over at byte " + std::to_string(m_at);
    if (reason.empty()) return {};
    return fail(Code::malformed, {"The bytes are not a valid " + std::string(what) + ": " + reason,
                                  "字节不是有效的 " + std::string(what) + "：" + reason});
}

} // namespace model
