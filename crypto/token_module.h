// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/token.h"

#include <p11-kit/pkcs11.h>

/// Private to crypto/: one loaded module of PKCS#11.
namespace crypto {

/// A module between C_Initialize and C_Finalize. Any thread: modules are asked for the system's locks.
class TokenModule {
public:
    static TokenResult<std::shared_ptr<TokenModule>> load(const std::string& path);
    ~TokenModule();
    TokenModule(const TokenModule&) = delete;
    TokenModule& operator=(const TokenModule&) = delete;

    CK_FUNCTION_LIST& call() const { return *m_functions; }
    /// The slots in which a token is now.
    TokenResult<std::vector<CK_SLOT_ID>> slots() const;
    TokenResult<TokenInfo> info(CK_SLOT_ID slot) const;
    TokenResult<CK_SLOT_ID> slotOf(const TokenName& name) const;

private:
    TokenModule(CK_FUNCTION_LIST* functions, bool ends) : m_functions(functions), m_ends(ends) {}
    CK_FUNCTION_LIST* m_functions;
    bool m_ends; ///< whether it was begun here
};

/// What a return value of PKCS#11 means while a token is used.
TokenFault faultOf(CK_RV code, std::optional<TokenInfo> token = {});

} // namespace crypto
