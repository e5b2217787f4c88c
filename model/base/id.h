// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/bytes.h"

#include <algorithm>
#include <array>
#include <compare>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace model {

/// 16 random bytes that name a thing of one sort. Ids of different sorts do not mix.
template <typename Tag>
struct Id {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Id&) const = default;
    [[nodiscard]] crypto::ByteView view() const { return bytes; }
    [[nodiscard]] bool isNull() const { return *this == Id{}; }
    [[nodiscard]] std::string hex() const { return crypto::toHex(bytes); }

    /// Nothing if the length is not 16.
    static std::optional<Id> from(crypto::ByteView view) {
        if (view.size() != 16) return std::nullopt;
        Id id;
        std::ranges::copy(view, id.bytes.begin());
        return id;
    }
    static std::optional<Id> fromHex(std::string_view hex);
};

/// 32 hexadecimal digits as 16 bytes, or nothing.
std::optional<std::array<std::uint8_t, 16>> parseHex16(std::string_view hex);

template <typename Tag>
std::optional<Id<Tag>> Id<Tag>::fromHex(std::string_view hex) {
    const auto parsed = parseHex16(hex);
    if (!parsed) return std::nullopt;
    return Id{*parsed};
}

using CaseId = Id<struct CaseTag>;     ///< a case, or the register itself
using PersonId = Id<struct PersonTag>; ///< a person of the office
using UnitId = Id<struct UnitTag>;     ///< a group of persons that shares an agreement key
using ItemId = Id<struct ItemTag>;     ///< a thing inside a case: a piece of evidence, a party

} // namespace model

template <typename Tag>
struct std::hash<model::Id<Tag>> {
    std::size_t operator()(const model::Id<Tag>& id) const noexcept {
        std::size_t value = 0; // the bytes are random already
        std::memcpy(&value, id.bytes.data(), sizeof value);
        return value;
    }
};
