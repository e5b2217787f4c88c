// SPDX-License-Identifier: GPL-3.0-or-later
// A module of PKCS#11 that stands before SoftHSM and does what hardware does and a software token does not: it counts
// wrong PINs, says the last try, locks, and can be pulled out. What happens is told by files in $STRICT_TOKEN:
//   wrong      how many PINs were wrong one after the other, a digit for each
//   pulled     it is not there
//   old        it makes no Ed25519 keys
//   gives      it says of its keys that they can be taken out
//   miscounts  a bit of its signatures is wrong
//   full       it takes no new key
//   serial     its serial number, in place of one by chance
#include <algorithm>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <p11-kit/pkcs11.h>
#include <string>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace {

/// SoftHSM 2.6.1 loses 37 bytes with each Ed25519 key that it reads, which is no leak of ours.
struct Forgiven {
#if defined(__SANITIZE_ADDRESS__)
    Forgiven() { __lsan_disable(); }
    ~Forgiven() { __lsan_enable(); }
    Forgiven(const Forgiven&) = delete;
    Forgiven& operator=(const Forgiven&) = delete;
#endif
};

constexpr std::size_t kTries = 3;

CK_FUNCTION_LIST* soft = nullptr;
CK_FUNCTION_LIST strict;

std::filesystem::path folder() {
    const char* const named = std::getenv("STRICT_TOKEN");
    return named == nullptr ? "." : named;
}
bool is(const char* what) { return std::filesystem::exists(folder() / what); }
std::size_t wrong() {
    std::error_code error;
    const auto size = std::filesystem::file_size(folder() / "wrong", error);
    return error ? 0 : static_cast<std::size_t>(size);
}

CK_RV slotList(CK_BBOOL present, CK_SLOT_ID* slots, CK_ULONG* count) {
    if (!is("pulled")) return soft->C_GetSlotList(present, slots, count);
    *count = 0;
    return CKR_OK;
}

CK_RV tokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
    if (is("pulled")) return CKR_TOKEN_NOT_PRESENT;
    const CK_RV code = soft->C_GetTokenInfo(slot, info);
    if (code != CKR_OK) return code;
    // SoftHSM always shows an empty slot beside the tokens.
    if (std::ifstream named(folder() / "serial"); named && (info->flags & CKF_TOKEN_INITIALIZED) != 0) {
        std::string serial;
        std::getline(named, serial);
        serial.resize(sizeof info->serialNumber, ' ');
        std::copy(serial.begin(), serial.end(), info->serialNumber);
    }
    info->flags &= ~static_cast<CK_FLAGS>(CKF_USER_PIN_COUNT_LOW);
    if (wrong() > 0) info->flags |= CKF_USER_PIN_COUNT_LOW;
    if (wrong() + 1 == kTries) info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (wrong() >= kTries) info->flags |= CKF_USER_PIN_LOCKED;
    return code;
}

CK_RV mechanismInfo(CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO* info) {
    if (is("old") && type == CKM_EC_EDWARDS_KEY_PAIR_GEN) return CKR_MECHANISM_INVALID;
    return soft->C_GetMechanismInfo(slot, type, info);
}

CK_RV openSession(CK_SLOT_ID slot, CK_FLAGS flags, void* application, CK_NOTIFY notify, CK_SESSION_HANDLE* session) {
    if (is("pulled")) return CKR_DEVICE_REMOVED;
    return soft->C_OpenSession(slot, flags, application, notify, session);
}

CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char* pin, CK_ULONG size) {
    if (is("pulled")) return CKR_DEVICE_REMOVED;
    if (wrong() >= kTries) return CKR_PIN_LOCKED;
    const CK_RV code = soft->C_Login(session, user, pin, size);
    if (code == CKR_OK) std::filesystem::remove(folder() / "wrong");
    if (code == CKR_PIN_INCORRECT) std::ofstream(folder() / "wrong", std::ios::app) << '1';
    return code;
}

CK_RV generate(CK_SESSION_HANDLE session, CK_MECHANISM* how, CK_ATTRIBUTE* open, CK_ULONG opens, CK_ATTRIBUTE* hidden,
               CK_ULONG hiddens, CK_OBJECT_HANDLE* publicKey, CK_OBJECT_HANDLE* privateKey) {
    if (is("pulled")) return CKR_DEVICE_REMOVED;
    if (is("full")) return CKR_DEVICE_MEMORY;
    [[maybe_unused]] const Forgiven forgiven;
    return soft->C_GenerateKeyPair(session, how, open, opens, hidden, hiddens, publicKey, privateKey);
}

CK_RV attributes(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* asked, CK_ULONG count) {
    [[maybe_unused]] const Forgiven forgiven;
    const CK_RV code = soft->C_GetAttributeValue(session, object, asked, count);
    for (CK_ULONG i = 0; i < count && is("gives"); ++i) {
        if (asked[i].type == CKA_EXTRACTABLE && asked[i].ulValueLen == 1)
            *static_cast<CK_BBOOL*>(asked[i].pValue) = CK_TRUE;
    }
    return code;
}

CK_RV signInit(CK_SESSION_HANDLE session, CK_MECHANISM* how, CK_OBJECT_HANDLE key) {
    if (is("pulled")) return CKR_DEVICE_REMOVED;
    [[maybe_unused]] const Forgiven forgiven;
    return soft->C_SignInit(session, how, key);
}

CK_RV sign(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG size, unsigned char* signature, CK_ULONG* length) {
    if (is("pulled")) return CKR_DEVICE_REMOVED;
    [[maybe_unused]] const Forgiven forgiven;
    const CK_RV code = soft->C_Sign(session, data, size, signature, length);
    if (code == CKR_OK && is("miscounts")) signature[0] ^= 1U;
    return code;
}

} // namespace

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
    if (soft == nullptr) {
        void* const library = dlopen(SOFTHSM_MODULE, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (library == nullptr) return CKR_GENERAL_ERROR;
        const auto get = reinterpret_cast<CK_C_GetFunctionList>(dlsym(library, "C_GetFunctionList"));
        if (get == nullptr || get(&soft) != CKR_OK) return CKR_GENERAL_ERROR;
        strict = *soft;
        strict.C_GetFunctionList = C_GetFunctionList;
        strict.C_GetSlotList = slotList;
        strict.C_GetTokenInfo = tokenInfo;
        strict.C_GetMechanismInfo = mechanismInfo;
        strict.C_OpenSession = openSession;
        strict.C_Login = login;
        strict.C_GenerateKeyPair = generate;
        strict.C_GetAttributeValue = attributes;
        strict.C_SignInit = signInit;
        strict.C_Sign = sign;
    }
    *list = &strict;
    return CKR_OK;
}
