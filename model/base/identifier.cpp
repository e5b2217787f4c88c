// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/identifier.h"

#include <algorithm>

namespace model {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return c >= 'A' && c <= 'Z'; }

CheckDigit verdict(bool fits) { return fits ? CheckDigit::fits : CheckDigit::wrong; }

} // namespace

std::string plainIdentifier(std::string_view typed) {
    std::string plain;
    for (const char c : typed) {
        if (c == ' ' || c == '\t' || c == '-' || c == '.') continue;
        plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return plain;
}

CheckDigit checkSocialCreditCode(std::string_view code) {
    static constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    if (code.size() != 18) return CheckDigit::malformed;
    unsigned sum = 0;
    unsigned weight = 1; // powers of 3 modulo 31
    for (std::size_t i = 0; i < 17; ++i) {
        const auto value = kAlphabet.find(code[i]);
        if (value == std::string_view::npos) return CheckDigit::malformed;
        sum += static_cast<unsigned>(value) * weight;
        weight = weight * 3 % 31;
    }
    if (kAlphabet.find(code[17]) == std::string_view::npos) return CheckDigit::malformed;
    return verdict(kAlphabet[(31 - sum % 31) % 31] == code[17]);
}

CheckDigit checkResidentId(std::string_view number) {
    if (number.size() != 18 || !std::ranges::all_of(number.substr(0, 17), isDigit) ||
        !(isDigit(number[17]) || number[17] == 'X')) {
        return CheckDigit::malformed;
    }
    unsigned sum = 0;
    for (std::size_t i = 0; i < 17; ++i) {
        const unsigned weight = (1U << (17 - i)) % 11;
        sum += static_cast<unsigned>(number[i] - '0') * weight;
    }
    static constexpr std::string_view kCheck = "10X98765432";
    return verdict(kCheck[sum % 11] == number[17]);
}

CheckDigit checkLei(std::string_view lei) {
    const auto known = [](char c) { return isDigit(c) || isLetter(c); };
    if (lei.size() != 20 || !std::ranges::all_of(lei, known) || !isDigit(lei[18]) || !isDigit(lei[19])) {
        return CheckDigit::malformed;
    }
    unsigned rest = 0;
    for (const char c : lei) {
        rest =
            isDigit(c) ? rest * 10 + static_cast<unsigned>(c - '0') : rest * 100 + static_cast<unsigned>(c - 'A' + 10);
        rest %= 97;
    }
    return verdict(rest == 1);
}

CheckDigit checkImo(std::string_view number) {
    if (number.starts_with("IMO")) number.remove_prefix(3);
    if (number.size() != 7 || !std::ranges::all_of(number, isDigit)) return CheckDigit::malformed;
    unsigned sum = 0;
    for (std::size_t i = 0; i < 6; ++i) sum += static_cast<unsigned>(number[i] - '0') * static_cast<unsigned>(7 - i);
    return verdict(sum % 10 == static_cast<unsigned>(number[6] - '0'));
}

} // namespace model
