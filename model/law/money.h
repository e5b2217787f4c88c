// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace model::law {

/// The currencies that a penalty is counted in. Each has a hundredth as its least unit: fen, cent.
enum class Currency : std::uint8_t { cny, usd };
std::string_view currencyCode(Currency currency); ///< "CNY"
std::optional<Currency> currencyFromCode(std::string_view code);

/// An amount, exact, in hundredths of its currency: fen of renminbi (1 yuan = 100 fen), where nothing else is said. A
/// value: cheap to copy, usable from any thread. The range is that of int64 fen, about 92 million billion yuan; every
/// operation that could leave it returns an Error with Code::tooLarge instead. No amount in this program ever passes
/// through a floating-point number. Amounts of different currencies are neither equal nor in any order.
class Money {
public:
    constexpr Money() = default;
    static constexpr Money fromFen(std::int64_t fen) { return Money(fen, Currency::cny); }
    static constexpr Money of(Currency currency, std::int64_t hundredths) { return Money(hundredths, currency); }
    constexpr std::int64_t fen() const { return m_fen; } ///< or cents
    constexpr Currency currency() const { return m_currency; }
    constexpr bool operator==(const Money&) const = default;
    constexpr std::partial_ordering operator<=>(const Money& other) const {
        if (m_currency != other.m_currency) return std::partial_ordering::unordered;
        return m_fen <=> other.m_fen;
    }

private:
    constexpr Money(std::int64_t fen, Currency currency) : m_fen(fen), m_currency(currency) {}
    std::int64_t m_fen = 0;
    Currency m_currency = Currency::cny;
};

/// A factor as a fraction. The denominator is positive; `multiply` refuses another.
struct Ratio {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
    bool operator==(const Ratio&) const = default;
};

/// What becomes of a fraction of a fen. No statute of this program rounds, so the caller must choose and show it.
enum class Rounding {
    down,   ///< towards zero: never more than the exact amount (舍去)
    halfUp, ///< to the nearest fen, half away from zero (四舍五入)
    up,     ///< away from zero: never less than the exact amount (进位)
};

/// Besides Code::tooLarge: Code::malformed where the currencies differ.
Result<Money> add(Money a, Money b);
Result<Money> subtract(Money a, Money b);
Result<Money> multiply(Money amount, std::int64_t factor);
Result<Money> multiply(Money amount, Ratio ratio, Rounding rounding);

/// Reads an amount of yuan as people and published decisions write it: "1820000.5", "1,820,000.50", "¥26", "CNY 26",
/// "182万", "1.46亿元", full-width digits and punctuation. Refused with Code::malformed: a sign, groups that are not of
/// three digits, more than one fen of precision ("0.005"), anything else behind the number. Nothing is rounded. Of
/// dollars: "USD 26", "US$26", "$26", "26美元"; what names another currency than `currency` is refused.
Result<Money> parseMoney(std::string_view text, Currency currency = Currency::cny);
/// The same, where what is written may name the currency; without a name it is renminbi.
Result<Money> parseAnyMoney(std::string_view text);

/// "1,820,000.50": groups of three, always two decimals, "-" in front of a negative amount.
std::string formatMoney(Money amount);

/// The amount inside a sentence: "CNY 1,820,000.50" and "1,820,000.50元", "USD 1.00" and "1.00美元".
Text moneyText(Money amount);

/// The capital numerals that documents carry beside the figure: 1,820,000 is 壹佰捌拾贰万元整. They follow the rules
/// for filling in bills and settlement vouchers of the People's Bank of China (支付结算办法, annex 1): 整 after 元,
/// none after 角 or 分; 零 for skipped digits; where the rule leaves a 零 before 角 to the writer, it is written.
/// Of renminbi only; of another currency it is empty.
std::string moneyCapitals(Money amount);

} // namespace model::law
