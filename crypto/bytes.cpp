// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/bytes.h"

namespace crypto {

namespace {

int hexDigit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void appendNumber(Bytes& to, std::uint64_t value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

} // namespace

std::string toHex(ByteView bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out.push_back(kDigits[byte >> 4]);
        out.push_back(kDigits[byte & 15]);
    }
    return out;
}

Result<Bytes> fromHex(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::unexpected(Fault::malformed);
    Bytes out;
    out.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = hexDigit(hex[i]);
        const int low = hexDigit(hex[i + 1]);
        if (high < 0 || low < 0) return std::unexpected(Fault::malformed);
        out.push_back(static_cast<std::uint8_t>(high << 4 | low));
    }
    return out;
}

bool equal(ByteView a, ByteView b) noexcept {
    if (a.size() != b.size()) return false;
    volatile std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
    return difference == 0;
}

void append(Bytes& to, ByteView bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }
void appendU8(Bytes& to, std::uint8_t value) { to.push_back(value); }
void appendU16(Bytes& to, std::uint16_t value) { appendNumber(to, value, 2); }
void appendU32(Bytes& to, std::uint32_t value) { appendNumber(to, value, 4); }
void appendU64(Bytes& to, std::uint64_t value) { appendNumber(to, value, 8); }

ByteView ByteReader::take(std::size_t count) noexcept {
    if (m_failed || count > m_rest.size()) {
        m_failed = true;
        return {};
    }
    const ByteView taken = m_rest.first(count);
    m_rest = m_rest.subspan(count);
    return taken;
}

std::uint64_t ByteReader::number(std::size_t size) noexcept {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(size)) value = value << 8 | byte;
    return value;
}

} // namespace crypto
