// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Byte strings and the few things everyone does with them. Integers are big-endian everywhere in Touchstone.
namespace crypto {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The bytes of a text, viewed. The text must outlive the view.
inline ByteView asBytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// Bytes viewed as text. The bytes must outlive the view.
inline std::string_view asText(ByteView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes toBytes(ByteView view) { return Bytes(view.begin(), view.end()); }

/// Lower-case hexadecimal.
std::string toHex(ByteView bytes);
/// Reads hexadecimal of either case. Fault::malformed for an odd length or any other character.
Result<Bytes> fromHex(std::string_view hex);

/// Equality whose time depends on the lengths only. Use it for everything secret.
bool equal(ByteView a, ByteView b) noexcept;

void append(Bytes& to, ByteView bytes);
void appendU8(Bytes& to, std::uint8_t value);
void appendU16(Bytes& to, std::uint16_t value);
void appendU32(Bytes& to, std::uint32_t value);
void appendU64(Bytes& to, std::uint64_t value);

/// Strict reader over a byte string: every read either succeeds whole or fails and stays failed.
class ByteReader {
public:
    explicit ByteReader(ByteView bytes) noexcept : m_rest(bytes) {}

    /// The next `count` bytes, or an empty view and failure.
    ByteView take(std::size_t count) noexcept;
    std::uint8_t u8() noexcept { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() noexcept { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() noexcept { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() noexcept { return number(8); }

    ByteView rest() const noexcept { return m_rest; }
    bool failed() const noexcept { return m_failed; }
    /// Everything was read, and nothing was missing.
    bool finished() const noexcept { return !m_failed && m_rest.empty(); }

private:
    std::uint64_t number(std::size_t size) noexcept;

    ByteView m_rest;
    bool m_failed = false;
};

} // namespace crypto
