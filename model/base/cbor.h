// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"
#include "model/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

// Deterministic CBOR (RFC 8949, 4.2.1): what is signed and hashed has exactly one encoding. The subset is: unsigned and
// negative integers of 64 bits, byte strings, text strings (UTF-8), arrays and maps of definite length, false, true,
// null. Written here and not taken from a library, because the libraries packaged for the target accept other encodings
// of the same value when they read, and a second encoding of one event would have a second id.

namespace model {

/// Appends deterministic CBOR to a buffer. Maps must be written with their keys in the order of their encodings
/// (shorter keys first, then bytewise); the reader refuses any other order, so a mistake shows in the first test.
class CborWriter {
public:
    CborWriter& unsignedInt(std::uint64_t value);
    CborWriter& signedInt(std::int64_t value);
    CborWriter& bytes(crypto::ByteView value);
    CborWriter& text(std::string_view value);
    CborWriter& boolean(bool value);
    CborWriter& null();
    /// `count` items must follow.
    CborWriter& array(std::uint64_t count);
    /// `count` pairs of key and value must follow.
    CborWriter& map(std::uint64_t count);
    /// An item that is encoded already.
    CborWriter& raw(crypto::ByteView encoded);

    void reserve(std::size_t size) { m_out.reserve(size); }
    [[nodiscard]] const crypto::Bytes& view() const { return m_out; }
    [[nodiscard]] crypto::Bytes take() && { return std::move(m_out); }

private:
    void head(std::uint8_t major, std::uint64_t value);
    crypto::Bytes m_out;
};

/// Reads deterministic CBOR and refuses everything else: longer forms than needed, indefinite lengths, tags, floats,
/// unsorted or double keys, invalid UTF-8, lengths past the end. It never recurses and never allocates by a length it
/// has not checked. The first fault sticks: later calls give empty values, and finish() reports it with its offset.
class CborReader {
public:
    explicit CborReader(crypto::ByteView data) : m_data(data) {}

    std::uint64_t unsignedInt();
    std::int64_t signedInt();
    /// A view into the data, which must outlive it.
    crypto::ByteView bytes();
    /// A byte string of exactly `size` bytes.
    crypto::ByteView bytesOf(std::size_t size);
    std::string_view text();
    bool boolean();
    /// The major type of the next item, which stays to be read: 0 an unsigned integer, 2 a byte string, 3 a text,
    /// 4 an array, 7 null or a boolean. Where nothing is left, 8.
    [[nodiscard]] std::uint8_t nextMajor() const;
    /// True and consumed if the next item is null.
    bool tryNull();
    /// The number of items that follow; a fault if over `limit`.
    std::uint64_t array(std::uint64_t limit);
    /// An array of exactly `count` items.
    void arrayOf(std::uint64_t count);
    /// The number of pairs that follow; a fault if over `limit`. Read each key with key().
    std::uint64_t map(std::uint64_t limit);
    /// A text key of the current map; the keys of one map must ascend. Pass the previous key, empty for the first.
    std::string_view key(std::string_view previous);
    /// The encoded bytes of the next item, whatever it is, nested at most 16 deep.
    crypto::ByteView skip();
    /// Marks the data as malformed at the current place.
    void fault(std::string_view reason);

    [[nodiscard]] bool ok() const { return m_reason.empty(); }
    [[nodiscard]] bool atEnd() const { return m_at == m_data.size(); }
    [[nodiscard]] std::size_t offset() const { return m_at; }
    /// An error that names `what` and the offset if anything was wrong or bytes are left over.
    Result<void> finish(std::string_view what) const;

private:
    struct Head {
        std::uint8_t major = 7;
        std::uint64_t value = 0;
    };
    Head head();
    std::uint64_t expect(std::uint8_t major, std::string_view reason);
    crypto::ByteView stringOf(std::uint8_t major, std::string_view reason);

    crypto::ByteView m_data;
    std::size_t m_at = 0;
    std::string m_reason;
};

/// True if the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
bool isUtf8(std::string_view text);

} // namespace model
