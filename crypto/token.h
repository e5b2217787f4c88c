// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"
#include "crypto/random.h"

#include <memory>
#include <mutex>
#include <optional>

/// Keys that never leave a token: a smart card, a USB token or a machine's own security module, reached through the
/// PKCS#11 module of whoever made it (PKCS#11 3.0: CKM_EC_EDWARDS_KEY_PAIR_GEN, CKM_EDDSA). Only Ed25519, so only suite
/// intl-1. A module is code that runs in this process: its path must come from the machine's user, never from a record.
namespace crypto {

/// What tells a token from others, as it says itself; without trailing blanks, and with ? for what is not printable.
struct TokenName {
    std::string label; ///< given by its owner; may be changed
    std::string serial;
    std::string manufacturer;
    std::string model;

    /// The same device, be its label another one by now.
    [[nodiscard]] bool isSame(const TokenName& other) const {
        return serial == other.serial && manufacturer == other.manufacturer && model == other.model;
    }
    friend bool operator==(const TokenName&, const TokenName&) = default;
};

/// What a token says of itself before a PIN is typed. Tokens do not say how many tries are left, but these.
struct TokenInfo {
    TokenName name;
    bool pinWasWrong = false; ///< at least once since it was right last
    bool lastTry = false;     ///< another wrong PIN locks it
    bool locked = false;      ///< takes no PIN any more
    bool ready = false;       ///< is initialised and has a PIN
    bool ed25519 = false;     ///< makes Ed25519 keys and signs with them
};

enum class TokenTrouble : std::uint8_t {
    noModule,       ///< the module is not there, or is none; detail says why
    absent,         ///< the token is not plugged in
    ambiguous,      ///< several tokens have this label
    notReady,       ///< it is not initialised, or has no PIN
    wrongPin,       ///< TokenFault::token says what is left
    locked,         ///< its PIN was wrong too often
    pinExpired,     ///< its PIN must be changed with the token's own tool first
    inUse,          ///< this process has it open already, so that no PIN would be asked
    removed,        ///< pulled out, or its session ended, while it was used
    noEd25519,      ///< it cannot make such keys
    noKey,          ///< it has no such key, or another one under its name
    notSteady,      ///< signs the same words differently each time, so that nothing can be sealed by a signature
    notSealed,      ///< it made a key that it would give out
    writeProtected, ///< it takes no new key
    failed,         ///< anything else; code is the module's
};

struct TokenFault {
    TokenTrouble trouble = TokenTrouble::failed;
    std::optional<TokenInfo> token = {}; ///< as it was after the fault, where it could still be asked
    unsigned long code = 0;              ///< CKR_…, 0 where none led here
    std::string detail = {};             ///< of noModule: in the system's words
};

template <class T>
using TokenResult = std::expected<T, TokenFault>;

/// The module of PKCS#11 that stands for all that the system knows (p11-kit, which reads /etc/pkcs11/modules and
/// /usr/share/p11-kit/modules).
inline constexpr std::string_view kSystemTokenModule = "libp11-kit.so.0";

class TokenModule; ///< private to crypto/

/// The tokens that one module reaches. It is loaded when it is first needed, and looks for tokens anew each time while
/// no key is open. One of these for a module in a process: modules keep their state by process. Any thread.
class Tokens {
public:
    /// `module`: a path, or the name of a library of the system.
    explicit Tokens(std::string module);
    ~Tokens();

    [[nodiscard]] const std::string& module() const { return m_path; }
    /// Those that are plugged in now.
    TokenResult<std::vector<TokenInfo>> list();
    TokenResult<TokenInfo> look(const TokenName& name);
    /// The one with this label, or else with this serial number.
    TokenResult<TokenInfo> find(std::string_view labelOrSerial);

private:
    friend class TokenKey;
    TokenResult<std::shared_ptr<TokenModule>> load();

    std::string m_path;
    std::mutex m_mutex;
    std::weak_ptr<TokenModule> m_module;
};

/// A signing key on a token, with the session in which the PIN was right. PKCS#11's sessions are not for several
/// threads, so calls wait for one another; any thread. The token is locked again when close() was called or this ends.
class TokenKey {
public:
    /// Makes a key pair that stays on the token and signs with it twice to see that it does so as RFC 8032 says. Where
    /// that fails nothing is left on the token.
    static TokenResult<std::shared_ptr<TokenKey>> make(Tokens& tokens, const TokenName& token, ByteView pin,
                                                       Random& random);
    /// The key of this id, whose public half is `verifyKey`.
    static TokenResult<std::shared_ptr<TokenKey>> open(Tokens& tokens, const TokenName& token, ByteView pin,
                                                       ByteView id, ByteView verifyKey);
    ~TokenKey();
    TokenKey(const TokenKey&) = delete;
    TokenKey& operator=(const TokenKey&) = delete;

    [[nodiscard]] const TokenName& token() const { return m_token; }
    [[nodiscard]] const Bytes& id() const { return m_id; }               ///< kTokenKeyIdSize bytes
    [[nodiscard]] const Bytes& verifyKey() const { return m_verifyKey; } ///< Ed25519, 32 bytes
    /// An Ed25519 signature of a message that is not empty, which was checked: a token that miscounts gives nothing
    /// wrong to the record.
    TokenResult<Bytes> sign(ByteView message) const;
    /// Removes both halves from the token, for a key that came to nothing.
    TokenResult<void> remove();
    /// Ends the session; everything after gives TokenTrouble::removed.
    void close() noexcept;

private:
    TokenKey(std::shared_ptr<TokenModule> module, TokenName token, unsigned long session);
    TokenResult<void> generate(unsigned long slot, Random& random);
    TokenResult<void> findPrivate();
    TokenResult<Bytes> signLocked(ByteView message) const;

    std::shared_ptr<TokenModule> m_module;
    TokenName m_token;
    unsigned long m_session;
    unsigned long m_private = 0;
    Bytes m_id;
    Bytes m_verifyKey;
    mutable std::mutex m_mutex;
};

inline constexpr std::size_t kTokenKeyIdSize = 16;

} // namespace crypto
