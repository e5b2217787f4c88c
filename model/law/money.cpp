// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/law/money.h"

#include <array>
#include <initializer_list>
#include <limits>
#include <optional>

namespace model::law {
namespace {

// 128 bits hold the product of two 64-bit numbers, so a ratio is applied before anything is cut off.
__extension__ using Wide = __int128;

std::unexpected<Error> tooLarge() {
    return std::unexpected(Error{.code = Code::tooLarge,
                                 .what = {"The amount is larger than this program can hold.", "金额超出可处理的范围。"},
                                 .cure = {"Check the figure for extra digits.", "请检查数字是否多写了位数。"},
                                 .where = {},
                                 .cite = {}});
}

std::unexpected<Error> malformed(std::string en, std::string zh) {
    return std::unexpected(Error{.code = Code::malformed,
                                 .what = {std::move(en), std::move(zh)},
                                 .cure = {"Write the amount in yuan, for example 1,820,000.50 or 182万.",
                                          "请以元为单位填写金额，例如 1,820,000.50 或 182万。"},
                                 .where = {},
                                 .cite = {}});
}

Result<Money> narrow(Wide fen, Currency currency) {
    if (fen > std::numeric_limits<std::int64_t>::max() || fen < std::numeric_limits<std::int64_t>::min()) {
        return tooLarge();
    }
    return Money::of(currency, static_cast<std::int64_t>(fen));
}

std::unexpected<Error> differ() {
    return std::unexpected(Error{.code = Code::malformed,
                                 .what = {"The amounts are in different currencies.", "金额的币种不同。"},
                                 .cure = {"State all amounts in one currency.", "请以同一币种填写全部金额。"},
                                 .where = {},
                                 .cite = {}});
}

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
}

// Full-width digits, separators and signs become their ASCII forms, so that there is one grammar.
std::string narrowWidth(std::string_view text) {
    std::string out(text);
    for (char digit = 0; digit < 10; ++digit) {
        const std::string wide = {'\xEF', '\xBC', static_cast<char>('\x90' + digit)};
        replaceAll(out, wide, std::string(1, static_cast<char>('0' + digit)));
    }
    replaceAll(out, "，", ",");
    replaceAll(out, "．", ".");
    replaceAll(out, "－", "-");
    replaceAll(out, "＋", "+");
    replaceAll(out, "￥", "¥");
    replaceAll(out, "　", " ");
    return out;
}

void trim(std::string_view& text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
}

bool takeSuffix(std::string_view& text, std::string_view suffix) {
    if (!text.ends_with(suffix)) return false;
    text.remove_suffix(suffix.size());
    trim(text);
    return true;
}

void takePrefixes(std::string_view& text, std::initializer_list<std::string_view> prefixes) {
    for (const auto prefix : prefixes) {
        if (!text.starts_with(prefix)) continue;
        text.remove_prefix(prefix.size());
        trim(text);
    }
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// "1,820,000" or "1820000" to digits; nothing when a group between commas is not of three.
std::optional<std::string> wholeDigits(std::string_view text) {
    std::string digits;
    std::size_t sinceComma = 0;
    bool grouped = false;
    for (const char c : text) {
        if (c == ',') {
            if (sinceComma == 0 || sinceComma > 3 || (grouped && sinceComma != 3)) return std::nullopt;
            grouped = true;
            sinceComma = 0;
        } else if (isDigit(c)) {
            digits.push_back(c);
            ++sinceComma;
        } else {
            return std::nullopt;
        }
    }
    if (digits.empty() || (grouped && sinceComma != 3)) return std::nullopt;
    return digits;
}

constexpr std::array<std::string_view, 10> kCapitals = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

// Digits of a number below 10,000, with 零 where a digit is skipped between two that are written.
std::string capitalGroup(std::uint64_t number, bool leadingZero) {
    static constexpr std::array<std::string_view, 4> kUnits = {"仟", "佰", "拾", ""};
    static constexpr std::array<std::uint64_t, 4> kPowers = {1000, 100, 10, 1};
    std::string out;
    bool skipped = leadingZero && number < 1000;
    for (std::size_t i = 0; i < kPowers.size(); ++i) {
        const auto digit = number / kPowers[i] % 10;
        if (digit == 0) {
            skipped = skipped || !out.empty();
            continue;
        }
        if (skipped) out += kCapitals[0];
        skipped = false;
        out += kCapitals[digit];
        out += kUnits[i];
    }
    return out;
}

// A whole number in capitals: (above 亿)亿(above 万)万(rest), each part with 零 where its highest place is empty.
std::string capitalNumber(std::uint64_t number, bool leadingZero) {
    struct Step {
        std::uint64_t size;
        std::string_view unit;
    };
    for (const auto& step : {Step{100'000'000, "亿"}, Step{10'000, "万"}}) {
        if (number < step.size) continue;
        std::string out = capitalNumber(number / step.size, leadingZero) + std::string(step.unit);
        const auto rest = number % step.size;
        if (rest != 0) {
            if (rest < step.size / 10) out += kCapitals[0];
            out += capitalNumber(rest, false);
        }
        return out;
    }
    return capitalGroup(number, leadingZero);
}

} // namespace

std::string_view currencyCode(Currency currency) { return currency == Currency::usd ? "USD" : "CNY"; }

std::optional<Currency> currencyFromCode(std::string_view code) {
    if (code == "CNY") return Currency::cny;
    if (code == "USD") return Currency::usd;
    return std::nullopt;
}

Result<Money> add(Money a, Money b) {
    if (a.currency() != b.currency()) return differ();
    return narrow(Wide{a.fen()} + b.fen(), a.currency());
}

Result<Money> subtract(Money a, Money b) {
    if (a.currency() != b.currency()) return differ();
    return narrow(Wide{a.fen()} - b.fen(), a.currency());
}

Result<Money> multiply(Money amount, std::int64_t factor) {
    return narrow(Wide{amount.fen()} * factor, amount.currency());
}

Result<Money> multiply(Money amount, Ratio ratio, Rounding rounding) {
    if (ratio.denominator <= 0)
        return malformed("The denominator of a ratio must be positive.", "比例的分母必须为正数。");
    const Wide product = Wide{amount.fen()} * ratio.numerator;
    Wide fen = product / ratio.denominator;
    const Wide rest = product % ratio.denominator;
    if (rounding == Rounding::halfUp) {
        const Wide magnitude = rest < 0 ? -rest : rest;
        if (magnitude * 2 >= ratio.denominator) fen += product < 0 ? -1 : 1;
    } else if (rounding == Rounding::up && rest != 0) {
        fen += product < 0 ? -1 : 1;
    }
    return narrow(fen, amount.currency());
}

Result<Money> parseMoney(std::string_view text, Currency currency) {
    if (text.size() > 100) return malformed("The amount is too long to be one.", "内容过长，不是金额。");
    const std::string narrowed = narrowWidth(text);
    std::string_view rest = narrowed;
    trim(rest);
    if (currency == Currency::usd) {
        takePrefixes(rest, {"USD", "US$", "$"});
        takeSuffix(rest, "美元");
    } else {
        takePrefixes(rest, {"人民币", "CNY", "RMB", "¥"});
        if (!takeSuffix(rest, "元")) takeSuffix(rest, "圆");
    }
    std::size_t shift = 2; // decimal places from the unit that was written down to fen
    if (takeSuffix(rest, "万")) {
        shift += 4;
    } else if (takeSuffix(rest, "亿")) {
        shift += 8;
    }
    if (rest.empty()) return malformed("There is no amount.", "没有金额。");
    if (rest.front() == '-' || rest.front() == '+') return malformed("An amount has no sign.", "金额不带正负号。");

    const auto point = rest.find('.');
    const auto whole = wholeDigits(rest.substr(0, point));
    std::string fraction(point == std::string_view::npos ? "" : rest.substr(point + 1));
    if (!whole || (point != std::string_view::npos && fraction.empty())) {
        return malformed("This is not an amount of yuan.", "这不是以元为单位的金额。");
    }
    for (const char c : fraction) {
        if (!isDigit(c)) return malformed("This is not an amount of yuan.", "这不是以元为单位的金额。");
    }
    while (fraction.size() > shift && fraction.back() == '0') fraction.pop_back();
    if (fraction.size() > shift) return malformed("The amount is finer than one fen.", "金额精确到分以下。");
    fraction.append(shift - fraction.size(), '0');

    std::int64_t fen = 0;
    for (const char c : *whole + fraction) {
        if (__builtin_mul_overflow(fen, 10, &fen) || __builtin_add_overflow(fen, c - '0', &fen)) return tooLarge();
    }
    return Money::of(currency, fen);
}

Result<Money> parseAnyMoney(std::string_view text) {
    const std::string narrowed = narrowWidth(text.substr(0, 101));
    std::string_view rest = narrowed;
    trim(rest);
    const bool dollars =
        rest.starts_with("USD") || rest.starts_with("US$") || rest.starts_with('$') || rest.ends_with("美元");
    return parseMoney(text, dollars ? Currency::usd : Currency::cny);
}

std::string formatMoney(Money amount) {
    const bool negative = amount.fen() < 0;
    const auto fen = negative ? 0 - static_cast<std::uint64_t>(amount.fen()) : static_cast<std::uint64_t>(amount.fen());
    std::string yuan = std::to_string(fen / 100);
    for (std::size_t at = yuan.size(); at > 3;) {
        at -= 3;
        yuan.insert(at, ",");
    }
    const auto cents = std::to_string(fen % 100);
    return (negative ? "-" : "") + yuan + (cents.size() == 1 ? ".0" : ".") + cents;
}

Text moneyText(Money amount) {
    const auto number = formatMoney(amount);
    return {std::string(currencyCode(amount.currency())) + " " + number,
            number + (amount.currency() == Currency::usd ? "美元" : "元")};
}

std::string moneyCapitals(Money amount) {
    if (amount.currency() != Currency::cny) return {};
    const bool negative = amount.fen() < 0;
    const auto fen = negative ? 0 - static_cast<std::uint64_t>(amount.fen()) : static_cast<std::uint64_t>(amount.fen());
    if (fen == 0) return "零元整";
    const auto yuan = fen / 100;
    const auto jiao = fen / 10 % 10;
    const auto cent = fen % 10;
    std::string out = negative ? "负" : "";
    if (yuan != 0) out += capitalNumber(yuan, false) + "元";
    if (jiao == 0 && cent == 0) return out + "整";
    if (yuan != 0 && (jiao == 0 || yuan % 10 == 0)) out += kCapitals[0];
    if (jiao != 0) out += std::string(kCapitals[jiao]) + "角";
    if (cent != 0) out += std::string(kCapitals[cent]) + "分";
    return out;
}

} // namespace model::law
