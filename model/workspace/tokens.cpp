// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/tokens.h"

#include "model/workspace/office_files.h"
#include "model/workspace/setup_rules.h"

#include <algorithm>

namespace model {

Error noTokens() { return tokenError({crypto::TokenTrouble::noModule, {}, 0, "PKCS#11"}); }

Result<std::vector<crypto::TokenInfo>> tokensHere(const Surroundings& with) {
    if (!with.tokens) return std::unexpected(noTokens());
    auto all = with.tokens->list();
    if (!all) return std::unexpected(tokenError(all.error()));
    std::ranges::stable_sort(*all, {}, [](const crypto::TokenInfo& one) { return one.name.label; });
    return *std::move(all);
}

Result<crypto::TokenInfo> tokenCalled(std::string_view word, const Surroundings& with) {
    if (!with.tokens) return std::unexpected(noTokens());
    auto found = with.tokens->find(word);
    if (!found) return std::unexpected(tokenError(found.error()));
    return *std::move(found);
}

Result<void> checkToken(const crypto::TokenInfo& token) {
    using enum crypto::TokenTrouble;
    if (!token.ready) return std::unexpected(tokenError({notReady, token}));
    if (!token.ed25519) return std::unexpected(tokenError({noEd25519, token}));
    if (token.locked) return std::unexpected(tokenError({locked, token}));
    return {};
}

Result<void> checkPin(ByteView pin) {
    if (pin.empty())
        return fail(
            Code::usage, {"The token's PIN is needed", "请输入 PIN 码"},
            {"Type the one that was set with the token's own tool", "请输入用智能密码钥匙自带工具设置的 PIN 码"});
    return checkNewPassphrase(pin);
}

Result<void> checkTokenSuite(crypto::Suite suite) {
    if (suite == crypto::Suite::intl1) return {};
    return fail(Code::refused,
                {"This office signs with SM2, and keys on tokens are Ed25519",
                 "本单位使用 SM2 签名，而智能密码钥匙中的密钥为 Ed25519"},
                {"Use a passphrase; offices on suite intl-1 can use tokens",
                 "请使用口令；采用 intl-1 套件的单位可使用智能密码钥匙"});
}

Result<std::optional<crypto::TokenInfo>> tokenAsked(const std::filesystem::path& folder, const Profile& profile,
                                                    const Surroundings& with) {
    if (!profile.token) return std::nullopt;
    if (!with.tokens) return std::unexpected(noTokens());
    auto here = with.tokens->look(*profile.token);
    if (here) return *std::move(here);
    const auto missing = std::unexpected(tokenError(here.error()));
    const auto renewal = readRenewal(folder, profile.id);
    if (!renewal || !*renewal) return missing;
    if (!(*renewal)->token) return std::nullopt;
    auto other = with.tokens->look((*renewal)->token->token);
    if (!other) return std::unexpected(tokenError(other.error()));
    return *std::move(other);
}

} // namespace model
