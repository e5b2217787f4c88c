// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

namespace model {

enum class Language { en, zh };

/// A text that a person may read, in both languages of the office. The two are written side by side where the text is made,
/// so that neither can be missing.
struct Text {
    std::string en;
    std::string zh;

    [[nodiscard]] const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
    [[nodiscard]] bool empty() const { return en.empty() && zh.empty(); }
    friend bool operator==(const Text&, const Text&) = default;
};

/// The same words in both languages: for names, numbers and references.
inline Text same(std::string_view words) { return {std::string(words), std::string(words)}; }

/// Replaces {0}, {1}, … of both languages by the arguments, each in its language.
template <typename... Args>
Text fill(Text pattern, const Args&... args) {
    std::size_t index = 0;
    const auto replace = [&](std::string& in, const std::string& mark, const std::string& by) {
        for (auto at = in.find(mark); at != std::string::npos; at = in.find(mark, at + by.size())) {
            in.replace(at, mark.size(), by);
        }
    };
    const auto one = [&](const Text& arg) {
        const std::string mark = "{" + std::to_string(index++) + "}";
        replace(pattern.en, mark, arg.en);
        replace(pattern.zh, mark, arg.zh);
    };
    const auto any = [&](const auto& arg) {
        if constexpr (std::is_same_v<std::decay_t<decltype(arg)>, Text>) one(arg);
        else one(same(arg));
    };
    (any(args), ...);
    return pattern;
}

} // namespace model
