// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/digest.h"

#include "crypto/botan_names.h"

#include <algorithm>
#include <botan/hash.h>

namespace crypto {

namespace {

/// A fresh hash object. Copying a prototype is several times cheaper than looking the name up.
std::unique_ptr<Botan::HashFunction> makeHash(Suite suite) {
    static const auto sha256 = Botan::HashFunction::create_or_throw(hashName(Suite::intl1));
    static const auto sm3 = Botan::HashFunction::create_or_throw(hashName(Suite::gm1));
    return (suite == Suite::gm1 ? sm3 : sha256)->new_object();
}

Digest finishHash(Botan::HashFunction& hash) {
    Digest out;
    hash.final(out.bytes);
    return out;
}

} // namespace

Result<Digest> Digest::fromHex(std::string_view hex) {
    const auto bytes = crypto::fromHex(hex);
    if (!bytes) return std::unexpected(bytes.error());
    return fromBytes(*bytes);
}

Result<Digest> Digest::fromBytes(ByteView bytes) {
    Digest out;
    if (bytes.size() != out.bytes.size()) return std::unexpected(Fault::malformed);
    std::ranges::copy(bytes, out.bytes.begin());
    return out;
}

Digest digest(Suite suite, ByteView bytes) {
    const auto hash = makeHash(suite);
    hash->update(bytes);
    return finishHash(*hash);
}

Digest sha256(ByteView bytes) { return digest(Suite::intl1, bytes); }

struct Hasher::State {
    std::unique_ptr<Botan::HashFunction> hash;
};

Hasher::Hasher(Suite suite) : m_state(std::make_unique<State>(makeHash(suite))) {}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

Hasher Hasher::sha256() { return Hasher(Suite::intl1); }

Hasher& Hasher::update(ByteView bytes) {
    m_state->hash->update(bytes);
    return *this;
}

Digest Hasher::finish() { return finishHash(*m_state->hash); }

} // namespace crypto
