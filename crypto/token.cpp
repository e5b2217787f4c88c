// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/token.h"

#include "crypto/check.h"
#include "crypto/identity.h"
#include "crypto/token_module.h"

#include <algorithm>
#include <array>
#include <concepts>

namespace crypto {

namespace {

constexpr std::size_t kEd25519Key = 32;
constexpr std::string_view kObjectLabel = "Touchstone";

/// edwards25519 as PKCS#11 3.0 names it, and as 3.1 also takes it (RFC 8410): modules know the one or the other.
constexpr std::array<std::uint8_t, 14> kCurveName = {0x13, 0x0c, 'e', 'd', 'w', 'a', 'r',
                                                     'd',  's',  '2', '5', '5', '1', '9'};
constexpr std::array<std::uint8_t, 5> kCurveId = {0x06, 0x03, 0x2b, 0x65, 0x70};

template <std::integral T>
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const T& value) {
    return {type, const_cast<T*>(&value), sizeof value};
}
CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, ByteView bytes) {
    return {type, const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
}

/// The point out of CKA_EC_POINT: a DER OCTET STRING, a BIT STRING, or the bytes alone; modules differ.
std::optional<Bytes> pointOf(ByteView said) {
    if (said.size() == kEd25519Key + 2 && said[0] == 0x04 && said[1] == kEd25519Key) said = said.subspan(2);
    else if (said.size() == kEd25519Key + 3 && said[0] == 0x03 && said[2] == 0) said = said.subspan(3);
    if (said.size() != kEd25519Key) return std::nullopt;
    return toBytes(said);
}

/// `flag` of a private key, as the token says it.
std::optional<bool> flagOf(CK_FUNCTION_LIST& call, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key,
                           CK_ATTRIBUTE_TYPE flag) {
    CK_BBOOL value = CK_FALSE;
    CK_ATTRIBUTE asked{flag, &value, sizeof value};
    if (call.C_GetAttributeValue(session, key, &asked, 1) != CKR_OK || asked.ulValueLen != sizeof value)
        return std::nullopt;
    return value != CK_FALSE;
}

/// A session in which the PIN was right.
TokenResult<CK_SESSION_HANDLE> logIn(const TokenModule& module, CK_SLOT_ID slot, CK_FLAGS more, ByteView pin) {
    auto info = module.info(slot);
    if (!info) return std::unexpected(std::move(info).error());
    if (!info->ready) return std::unexpected(TokenFault{TokenTrouble::notReady, *std::move(info)});
    if (info->locked) return std::unexpected(TokenFault{TokenTrouble::locked, *std::move(info)});
    if (!info->ed25519) return std::unexpected(TokenFault{TokenTrouble::noEd25519, *std::move(info)});
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    CK_RV code = module.call().C_OpenSession(slot, CKF_SERIAL_SESSION | more, nullptr, nullptr, &session);
    if (code != CKR_OK) return std::unexpected(faultOf(code, *std::move(info)));
    code = module.call().C_Login(session, CKU_USER, const_cast<std::uint8_t*>(pin.data()), pin.size());
    if (code == CKR_OK) return session;
    module.call().C_CloseSession(session);
    auto after = module.info(slot); // says what is left of the tries now
    return std::unexpected(faultOf(code, after ? *std::move(after) : *std::move(info)));
}

/// The first few objects that are like this; of an error it is said whose they were to be.
TokenResult<std::vector<CK_OBJECT_HANDLE>> find(CK_FUNCTION_LIST& call, CK_SESSION_HANDLE session,
                                                std::vector<CK_ATTRIBUTE> like, const TokenName& token) {
    std::vector<CK_OBJECT_HANDLE> found(4);
    CK_ULONG count = 0;
    CK_RV code = call.C_FindObjectsInit(session, like.data(), like.size());
    if (code == CKR_OK) {
        code = call.C_FindObjects(session, found.data(), found.size(), &count);
        call.C_FindObjectsFinal(session);
    }
    if (code != CKR_OK) return std::unexpected(faultOf(code, TokenInfo{.name = token}));
    found.resize(std::min<std::size_t>(count, found.size()));
    return found;
}

} // namespace

TokenKey::TokenKey(std::shared_ptr<TokenModule> module, TokenName token, unsigned long session)
    : m_module(std::move(module)), m_token(std::move(token)), m_session(session) {}

TokenKey::~TokenKey() { close(); }

void TokenKey::close() noexcept {
    const std::lock_guard lock(m_mutex);
    if (m_session == CK_INVALID_HANDLE) return;
    // With its last session a process is logged out (PKCS#11, 5.6.5): the next PIN is asked by the token again.
    m_module->call().C_CloseSession(m_session);
    m_session = CK_INVALID_HANDLE;
    m_module.reset();
}

TokenResult<std::shared_ptr<TokenKey>> TokenKey::make(Tokens& tokens, const TokenName& token, ByteView pin,
                                                      Random& random) {
    auto module = tokens.load();
    if (!module) return std::unexpected(std::move(module).error());
    const auto slot = (*module)->slotOf(token);
    if (!slot) return std::unexpected(slot.error());
    const auto session = logIn(**module, *slot, CKF_RW_SESSION, pin);
    if (!session) return std::unexpected(session.error());
    std::shared_ptr<TokenKey> key(new TokenKey(*std::move(module), token, *session));
    if (auto made = key->generate(*slot, random); !made) return std::unexpected(std::move(made).error());
    Bytes probe(32);
    random.fill(probe);
    const auto once = key->sign(probe);
    const auto twice = once ? key->sign(probe) : once;
    if (twice && *once == *twice) return key;
    (void)key->remove();
    if (!twice) return std::unexpected(twice.error());
    return std::unexpected(TokenFault{TokenTrouble::notSteady, TokenInfo{.name = token}});
}

TokenResult<void> TokenKey::generate(unsigned long slot, Random& random) {
    m_id.resize(kTokenKeyIdSize);
    random.fill(m_id);
    auto& call = m_module->call();
    const CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
    CK_MECHANISM mechanism{CKM_EC_EDWARDS_KEY_PAIR_GEN, nullptr, 0};
    const auto name = asBytes(kObjectLabel);
    CK_OBJECT_HANDLE shown = CK_INVALID_HANDLE;
    CK_RV code = CKR_OK;
    for (const ByteView curve : {ByteView(kCurveName), ByteView(kCurveId)}) {
        std::array open = {attribute(CKA_TOKEN, yes),         attribute(CKA_PRIVATE, no),
                           attribute(CKA_VERIFY, yes),        attribute(CKA_EC_PARAMS, curve),
                           attribute(CKA_ID, ByteView(m_id)), attribute(CKA_LABEL, name)};
        std::array hidden = {attribute(CKA_TOKEN, yes),     attribute(CKA_PRIVATE, yes),
                             attribute(CKA_SENSITIVE, yes), attribute(CKA_EXTRACTABLE, no),
                             attribute(CKA_SIGN, yes),      attribute(CKA_ID, ByteView(m_id)),
                             attribute(CKA_LABEL, name)};
        code = call.C_GenerateKeyPair(m_session, &mechanism, open.data(), open.size(), hidden.data(), hidden.size(),
                                      &shown, &m_private);
        if (code == CKR_OK) break;
    }
    if (code != CKR_OK) {
        auto info = m_module->info(slot);
        return std::unexpected(faultOf(code, info ? std::optional(*std::move(info)) : std::nullopt));
    }
    std::array<std::uint8_t, 64> point{};
    CK_ATTRIBUTE asked{CKA_EC_POINT, point.data(), point.size()};
    code = call.C_GetAttributeValue(m_session, shown, &asked, 1);
    auto key = code == CKR_OK ? pointOf(ByteView(point).first(std::min<std::size_t>(asked.ulValueLen, point.size())))
                              : std::nullopt;
    const bool kept = flagOf(call, m_session, m_private, CKA_SENSITIVE) == true &&
                      flagOf(call, m_session, m_private, CKA_EXTRACTABLE) == false;
    if (key && kept) {
        m_verifyKey = *std::move(key);
        return {};
    }
    (void)remove();
    return std::unexpected(
        TokenFault{key ? TokenTrouble::notSealed : TokenTrouble::failed, TokenInfo{.name = m_token}, code, {}});
}

TokenResult<std::shared_ptr<TokenKey>> TokenKey::open(Tokens& tokens, const TokenName& token, ByteView pin, ByteView id,
                                                      ByteView verifyKey) {
    auto module = tokens.load();
    if (!module) return std::unexpected(std::move(module).error());
    const auto slot = (*module)->slotOf(token);
    if (!slot) return std::unexpected(slot.error());
    const auto session = logIn(**module, *slot, 0, pin);
    if (!session) return std::unexpected(session.error());
    std::shared_ptr<TokenKey> key(new TokenKey(*std::move(module), token, *session));
    key->m_id = toBytes(id);
    key->m_verifyKey = toBytes(verifyKey);
    if (auto found = key->findPrivate(); !found) return std::unexpected(std::move(found).error());
    return key;
}

TokenResult<void> TokenKey::findPrivate() {
    const CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
    const auto found =
        find(m_module->call(), m_session, {attribute(CKA_CLASS, kind), attribute(CKA_ID, ByteView(m_id))}, m_token);
    if (!found) return std::unexpected(found.error());
    if (found->size() != 1) return std::unexpected(TokenFault{TokenTrouble::noKey, TokenInfo{.name = m_token}});
    m_private = found->front();
    return {};
}

TokenResult<Bytes> TokenKey::sign(ByteView message) const {
    const std::lock_guard lock(m_mutex);
    return signLocked(message);
}

TokenResult<Bytes> TokenKey::signLocked(ByteView message) const {
    const TokenInfo mine{.name = m_token};
    require(!message.empty(), "there is something to sign"); // modules differ about nothing
    if (m_session == CK_INVALID_HANDLE) return std::unexpected(faultOf(CKR_SESSION_CLOSED, mine));
    auto& call = m_module->call();
    CK_MECHANISM mechanism{CKM_EDDSA, nullptr, 0};
    CK_RV code = call.C_SignInit(m_session, &mechanism, m_private);
    Bytes signature(kSignatureSize);
    CK_ULONG size = signature.size();
    if (code == CKR_OK) {
        auto* const data = const_cast<std::uint8_t*>(message.data());
        code = call.C_Sign(m_session, data, message.size(), signature.data(), &size);
    }
    if (code != CKR_OK) {
        auto fault = faultOf(code, mine);
        // A software token whose files are gone says only that it failed: what is not there any more was removed.
        if (fault.trouble == TokenTrouble::failed && !m_module->slotOf(m_token)) fault.trouble = TokenTrouble::removed;
        return std::unexpected(std::move(fault));
    }
    PublicIdentity signer;
    signer.verifyKey = m_verifyKey;
    if (size == signature.size() && verify(signer, message, signature)) return signature;
    return std::unexpected(TokenFault{TokenTrouble::noKey, mine});
}

TokenResult<void> TokenKey::remove() {
    const std::lock_guard lock(m_mutex);
    const TokenInfo mine{.name = m_token};
    if (m_session == CK_INVALID_HANDLE) return std::unexpected(faultOf(CKR_SESSION_CLOSED, mine));
    require(m_id.size() == kTokenKeyIdSize, "a key on a token has an id");
    auto& call = m_module->call();
    // Only a session that may write removes anything; the PIN counts for all sessions of the process.
    CK_SESSION_INFO here{};
    CK_SESSION_HANDLE writing = CK_INVALID_HANDLE;
    CK_RV code = call.C_GetSessionInfo(m_session, &here);
    if (code == CKR_OK)
        code = call.C_OpenSession(here.slotID, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &writing);
    if (code != CKR_OK) return std::unexpected(faultOf(code, mine));
    const auto halves = find(call, writing, {attribute(CKA_ID, ByteView(m_id))}, m_token);
    for (const auto half : halves.value_or(std::vector<CK_OBJECT_HANDLE>{})) {
        const CK_RV one = call.C_DestroyObject(writing, half);
        if (one != CKR_OK) code = one;
    }
    call.C_CloseSession(writing);
    if (!halves) return std::unexpected(halves.error());
    if (code != CKR_OK) return std::unexpected(faultOf(code, mine));
    return {};
}

} // namespace crypto
