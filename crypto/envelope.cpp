// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/envelope.h"

#include "crypto/aead.h"
#include "crypto/check.h"
#include "crypto/derive.h"
#include "crypto/suite_keys.h"

namespace crypto {

namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kSalt = "touchstone envelope 1";

Bytes headerOf(Suite suite, ByteView encapsulation) {
    require(encapsulation.size() <= 0xffff, "an encapsulation of more than 64 KiB");
    Bytes header{kVersion, static_cast<std::uint8_t>(suite)};
    appendU16(header, static_cast<std::uint16_t>(encapsulation.size()));
    append(header, encapsulation);
    return header;
}

/// The AEAD keyed for this envelope: everything in front of the sealed bytes and the recipient's key go into the key.
Aead aeadFor(Suite suite, ByteView header, ByteView agreeKey, ByteView shared) {
    Bytes info = toBytes(header);
    append(info, agreeKey);
    const Secret key = hkdf(suite, shared, asBytes(kSalt), info, kAeadKeySize);
    Aead aead(suite);
    aead.rekey(key.view());
    return aead;
}

} // namespace

Result<Bytes> sealTo(const PublicIdentity& recipient, ByteView plain, ByteView context, Random& random) {
    const auto encapsulation = encapsulate(recipient.suite, recipient.agreeKey, random);
    if (!encapsulation) return std::unexpected(encapsulation.error());
    Bytes out = headerOf(recipient.suite, encapsulation->sent);
    Bytes sealed;
    aeadFor(recipient.suite, out, recipient.agreeKey, encapsulation->shared.view()).sealOnce(plain, context, sealed);
    append(out, sealed);
    return out;
}

Result<Secret> openSealed(const Identity& recipient, ByteView sealed, ByteView context) {
    ByteReader reader(sealed);
    const std::uint8_t version = reader.u8();
    const std::uint8_t number = reader.u8();
    if (reader.failed() || version == 0) return std::unexpected(Fault::malformed);
    if (version != kVersion) return std::unexpected(Fault::unsupported);
    const auto suite = suiteFromByte(number);
    if (!suite || *suite != recipient.suite()) return std::unexpected(Fault::unsupported);
    const ByteView encapsulation = reader.take(reader.u16());
    if (reader.failed() || reader.rest().size() < kAeadTagSize) return std::unexpected(Fault::malformed);

    const auto shared = recipient.keys().pairs.agreement->decapsulate(encapsulation);
    if (!shared) return std::unexpected(shared.error());
    const ByteView header = sealed.first(sealed.size() - reader.rest().size());
    return aeadFor(*suite, header, recipient.publicPart().agreeKey, shared->view())
        .openOnceSecret(reader.rest(), context);
}

} // namespace crypto
