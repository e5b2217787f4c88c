// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"
#include "crypto/suite.h"

#include <array>
#include <compare>
#include <cstring>
#include <functional>
#include <memory>
#include <string>

/// Digests of 32 bytes: SHA-256 or SM3, as the suite says.
namespace crypto {

struct Digest {
    std::array<std::uint8_t, 32> bytes{};

    friend auto operator<=>(const Digest&, const Digest&) = default;

    ByteView view() const noexcept { return bytes; }
    /// 64 lower-case hexadecimal digits.
    std::string hex() const { return toHex(bytes); }
    /// Fault::malformed unless there are exactly 64 hexadecimal digits.
    static Result<Digest> fromHex(std::string_view hex);
    /// Fault::malformed unless there are exactly 32 bytes.
    static Result<Digest> fromBytes(ByteView bytes);
};

/// The suite's digest of `bytes`. Any thread.
Digest digest(Suite suite, ByteView bytes);
/// SHA-256 whatever the suite: for files, whose digest people compare with other tools.
Digest sha256(ByteView bytes);

/// A digest over bytes that come in pieces. Can be used again after finish(). One thread at a time.
class Hasher {
public:
    explicit Hasher(Suite suite);
    static Hasher sha256();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    ~Hasher();

    Hasher& update(ByteView bytes);
    Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace crypto

template <>
struct std::hash<crypto::Digest> {
    /// A digest's first bytes are as good as any hash of it.
    std::size_t operator()(const crypto::Digest& digest) const noexcept {
        std::size_t value;
        std::memcpy(&value, digest.bytes.data(), sizeof value);
        return value;
    }
};
