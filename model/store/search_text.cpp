// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/search_text.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <vector>

namespace model {

namespace {

#include "model/store/search_tables.inc"

constexpr char32_t kCodePoints = 0x110000;
constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kPage = 256;
constexpr int kPinyinLimit = 256;

/// The partner of a character in a table of pairs, or the character itself.
char32_t partner(std::u32string_view pairs, char32_t character) {
    std::size_t low = 0;
    std::size_t high = pairs.size() / 2;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (pairs[2 * middle] < character) low = middle + 1;
        else high = middle;
    }
    return 2 * low < pairs.size() && pairs[2 * low] == character ? pairs[2 * low + 1] : character;
}

/// A simplified form may itself be a traditional form of another (薴 苧 苎), and two may stand for each other (苧 苎).
char32_t simplified(char32_t character) {
    constexpr std::u32string_view pairs{kSimplified, std::size(kSimplified) - 1};
    for (int round = 0; round < 3; ++round) {
        const char32_t next = partner(pairs, character);
        if (partner(pairs, next) == character) return std::min(character, next);
        character = next;
    }
    return character;
}

/// Accents and other signs that a person leaves out when typing. Vowel signs of Indic scripts are no accents.
bool isDropped(char32_t c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F) ||
           c == 0x3099 || c == 0x309A || (c >= 0xE0100 && c <= 0xE01EF);
}

/// Letters with a stroke and the like, which Unicode does not take apart.
std::u32string_view plainLetters(char32_t c) {
    switch (c) {
    case U'æ': return U"ae";
    case U'œ': return U"oe";
    case U'þ': return U"th";
    case U'ø': return U"o";
    case U'đ':
    case U'ð': return U"d";
    case U'ħ': return U"h";
    case U'ı': return U"i";
    case U'ł': return U"l";
    case U'ŧ': return U"t";
    default: return {};
    }
}

icu::UnicodeString normalized(const UNormalizer2* form, const icu::UnicodeString& text) {
    // Unicode's longest expansion of one character has 18 code units.
    std::array<UChar, 64> out{};
    UErrorCode error = U_ZERO_ERROR;
    const int32_t length =
        unorm2_normalize(form, text.getBuffer(), text.length(), out.data(), static_cast<int32_t>(out.size()), &error);
    return U_SUCCESS(error) ? icu::UnicodeString(out.data(), length) : text;
}

SearchClass classify(char32_t character) {
    const auto c = static_cast<UChar32>(character);
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(c, &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
        return u_isalpha(c) || u_isalnum(c) || c == 0x3007 ? SearchClass::han : SearchClass::separator;
    default: break;
    }
    if (c == 0x30FC) return SearchClass::han; // the lengthening sign of kana
    const auto mask = U_GET_GC_MASK(c);
    const bool word = u_isalnum(c) || (mask & (U_GC_M_MASK | U_GC_CO_MASK | U_GC_NO_MASK)) != 0;
    return word ? SearchClass::word : SearchClass::separator;
}

} // namespace

struct SearchFolder::Impl {
    /// Folded forms of 256 neighbouring characters, computed when one of them is first met: a table of everything would
    /// take longer to make than a program takes to start.
    struct Page {
        std::array<char32_t, kPage>
            single; // the folded form where it is one character, else kCodePoints + many's index
        std::array<SearchClass, kPage> classes;
        std::deque<std::u32string> many;
    };

    const UNormalizer2* compatible = nullptr;
    const UNormalizer2* decomposed = nullptr;
    const UNormalizer2* composed = nullptr;
    std::vector<std::unique_ptr<Page>> pages = std::vector<std::unique_ptr<Page>>(kCodePoints / kPage);
    std::array<std::unique_ptr<icu::Transliterator>, 2> pinyin; // by Reading

    std::u32string compute(char32_t character) const;
    Page& pageOf(char32_t character);
};

std::u32string SearchFolder::Impl::compute(char32_t character) const {
    const icu::UnicodeString parts =
        normalized(decomposed, normalized(compatible, icu::UnicodeString(static_cast<UChar32>(character))));
    icu::UnicodeString kept;
    for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
        char32_t part = static_cast<char32_t>(parts.char32At(i));
        if (isDropped(part)) continue;
        part = partner({kRadicals, std::size(kRadicals) - 1}, part);
        part = simplified(part);
        const std::u32string_view letters = plainLetters(part);
        if (letters.empty()) kept.append(static_cast<UChar32>(part));
        for (const char32_t letter : letters) kept.append(static_cast<UChar32>(letter));
    }
    const icu::UnicodeString whole = normalized(composed, kept); // Hangul is taken apart above
    std::u32string result;
    for (int32_t i = 0; i < whole.length(); i = whole.moveIndex32(i, 1)) {
        result += static_cast<char32_t>(whole.char32At(i));
    }
    return result;
}

SearchFolder::Impl::Page& SearchFolder::Impl::pageOf(char32_t character) {
    auto& slot = pages[character / kPage];
    if (slot) return *slot;
    slot = std::make_unique<Page>();
    const char32_t first = character / kPage * kPage;
    for (char32_t i = 0; i < kPage; ++i) {
        const std::u32string folded = compute(first + i);
        slot->classes[i] = classify(first + i);
        if (folded.size() == 1) {
            slot->single[i] = folded[0];
        } else {
            slot->single[i] = kCodePoints + static_cast<char32_t>(slot->many.size());
            slot->many.push_back(folded);
        }
    }
    return *slot;
}

SearchFolder::SearchFolder() : m_impl(std::make_unique<Impl>()) {
    UErrorCode error = U_ZERO_ERROR; // ICU's own data: a failure leaves the form null, and text as it is
    m_impl->compatible = unorm2_getNFKCCasefoldInstance(&error);
    m_impl->decomposed = unorm2_getNFDInstance(&error);
    m_impl->composed = unorm2_getNFCInstance(&error);
}
SearchFolder::SearchFolder(SearchFolder&&) noexcept = default;
SearchFolder& SearchFolder::operator=(SearchFolder&&) noexcept = default;
SearchFolder::~SearchFolder() = default;

SearchFolder::Folded SearchFolder::foldOne(char32_t character) {
    const Impl::Page& page = m_impl->pageOf(character);
    const char32_t& single = page.single[character % kPage];
    if (single < kCodePoints) return {&single, &single + 1};
    const std::u32string& many = page.many[single - kCodePoints];
    return {many.data(), many.data() + many.size()};
}

SearchClass SearchFolder::classOf(char32_t folded) { return m_impl->pageOf(folded).classes[folded % kPage]; }

char32_t SearchFolder::next(std::string_view utf8, std::size_t& at) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte < 0x80) {
        ++at;
        return byte;
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
    std::size_t index = at;
    UChar32 character = -1;
    U8_NEXT(bytes, index, utf8.size(), character); // NOLINT(bugprone-inc-dec-in-conditions): the macro is ICU's
    if (character < 0) {
        ++at;
        return kReplacement;
    }
    at = index;
    return static_cast<char32_t>(character);
}

void SearchFolder::append(std::string& utf8, char32_t character) {
    if (character < 0x80) {
        utf8 += static_cast<char>(character);
        return;
    }
    std::array<char, 4> bytes{};
    std::size_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, character);
    utf8.append(bytes.data(), length);
}

std::string SearchFolder::fold(std::string_view utf8) {
    std::string folded;
    folded.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const auto byte = static_cast<unsigned char>(utf8[at]);
        if (byte < 0x80) { // by far the fastest, and true of ASCII in any fold
            folded += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
            ++at;
            continue;
        }
        const auto [begin, end] = foldOne(next(utf8, at));
        for (const char32_t* c = begin; c != end; ++c) append(folded, *c);
    }
    return folded;
}

PinyinKeys SearchFolder::pinyin(std::string_view utf8, Reading reading) {
    auto& reader = m_impl->pinyin[static_cast<std::size_t>(reading)];
    if (!reader) {
        const char* rules =
            reading == Reading::names ? "Han-Latin/Names; Latin-ASCII; Lower" : "Han-Latin; Latin-ASCII; Lower";
        UErrorCode error = U_ZERO_ERROR;
        reader.reset(icu::Transliterator::createInstance(icu::UnicodeString(rules), UTRANS_FORWARD, error));
        if (!reader) return {};
    }
    icu::UnicodeString text;
    std::size_t at = 0;
    for (int read = 0; read < kPinyinLimit && at < utf8.size(); ++read) {
        text.append(static_cast<UChar32>(next(utf8, at)));
    }
    // Half and full width, radicals: as in the index, but traditional forms stay, whose reading may differ.
    reader->transliterate(text = normalized(m_impl->compatible, text));
    PinyinKeys keys;
    bool inside = false;
    for (int32_t i = 0; i < text.length(); ++i) {
        const char16_t c = text.charAt(i);
        const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (kept) keys.full += static_cast<char>(c);
        if (kept && !inside) keys.initials += static_cast<char>(c);
        inside = kept;
    }
    return keys;
}

} // namespace model
