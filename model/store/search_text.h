// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text as search sees it: two texts that a person would call the same give the same folded text.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace model {

/// A name in Latin letters, as people type it into a search field.
struct PinyinKeys {
    std::string full;     ///< all syllables in one: 曾国藩 → zengguofan
    std::string initials; ///< the first letter of each: zgf
};

/// How a character with several readings is read: 查 is zha in a name and cha in other words.
enum class Reading : std::uint8_t { names, words };

/// What a character is to the tokenizer, after folding.
enum class SearchClass : std::uint8_t {
    separator, ///< space, punctuation, symbols, invalid bytes
    word,      ///< letters, digits and marks of scripts that are written in words
    han,       ///< ideographs and kana, written without spaces
};

/// Folds text for search: compatibility forms (full and half width, ligatures, circled) and case by NFKC_Casefold,
/// Latin and other combining accents and variation selectors dropped, traditional ideographs to simplified ones,
/// radicals and strokes that stand for an ideograph (PDF files are full of them) to that ideograph. Characters are
/// folded one by one, so the folded form of a text is the folded forms of its parts, and folding twice changes nothing.
///
/// Invalid UTF-8 is allowed: each bad byte becomes U+FFFD, which is a separator.
/// Threads: one object for each thread. It grows to about 200 kB, plus some MB after the first pinyin().
class SearchFolder {
public:
    SearchFolder();
    SearchFolder(SearchFolder&&) noexcept;
    SearchFolder& operator=(SearchFolder&&) noexcept;
    ~SearchFolder();

    std::string fold(std::string_view utf8);

    /// Reads names in their usual reading as a surname (曾 zeng, 单 shan, 尉迟 yuchi), other text in its most frequent
    /// reading; letters and digits are kept, all else is dropped. At most 256 characters are read. Takes about 0.2 ms,
    /// the first call 250 ms: never on the thread of the user interface, and not for each of a million rows.
    /// With Reading::words surnames are read as other text is.
    PinyinKeys pinyin(std::string_view utf8, Reading reading = Reading::names);

    /// One folded character: nothing, one code point, or a few.
    struct Folded {
        const char32_t* begin;
        const char32_t* end;
    };
    Folded foldOne(char32_t character);
    /// For a character that is already folded.
    SearchClass classOf(char32_t folded);

    /// Reads the next character at `at` and moves behind it; U+FFFD for a bad byte.
    static char32_t next(std::string_view utf8, std::size_t& at);
    static void append(std::string& utf8, char32_t character);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace model
