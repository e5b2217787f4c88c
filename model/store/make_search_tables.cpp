// SPDX-License-Identifier: GPL-3.0-or-later

// Makes search_tables.inc. Not part of the build: run it when Unicode adds characters, with ICU and UCD installed.
//   g++ -std=c++23 make_search_tables.cpp -licui18n -licuuc -o make && \
//       ./make /usr/share/unicode/EquivalentUnifiedIdeograph.txt >search_tables.inc
// (package unicode-data). tests/model/store/test_search_text compares the first table with the ICU at hand.

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using Pairs = std::vector<std::pair<UChar32, UChar32>>;

void print(const char* name, const Pairs& pairs) {
    std::printf("constexpr char32_t %s[] =\n", name);
    constexpr std::size_t perLine = 48;
    for (std::size_t i = 0; i < pairs.size(); i += perLine) {
        icu::UnicodeString line;
        for (std::size_t j = i; j < std::min(pairs.size(), i + perLine); ++j)
            line.append(pairs[j].first).append(pairs[j].second);
        std::string utf8;
        std::printf("    U\"%s\"%s\n", line.toUTF8String(utf8).c_str(), i + perLine < pairs.size() ? "" : ";");
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> simplify(
        icu::Transliterator::createInstance(icu::UnicodeString("Hant-Hans"), UTRANS_FORWARD, error));
    if (U_FAILURE(error)) return 1;
    Pairs simplified, radicals;
    for (UChar32 c = 0x3400; c < 0x40000; ++c) {
        if (!u_hasBinaryProperty(c, UCHAR_UNIFIED_IDEOGRAPH)) continue;
        icu::UnicodeString text(c);
        simplify->transliterate(text);
        if (text.countChar32() == 1 && text.char32At(0) != c) simplified.emplace_back(c, text.char32At(0));
    }
    std::ifstream file(argv[1]);
    for (std::string line; std::getline(file, line);) {
        unsigned first = 0, last = 0, to = 0;
        if (std::sscanf(line.c_str(), "%x..%x ; %x", &first, &last, &to) != 3) {
            if (std::sscanf(line.c_str(), "%x ; %x", &first, &to) != 2) continue;
            last = first;
        }
        if (first >= 0x2F00 && last <= 0x2FD5) continue; // NFKC has these
        for (unsigned c = first; c <= last; ++c)
            radicals.emplace_back(static_cast<UChar32>(c), static_cast<UChar32>(to));
    }
    std::printf(
        "// Made by make_search_tables.cpp from CLDR's Hant-Hans (ICU %s) and UCD's Equivalent_Unified_Ideograph.\n"
        "// Copyright Unicode, Inc.; https://www.unicode.org/license.txt\n"
        "// clang-format off\n\n"
        "/// Pairs: a traditional form, then its simplified form. In ascending order.\n",
        U_ICU_VERSION);
    print("kSimplified", simplified);
    std::printf("\n/// Pairs: a radical or stroke that stands alone, then the ideograph that looks the same. In "
                "ascending order.\n");
    print("kRadicals", radicals);
    std::printf("// clang-format on\n");
}
