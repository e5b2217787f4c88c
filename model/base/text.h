// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <type_traits>

namespace model {

enum class Language { en, zh };

/// A text that a person may read, in both languages of the office. The two are written side by side where the text is
/// made, so that neither can be missing.
struct Text {
    std::string en;
    std::string zh;

    [[nodiscard]] const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
    [[nodiscard]] bool empty() const { return en.empty() && zh.empty(); }
    friend bool operator==(const Text&, const Text&) = default;
};

/// The same words in both languages: for names, numbers and references.
inline Text same(std::string_view words) { return {std::string(words), std::string(words)}; }

/// Replaces {0} to {9} by the arguments, each in its language. What an argument holds is never replaced again, so that
/// a name with braces in it stays a name.
template <typename... Args>
Text fill(const Text& pattern, const Args&... args) {
    static_assert(sizeof...(args) <= 10);
    const auto textOf = [](const auto& arg) {
        if constexpr (std::is_same_v<std::decay_t<decltype(arg)>, Text>) return arg;
        else return same(arg);
    };
    const std::array<Text, sizeof...(args)> texts{textOf(args)...};
    const auto filled = [&](const std::string& in, std::string Text::* language) {
        std::string out;
        for (std::size_t i = 0; i < in.size(); ++i) {
            const bool mark = in[i] == '{' && i + 2 < in.size() && in[i + 2] == '}';
            const auto index =
                mark ? static_cast<std::size_t>(static_cast<unsigned char>(in[i + 1])) - '0' : texts.size();
            if (index < texts.size()) {
                out += texts[index].*language;
                i += 2;
            } else {
                out += in[i];
            }
        }
        return out;
    };
    return {filled(pattern.en, &Text::en), filled(pattern.zh, &Text::zh)};
}

} // namespace model
