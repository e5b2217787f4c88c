// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace model::document {

/// "《出口管制法》第34条第1款" as an official document writes it: "《中华人民共和国出口管制法》第三十四条第一款".
std::string officialArticle(std::string_view chinese);

/// A number from 0 to 9999 in Chinese, 34 is 三十四.
std::string chineseNumber(unsigned number);

/// "2026年3月4日" and "4 March 2026".
std::string longDate(int year, unsigned month, unsigned day, Language language);

/// The paragraphs of a text that a person typed, without empty ones. Control characters and characters that turn the
/// direction of writing are left out, because with them a page could show other words than were signed.
std::vector<std::string> paragraphsOf(std::string_view text);
/// The same as one paragraph.
std::string oneLine(std::string_view text);

/// A text, or what stands for the same words in both languages.
struct Words {
    Text text;
    Words(const Text& both) : text(both) {}
    Words(std::string_view same) : text{std::string(same), std::string(same)} {}
    Words(const std::string& same) : text{same, same} {}
    Words(const char* same) : text{same, same} {}
    Words(unsigned number) : Words(std::to_string(number)) {}
};

/// Replaces {0} … {9} of both languages, each once and from left to right. What is put in is never looked at again: a
/// file named "{1}" stays what it is, which model::fill() does not promise.
Text putWords(const Text& pattern, const std::vector<Words>& words);
template <typename... Args>
Text put(const Text& pattern, const Args&... args) {
    return putWords(pattern, {Words(args)...});
}

/// A sentence of a pack without its full stop, to be put into another one.
Text withoutStop(Text sentence);

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);

} // namespace model::document
