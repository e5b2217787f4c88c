// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/aead.h"

#include "crypto/botan_names.h"
#include "crypto/check.h"

#include <algorithm>
#include <array>
#include <botan/aead.h>
#include <exception>

namespace crypto {

namespace {

constexpr std::array<std::uint8_t, kAeadNonceSize> kZeroNonce{};

/// GCM goes over its input twice, to encrypt and to authenticate. In pieces of this size the second pass finds it in
/// the first-level cache: a third faster for large messages.
constexpr std::size_t kPiece = 16 * 1024;

std::unique_ptr<Botan::AEAD_Mode> makeMode(Suite suite, Botan::Cipher_Dir direction) {
    return Botan::AEAD_Mode::create_or_throw(aeadName(suite), direction);
}

} // namespace

struct Aead::State {
    Suite suite;
    std::array<std::uint8_t, kAeadKeySize> key{};
    bool keyed = false;
    std::unique_ptr<Botan::AEAD_Mode> sealer;
    std::unique_ptr<Botan::AEAD_Mode> opener;
    bool sealerKeyed = false;
    bool openerKeyed = false;
    Botan::secure_vector<std::uint8_t> tail;

    explicit State(Suite which) : suite(which) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { wipe(key); }

    /// Setting up GCM's tables costs as much as sealing a short message, so only the direction in use is set up.
    Botan::AEAD_Mode& mode(bool sealing) {
        require(keyed, "an Aead is used before it has a key");
        auto& which = sealing ? sealer : opener;
        bool& ready = sealing ? sealerKeyed : openerKeyed;
        if (!which) which = makeMode(suite, sealing ? Botan::Cipher_Dir::Encryption : Botan::Cipher_Dir::Decryption);
        if (!ready) {
            which->set_key(ByteView(key).first(cipherKeySize(suite)));
            ready = true;
        }
        return *which;
    }

    /// Runs `input` through `mode` into `out`; what is not a whole number of pieces goes through m_tail.
    void process(Botan::AEAD_Mode& mode, ByteView nonce, ByteView input, ByteView associated,
                 std::span<std::uint8_t> out, std::size_t bulk) {
        mode.set_associated_data(associated);
        mode.start(nonce);
        for (std::size_t at = 0; at < bulk; at += kPiece) {
            const std::size_t size = std::min(kPiece, bulk - at);
            std::copy_n(input.begin() + static_cast<std::ptrdiff_t>(at), size,
                        out.begin() + static_cast<std::ptrdiff_t>(at));
            mode.process(out.subspan(at, size));
        }
        tail.assign(input.begin() + static_cast<std::ptrdiff_t>(bulk), input.end());
        mode.finish(tail);
        std::copy(tail.begin(), tail.end(), out.begin() + static_cast<std::ptrdiff_t>(bulk));
    }

    void seal(ByteView nonce, ByteView plain, ByteView associated, std::span<std::uint8_t> out) {
        auto& sealing = mode(true);
        process(sealing, nonce, plain, associated, out, wholeBlocks(sealing, plain.size()));
    }

    /// False when it does not authenticate; `out` is wiped then.
    bool open(ByteView nonce, ByteView sealed, ByteView associated, std::span<std::uint8_t> out) {
        auto& opening = mode(false);
        try {
            process(opening, nonce, sealed, associated, out, wholeBlocks(opening, out.size()));
            return true;
        } catch (const std::exception&) {
            opening.reset();
            wipe(out);
            wipe(tail);
            return false;
        }
    }

    static std::size_t wholeBlocks(const Botan::AEAD_Mode& mode, std::size_t size) {
        return size - size % mode.update_granularity();
    }
};

Aead::Aead(Suite suite) : m_state(std::make_unique<State>(suite)) {}
Aead::Aead(Aead&&) noexcept = default;
Aead& Aead::operator=(Aead&&) noexcept = default;
Aead::~Aead() = default;

void Aead::rekey(ByteView key) {
    require(key.size() == kAeadKeySize, "an AEAD key has 32 bytes");
    std::ranges::copy(key, m_state->key.begin());
    m_state->keyed = true;
    m_state->sealerKeyed = false;
    m_state->openerKeyed = false;
}

void Aead::sealWith(ByteView nonce, ByteView plain, ByteView associated, Bytes& out) {
    require(nonce.size() == kAeadNonceSize, "an AEAD nonce has 12 bytes");
    out.resize(plain.size() + kAeadTagSize);
    m_state->seal(nonce, plain, associated, out);
}

Result<void> Aead::openWith(ByteView nonce, ByteView sealed, ByteView associated, Bytes& out) {
    require(nonce.size() == kAeadNonceSize, "an AEAD nonce has 12 bytes");
    if (sealed.size() < kAeadTagSize) {
        out.clear();
        return std::unexpected(Fault::malformed);
    }
    out.resize(sealed.size() - kAeadTagSize);
    if (m_state->open(nonce, sealed, associated, out)) return {};
    out.clear();
    return std::unexpected(Fault::wrongKey);
}

void Aead::sealOnce(ByteView plain, ByteView associated, Bytes& out) { sealWith(kZeroNonce, plain, associated, out); }

Result<void> Aead::openOnce(ByteView sealed, ByteView associated, Bytes& out) {
    return openWith(kZeroNonce, sealed, associated, out);
}

Result<Secret> Aead::openOnceSecret(ByteView sealed, ByteView associated) {
    if (sealed.size() < kAeadTagSize) return std::unexpected(Fault::malformed);
    Secret out = Secret::ofSize(sealed.size() - kAeadTagSize);
    if (!m_state->open(kZeroNonce, sealed, associated, out.mutableView())) return std::unexpected(Fault::wrongKey);
    return out;
}

Bytes seal(Suite suite, const Secret& key, ByteView plain, ByteView associated, Random& random) {
    std::array<std::uint8_t, kAeadNonceSize> nonce;
    random.fill(nonce);
    Aead aead(suite);
    aead.rekey(key.view());
    Bytes sealed;
    aead.sealWith(nonce, plain, associated, sealed);
    sealed.insert(sealed.begin(), nonce.begin(), nonce.end());
    return sealed;
}

Result<Bytes> open(Suite suite, const Secret& key, ByteView sealed, ByteView associated) {
    if (sealed.size() < kAeadNonceSize + kAeadTagSize) return std::unexpected(Fault::malformed);
    Aead aead(suite);
    aead.rekey(key.view());
    Bytes plain;
    const auto opened = aead.openWith(sealed.first(kAeadNonceSize), sealed.subspan(kAeadNonceSize), associated, plain);
    if (!opened) return std::unexpected(opened.error());
    return plain;
}

Bytes sealOnce(Suite suite, const Secret& key, ByteView plain, ByteView associated) {
    Aead aead(suite);
    aead.rekey(key.view());
    Bytes sealed;
    aead.sealOnce(plain, associated, sealed);
    return sealed;
}

Result<Bytes> openOnce(Suite suite, const Secret& key, ByteView sealed, ByteView associated) {
    Aead aead(suite);
    aead.rekey(key.view());
    Bytes plain;
    const auto opened = aead.openOnce(sealed, associated, plain);
    if (!opened) return std::unexpected(opened.error());
    return plain;
}

} // namespace crypto
