// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/tokens.h"

#include "model/workspace/office_files.h"

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
