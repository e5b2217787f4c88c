// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/chunk.h"

#include "crypto/check.h"
#include "crypto/derive.h"

#include <array>
#include <limits>

namespace crypto {

namespace {

constexpr std::string_view kKeyLabel = "touchstone chunk 1";
constexpr std::string_view kListPrefix = "touchstone chunk list 1";

std::array<std::uint8_t, kAeadNonceSize> nonceOf(std::uint64_t index, bool last) {
    std::array<std::uint8_t, kAeadNonceSize> nonce{};
    for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<std::uint8_t>(index >> (8 * i));
    nonce[11] = last ? 1 : 0;
    return nonce;
}

} // namespace

ChunkSealer::ChunkSealer(Suite suite, const Secret& itemKey) : m_aead(suite) {
    require(itemKey.size() == kAeadKeySize, "an item key has 32 bytes");
    m_aead.rekey(deriveKey(suite, itemKey.view(), kKeyLabel, {}).view());
}

void ChunkSealer::seal(std::uint64_t index, bool last, ByteView plain, Bytes& out) {
    m_aead.sealWith(nonceOf(index, last), plain, {}, out);
}

Result<void> ChunkSealer::open(std::uint64_t index, bool last, ByteView sealed, Bytes& out) {
    return m_aead.openWith(nonceOf(index, last), sealed, {}, out);
}

ChunkList::ChunkList(Suite suite) : m_hasher(suite) { m_hasher.update(asBytes(kListPrefix)); }

void ChunkList::add(ByteView sealed) {
    require(sealed.size() >= kAeadTagSize && sealed.size() <= std::numeric_limits<std::uint32_t>::max(),
            "a sealed chunk has 16 bytes to 4 GiB");
    Bytes entry;
    appendU32(entry, static_cast<std::uint32_t>(sealed.size()));
    append(entry, sealed.last(kAeadTagSize));
    m_hasher.update(entry);
}

Digest ChunkList::address() { return m_hasher.finish(); }

} // namespace crypto
