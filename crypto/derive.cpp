// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/derive.h"

#include "crypto/botan_names.h"
#include "crypto/check.h"

#include <algorithm>
#include <array>
#include <botan/mac.h>
#include <cstring>

namespace crypto {

namespace {

constexpr std::size_t kHashSize = 32;
constexpr std::array<std::uint8_t, kHashSize> kNoSalt{};

std::unique_ptr<Botan::MessageAuthenticationCode> makeHmac(Suite suite) {
    static const auto sha256 = Botan::MessageAuthenticationCode::create_or_throw(hmacName(Suite::intl1));
    static const auto sm3 = Botan::MessageAuthenticationCode::create_or_throw(hmacName(Suite::gm1));
    return (suite == Suite::gm1 ? sm3 : sha256)->new_object();
}

/// HKDF-Extract, leaving `hmac` keyed with the pseudo-random key.
void extract(Botan::MessageAuthenticationCode& hmac, ByteView secret, ByteView salt) {
    std::array<std::uint8_t, kHashSize> key;
    hmac.set_key(salt.empty() ? ByteView(kNoSalt) : salt);
    hmac.update(secret);
    hmac.final(key);
    hmac.set_key(key);
    wipe(key);
}

} // namespace

Secret hkdf(Suite suite, ByteView secret, ByteView salt, ByteView info, std::size_t size) {
    require(size <= 255 * kHashSize, "more than HKDF can give");
    const auto hmac = makeHmac(suite);
    extract(*hmac, secret, salt);
    Secret out = Secret::ofSize(size);
    std::array<std::uint8_t, kHashSize> block{};
    const auto target = out.mutableView();
    for (std::size_t at = 0, counter = 1; at < size; at += kHashSize, ++counter) {
        if (counter > 1) hmac->update(block);
        hmac->update(info);
        hmac->update(static_cast<std::uint8_t>(counter));
        hmac->final(block);
        std::memcpy(target.data() + at, block.data(), std::min(kHashSize, size - at));
    }
    wipe(block);
    return out;
}

struct Deriver::State {
    std::unique_ptr<Botan::MessageAuthenticationCode> hmac;
};

Deriver::Deriver(Suite suite, ByteView secret) : m_state(std::make_unique<State>(makeHmac(suite))) {
    extract(*m_state->hmac, secret, {});
}
Deriver::Deriver(Deriver&&) noexcept = default;
Deriver& Deriver::operator=(Deriver&&) noexcept = default;
Deriver::~Deriver() = default;

Secret Deriver::derive(std::string_view label, ByteView context) {
    require(!label.empty() && label.size() <= 255, "a label has 1 to 255 bytes");
    require(context.size() <= 64 * 1024, "a context has at most 64 KiB");
    auto& hmac = *m_state->hmac;
    hmac.update(static_cast<std::uint8_t>(label.size()));
    hmac.update(asBytes(label));
    hmac.update(context);
    hmac.update(std::uint8_t{1}); // HKDF-Expand's counter: one block is all that 32 bytes need
    Secret out = Secret::ofSize(kHashSize);
    hmac.final(out.mutableView());
    return out;
}

Secret deriveKey(Suite suite, ByteView secret, std::string_view label, ByteView context) {
    return Deriver(suite, secret).derive(label, context);
}

} // namespace crypto
