// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace model::law {

/// The outcome of reading a data pack (a calendar, a rule table): the pack, or every mistake found in it. Each mistake
/// carries its place in `where`: "/years/1/makeUpDays/0" for a value, "line 3, column 7" for broken JSON.
template <typename T>
using Checked = std::expected<T, std::vector<Error>>;

/// Packs are small; one above this many bytes is refused before it is parsed.
constexpr std::size_t kMaxPackBytes = std::size_t{1} << 20;

/// One value inside a pack with its place. It reads what is asked for and writes down what is wrong instead of stopping
/// at it, so that a person who edits a pack sees all mistakes at once. Only valid while the parsed pack lives.
class PackNode {
public:
    PackNode(const nlohmann::json& value, std::string place, std::vector<Error>& errors)
        : m_value(&value), m_place(std::move(place)), m_errors(&errors) {}

    const std::string& place() const { return m_place; }
    bool isNull() const;

    /// Refuses members other than these: a misspelt member must not be taken for an absent one.
    void allowOnly(std::initializer_list<std::string_view> names) const;

    /// The member, which must be there; when it is not, a mistake is written down and nothing returned.
    std::optional<PackNode> member(std::string_view name) const;
    /// The member if it is there and not null.
    std::optional<PackNode> find(std::string_view name) const;
    std::vector<PackNode> items() const;

    std::string string() const;
    Text text() const; ///< an object with the members en and zh, neither empty
    bool boolean() const;
    std::int64_t integer(std::int64_t least, std::int64_t most) const;
    std::optional<Date> date() const; ///< "2025-01-26"

    void wrong(std::string en, std::string zh) const;

private:
    const nlohmann::json* m_value;
    std::string m_place;
    std::vector<Error>* m_errors;
};

/// Parses the bytes of a pack. Nothing is returned when they are no JSON object, and `errors` says where it broke.
std::optional<nlohmann::json> parsePack(std::string_view bytes, std::vector<Error>& errors);

} // namespace model::law
