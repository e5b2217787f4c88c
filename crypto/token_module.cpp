// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/token_module.h"

#include <algorithm>
#include <dlfcn.h>

namespace crypto {

namespace {

/// A text of fixed width, padded with blanks. It comes from a device: what no line of a list can show is a ?.
std::string padded(const unsigned char* bytes, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(bytes), size);
    text.resize(text.find_last_not_of(std::string_view(" \0", 2)) + 1);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        bool valid = first >= 0x20 && first != 0x7F && (first < 0x80 || (first >= 0xC2 && first < 0xF5)) &&
                     at + length <= text.size();
        for (std::size_t i = 1; valid && i < length; ++i)
            valid = (static_cast<unsigned char>(text[at + i]) & 0xC0) == 0x80;
        // Not more than UTF-8 forbids: too long forms, surrogates, what lies beyond; and no control or direction marks.
        if (valid && length > 1) {
            const auto second = static_cast<unsigned char>(text[at + 1]);
            const bool marks = first == 0xE2 && (second == 0x80 || second == 0x81);
            valid = !marks && (first != 0xC2 || second >= 0xA0) && (first != 0xE0 || second >= 0xA0) &&
                    (first != 0xED || second < 0xA0) && (first != 0xF0 || second >= 0x90) &&
                    (first != 0xF4 || second < 0x90);
        }
        if (valid) out.append(text, at, length);
        else out += '?';
        at += valid ? length : 1;
    }
    return out;
}

bool hasMechanism(CK_FUNCTION_LIST& call, CK_SLOT_ID slot, CK_MECHANISM_TYPE type) {
    CK_MECHANISM_INFO info{};
    return call.C_GetMechanismInfo(slot, type, &info) == CKR_OK;
}

} // namespace

TokenFault faultOf(CK_RV code, std::optional<TokenInfo> token) {
    const auto trouble = [&] {
        switch (code) {
        case CKR_PIN_INCORRECT:
        case CKR_PIN_INVALID:
        case CKR_PIN_LEN_RANGE: return token && token->locked ? TokenTrouble::locked : TokenTrouble::wrongPin;
        case CKR_PIN_LOCKED: return TokenTrouble::locked;
        case CKR_PIN_EXPIRED: return TokenTrouble::pinExpired;
        case CKR_USER_PIN_NOT_INITIALIZED: return TokenTrouble::notReady;
        case CKR_USER_ALREADY_LOGGED_IN:
        case CKR_USER_ANOTHER_ALREADY_LOGGED_IN: return TokenTrouble::inUse;
        case CKR_TOKEN_WRITE_PROTECTED:
        case CKR_SESSION_READ_ONLY:
        case CKR_DEVICE_MEMORY: return TokenTrouble::writeProtected;
        case CKR_MECHANISM_INVALID:
        case CKR_CURVE_NOT_SUPPORTED: return TokenTrouble::noEd25519;
        case CKR_DEVICE_REMOVED:
        case CKR_DEVICE_ERROR:
        case CKR_TOKEN_NOT_PRESENT:
        case CKR_TOKEN_NOT_RECOGNIZED:
        case CKR_SLOT_ID_INVALID:
        case CKR_SESSION_CLOSED:
        case CKR_SESSION_HANDLE_INVALID:
        case CKR_OBJECT_HANDLE_INVALID:
        case CKR_KEY_HANDLE_INVALID:
        case CKR_USER_NOT_LOGGED_IN: return TokenTrouble::removed;
        default: return TokenTrouble::failed;
        }
    }();
    return {trouble, std::move(token), code, {}};
}

TokenResult<std::shared_ptr<TokenModule>> TokenModule::load(const std::string& path) {
    const auto none = [](std::string why, CK_RV code = CKR_OK) {
        return std::unexpected(TokenFault{TokenTrouble::noModule, {}, code, std::move(why)});
    };
    if (path.empty()) return none("no module is named");
    // It stays mapped: modules have left threads and handlers behind that would run into nothing.
    void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        const char* const why = dlerror();
        return none(why == nullptr ? "it cannot be loaded" : why);
    }
    const auto list = reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList"));
    CK_FUNCTION_LIST* functions = nullptr;
    CK_RV code = list == nullptr ? CKR_FUNCTION_NOT_SUPPORTED : list(&functions);
    dlclose(library);
    if (code != CKR_OK || functions == nullptr) return none(path + ": it is no module of PKCS#11", code);
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_OS_LOCKING_OK;
    code = functions->C_Initialize(&arguments);
    if (code != CKR_OK && code != CKR_CRYPTOKI_ALREADY_INITIALIZED) return none(path + ": it does not begin", code);
    return std::shared_ptr<TokenModule>(new TokenModule(functions, code == CKR_OK));
}

TokenModule::~TokenModule() {
    if (m_ends) m_functions->C_Finalize(nullptr);
}

TokenResult<std::vector<CK_SLOT_ID>> TokenModule::slots() const {
    constexpr CK_ULONG kMost = 1024; // a module that says more is broken
    for (int tries = 0; tries < 4; ++tries) {
        CK_ULONG count = 0;
        CK_RV code = m_functions->C_GetSlotList(CK_TRUE, nullptr, &count); // looks for what was plugged in meanwhile
        if (code != CKR_OK || count > kMost) return std::unexpected(faultOf(code == CKR_OK ? CKR_GENERAL_ERROR : code));
        std::vector<CK_SLOT_ID> all(count);
        if (count == 0) return all;
        code = m_functions->C_GetSlotList(CK_TRUE, all.data(), &count);
        if (code == CKR_BUFFER_TOO_SMALL) continue; // one more came between the two calls
        if (code != CKR_OK) return std::unexpected(faultOf(code));
        all.resize(std::min<std::size_t>(count, all.size()));
        return all;
    }
    return std::unexpected(faultOf(CKR_GENERAL_ERROR));
}

TokenResult<TokenInfo> TokenModule::info(CK_SLOT_ID slot) const {
    CK_TOKEN_INFO said{};
    if (const CK_RV code = m_functions->C_GetTokenInfo(slot, &said); code != CKR_OK)
        return std::unexpected(faultOf(code));
    const auto has = [&](CK_FLAGS flag) { return (said.flags & flag) != 0; };
    TokenInfo info;
    info.name = {padded(said.label, sizeof said.label), padded(said.serialNumber, sizeof said.serialNumber),
                 padded(said.manufacturerID, sizeof said.manufacturerID), padded(said.model, sizeof said.model)};
    info.locked = has(CKF_USER_PIN_LOCKED);
    info.lastTry = has(CKF_USER_PIN_FINAL_TRY);
    info.pinWasWrong = has(CKF_USER_PIN_COUNT_LOW) || info.lastTry || info.locked;
    info.ready = has(CKF_TOKEN_INITIALIZED) && has(CKF_USER_PIN_INITIALIZED);
    info.ed25519 =
        hasMechanism(*m_functions, slot, CKM_EDDSA) && hasMechanism(*m_functions, slot, CKM_EC_EDWARDS_KEY_PAIR_GEN);
    return info;
}

TokenResult<CK_SLOT_ID> TokenModule::slotOf(const TokenName& name) const {
    auto all = slots();
    if (!all) return std::unexpected(std::move(all).error());
    for (const auto slot : *all) {
        const auto here = info(slot);
        if (here && here->name.isSame(name)) return slot;
    }
    return std::unexpected(TokenFault{TokenTrouble::absent, TokenInfo{.name = name}});
}

Tokens::Tokens(std::string module) : m_path(std::move(module)) {}
Tokens::~Tokens() = default;

TokenResult<std::shared_ptr<TokenModule>> Tokens::load() {
    const std::lock_guard lock(m_mutex);
    if (auto loaded = m_module.lock()) return loaded;
    auto fresh = TokenModule::load(m_path);
    if (fresh) m_module = *fresh;
    return fresh;
}

TokenResult<std::vector<TokenInfo>> Tokens::list() {
    const auto module = load();
    if (!module) return std::unexpected(module.error());
    const auto slots = (*module)->slots();
    if (!slots) return std::unexpected(slots.error());
    std::vector<TokenInfo> all;
    for (const auto slot : *slots) {
        auto info = (*module)->info(slot);
        // One that was pulled out meanwhile is not there; an empty one of a software token is no token yet.
        if (info && !(info->name.serial.empty() && info->name.label.empty())) all.push_back(*std::move(info));
    }
    return all;
}

TokenResult<TokenInfo> Tokens::look(const TokenName& name) {
    const auto module = load();
    if (!module) return std::unexpected(module.error());
    const auto slot = (*module)->slotOf(name);
    if (!slot) return std::unexpected(slot.error());
    return (*module)->info(*slot);
}

TokenResult<TokenInfo> Tokens::find(std::string_view word) {
    auto all = list();
    if (!all) return std::unexpected(std::move(all).error());
    for (const auto member : {&TokenName::label, &TokenName::serial}) {
        const auto is = [&](const TokenInfo& one) { return one.name.*member == word; };
        const auto first = std::ranges::find_if(*all, is);
        if (first == all->end()) continue;
        if (std::ranges::find_if(first + 1, all->end(), is) != all->end())
            return std::unexpected(TokenFault{TokenTrouble::ambiguous, *first});
        return *first;
    }
    TokenInfo wanted;
    wanted.name.label = word;
    return std::unexpected(TokenFault{TokenTrouble::absent, wanted});
}

} // namespace crypto
