// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/check.h"
#include "model/base/cbor.h"
#include "model/log/act.h"

namespace model {

namespace {

constexpr std::uint64_t kGrantLimit = 10'000;

ByteView aeadNonce(const std::array<std::uint8_t, 16>& nonce) {
    // The event's nonce is random and unique; its first 96 bits serve the cipher, so that no second one has to be
    // stored.
    return ByteView(nonce).first(crypto::kAeadNonceSize);
}

Bytes wrapContext(CaseId caseId, const std::array<std::uint8_t, 16>& nonce) {
    CborWriter out;
    out.array(3).text("touchstone case keys").bytes(caseId.view()).bytes(nonce);
    return std::move(out).take();
}

} // namespace

KeyWrapper::KeyWrapper(crypto::Suite suite, const crypto::Secret& actSecret) : m_aead(suite) {
    m_aead.rekey(actSecret.view());
}

Bytes KeyWrapper::wrap(CaseId caseId, const std::array<std::uint8_t, 16>& nonce, std::span<const KeyGrant> grants) {
    crypto::require(!grants.empty() && grants.size() <= kGrantLimit, "between one and the most grants");
    // Written by hand into memory that is wiped: a CborWriter would leave the keys in the heap.
    constexpr std::size_t kEntry = 4 + 32;
    auto plain = crypto::Secret::ofSize(grants.size() * kEntry);
    auto out = plain.mutableView();
    for (const auto& grant : grants) {
        crypto::require(grant.key.size() == 32, "a case key of 32 bytes");
        for (unsigned i = 0; i < 4; ++i) out[i] = static_cast<std::uint8_t>(grant.epoch >> (24 - 8 * i));
        std::ranges::copy(grant.key.view(), out.begin() + 4);
        out = out.subspan(kEntry);
    }
    Bytes wrapped;
    m_aead.sealWith(aeadNonce(nonce), plain.view(), wrapContext(caseId, nonce), wrapped);
    return wrapped;
}

Result<std::vector<KeyGrant>> KeyWrapper::unwrap(CaseId caseId, const std::array<std::uint8_t, 16>& nonce,
                                                 ByteView wrapped) {
    constexpr std::size_t kEntry = 4 + 32;
    Bytes plain;
    if (!m_aead.openWith(aeadNonce(nonce), wrapped, wrapContext(caseId, nonce), plain) || plain.empty() ||
        plain.size() % kEntry != 0) {
        return fail(Code::damaged, {"The case keys of an event cannot be opened", "事件所附案件密钥无法打开"});
    }
    std::vector<KeyGrant> grants;
    for (ByteView rest(plain); !rest.empty(); rest = rest.subspan(kEntry)) {
        std::uint32_t epoch = 0;
        for (unsigned i = 0; i < 4; ++i) epoch = epoch << 8 | rest[i];
        grants.push_back({epoch, crypto::Secret(rest.subspan(4, 32))});
    }
    crypto::wipe(plain);
    return grants;
}

Bytes PartSealer::seal(const EventHeader& header, const crypto::Secret& caseKey, ByteView plain) {
    Bytes sealed;
    m_aead.rekey(caseKey.view());
    m_aead.sealWith(aeadNonce(header.nonce), plain, sealContext(header), sealed);
    return sealed;
}

Result<Bytes> PartSealer::open(const Event& event, const crypto::Secret& caseKey) {
    Bytes plain;
    m_aead.rekey(caseKey.view());
    if (!m_aead.openWith(aeadNonce(event.header.nonce), event.sealed, sealContext(event.header), plain)) {
        return fail(Code::damaged, {"The sealed part of an event does not open with the case's key",
                                    "事件的密封部分无法用案件密钥打开"});
    }
    return plain;
}

} // namespace model
