// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/digest.h"
#include "model/base/cbor.h"

#include <string_view>

namespace model::cbor {

/// Reads a map of exactly `count` keys by a function that must consume every value and fault on an unknown key. True if
/// the bytes are exactly such a map.
template <typename Read>
bool readMap(ByteView bytes, std::uint64_t count, const Read& read) {
    CborReader in(bytes);
    std::string_view key;
    if (in.map(count) != count) return false;
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        key = in.key(key);
        if (in.ok()) read(key, in);
    }
    return in.finish("body").has_value();
}

/// A map of the one key `name`, whose value is a text.
inline bool readText(ByteView bytes, std::string_view name, std::string& value) {
    return readMap(bytes, 1, [&](std::string_view key, CborReader& in) {
        if (key == name) value = in.text();
        else in.fault("unknown key");
    });
}

template <typename T>
T readId(CborReader& in) {
    return T::from(in.bytesOf(16)).value_or(T{});
}

inline crypto::Digest readDigest(CborReader& in) {
    return crypto::Digest::fromBytes(in.bytesOf(32)).value_or(crypto::Digest{});
}

/// If the header is of kind T, reads its body by `read(T&, clear, plain)` into `out`, which stays as it is when the
/// form is not known. True if of that kind.
template <typename T, typename Variant, typename Header, typename Read>
bool tryKind(Variant& out, const Header& header, const Bytes* plain, const Read& read) {
    if (header.kind != T::kKind) return false;
    T body;
    if (read(body, header.clear, plain)) out = std::move(body);
    return true;
}

} // namespace model::cbor
