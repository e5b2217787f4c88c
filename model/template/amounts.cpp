// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/amounts.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace model {

namespace {

constexpr std::size_t kWide = 3; // bytes of a numeral or unit
constexpr std::array<std::string_view, 10> kDigits = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

struct Unit {
    std::string_view sign;
    std::uint64_t times;
};
constexpr std::array<Unit, 3> kSmall = {{{"拾", 10}, {"佰", 100}, {"仟", 1000}}};
constexpr std::array<Unit, 2> kLarge = {{{"万", 10'000}, {"亿", 100'000'000}}};
constexpr std::array<std::string_view, 5> kEnds = {"元", "圆", "角", "分", "整"};

std::optional<std::uint64_t> digitOf(std::string_view sign) {
    const auto found = std::ranges::find(kDigits, sign);
    if (found == kDigits.end()) return std::nullopt;
    return static_cast<std::uint64_t>(found - kDigits.begin());
}

std::uint64_t timesOf(std::span<const Unit> units, std::string_view sign) {
    const auto found = std::ranges::find(units, sign, &Unit::sign);
    return found == units.end() ? 0 : found->times;
}

bool isSign(std::string_view sign) {
    return digitOf(sign) || timesOf(kSmall, sign) != 0 || timesOf(kLarge, sign) != 0 ||
           std::ranges::contains(kEnds, sign);
}

/// Reads an amount sign by sign; what does not come to one is none.
class Reader {
public:
    bool take(std::string_view sign) {
        if (const auto digit = digitOf(sign)) {
            if (m_waits && m_digit != 0) return false; // two digits without a unit
            m_digit = *digit;
            m_waits = true;
            return true;
        }
        if (const auto small = timesOf(kSmall, sign)) {
            // 拾 alone is ten, as people write it.
            m_group += (m_waits && m_digit != 0 ? m_digit : 1) * small;
            return done();
        }
        if (const auto large = timesOf(kLarge, sign)) {
            settle();
            m_total = large == 100'000'000 ? (m_total + m_group) * large : m_total + m_group * large;
            m_group = 0;
            return m_total < kMost;
        }
        if (sign == "元" || sign == "圆") {
            settle();
            m_fen += (m_total + m_group) * 100;
            m_total = m_group = 0;
            m_said = true;
            return m_fen < kMost * 100;
        }
        if (sign == "角") return part(10);
        if (sign == "分") return part(1);
        return true; // 整
    }
    [[nodiscard]] std::optional<law::Money> amount() const {
        if (!m_said || m_waits || m_group != 0 || m_total != 0) return std::nullopt;
        return law::Money::fromFen(static_cast<std::int64_t>(m_fen));
    }

private:
    static constexpr std::uint64_t kMost = 10'000'000'000'000; // ten trillion yuan

    bool done() {
        m_digit = 0;
        m_waits = false;
        return true;
    }
    void settle() {
        if (m_waits) m_group += m_digit;
        done();
    }
    bool part(std::uint64_t fen) {
        if (!m_waits) return false;
        m_fen += m_digit * fen;
        m_said = true;
        return done();
    }

    std::uint64_t m_fen = 0, m_total = 0, m_group = 0, m_digit = 0;
    bool m_waits = false; ///< a digit was read, and its unit not yet
    bool m_said = false;
};

/// The figures of a paragraph that can be amounts.
std::vector<law::Money> figuresIn(std::string_view text) {
    std::vector<law::Money> out;
    const auto isPart = [](char c) { return (c >= '0' && c <= '9') || c == ',' || c == '.'; };
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] < '0' || text[i] > '9') {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && isPart(text[end])) ++end;
        std::string figure(text.substr(i, end - i));
        while (!figure.empty() && (figure.back() == ',' || figure.back() == '.')) figure.pop_back();
        for (const auto& large : kLarge) {
            if (text.substr(end).starts_with(large.sign)) figure += large.sign;
        }
        if (const auto amount = law::parseMoney(figure)) out.push_back(*amount);
        i = end;
    }
    return out;
}

} // namespace

std::vector<CapitalAmount> capitalAmounts(std::string_view text) {
    std::vector<CapitalAmount> out;
    for (std::size_t i = 0; i < text.size();) {
        if (!digitOf(text.substr(i, kWide))) {
            ++i;
            continue;
        }
        const std::size_t begin = i;
        Reader reader;
        bool good = true;
        bool money = false;
        std::size_t signs = 0;
        while (isSign(text.substr(i, kWide))) {
            const auto sign = text.substr(i, kWide);
            good = good && reader.take(sign);
            money = money || std::ranges::contains(kEnds, sign);
            i += kWide;
            ++signs;
        }
        if (!money || signs < 2) continue; // a 零 in a sentence, a number that is no amount
        CapitalAmount found{std::string(text.substr(begin, i - begin)), {}};
        if (good) found.amount = reader.amount();
        out.push_back(std::move(found));
    }
    return out;
}

std::vector<Text> amountDoubts(std::string_view paragraph) {
    std::vector<Text> out;
    const auto figures = figuresIn(paragraph);
    for (const auto& one : capitalAmounts(paragraph)) {
        if (!one.amount) {
            out.push_back(model::fill({"\"{0}\" cannot be read as an amount", "“{0}”不能读作金额"}, one.text));
        } else if (!figures.empty() && !std::ranges::contains(figures, *one.amount)) {
            out.push_back(model::fill({"The amount in words \"{0}\" ({1}) is none of the figures beside it",
                                       "大写金额“{0}”（{1}）与所附数字均不一致"},
                                      one.text, law::formatMoney(*one.amount)));
        }
    }
    return out;
}

} // namespace model
