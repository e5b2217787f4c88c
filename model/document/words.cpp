// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/words.h"

#include <array>
#include <format>

namespace model::document {
namespace {

/// Laws that the packs name in short. An official document gives the full name.
constexpr std::array<std::string_view, 6> kNationalLaws = {"《出口管制法》", "《行政处罚法》", "《行政复议法》",
                                                           "《行政诉讼法》", "《行政强制法》", "《对外贸易法》"};

void replaceAll(std::string& in, std::string_view what, std::string_view by) {
    for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + by.size()))
        in.replace(at, what.size(), by);
}

/// One UTF-8 character of `text` at `at`, and its length; ill-formed bytes count one by one.
std::pair<char32_t, std::size_t> characterAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    if (length == 1 || at + length > text.size()) return {first, 1};
    char32_t value = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) value = (value << 6) | (byte(at + i) & 0x3FU);
    return {value, length};
}

bool turnsDirection(char32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}
bool breaksLine(char32_t c) {
    return c == '\n' || c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029;
}

std::string trimmed(std::string text) {
    const auto blank = [](std::string_view in, std::size_t at) {
        if (in[at] == ' ') return std::size_t{1};
        return in.substr(at).starts_with("\u3000") ? std::size_t{3} : std::size_t{0};
    };
    while (!text.empty() && text.back() == ' ') text.pop_back();
    while (text.ends_with("\u3000")) text.resize(text.size() - 3);
    std::size_t at = 0;
    while (at < text.size() && blank(text, at) > 0) at += blank(text, at);
    return text.substr(at);
}

} // namespace

std::string chineseNumber(unsigned number) {
    static constexpr std::array<std::string_view, 10> kDigits = {"零", "一", "二", "三", "四",
                                                                 "五", "六", "七", "八", "九"};
    static constexpr std::array<std::string_view, 4> kPlaces = {"千", "百", "十", ""};
    if (number == 0) return "零";
    std::string out;
    bool zero = false;
    unsigned place = 1000;
    for (std::size_t i = 0; i < kPlaces.size(); ++i, place /= 10) {
        const unsigned digit = number / place % 10;
        if (digit == 0) {
            zero = !out.empty();
            continue;
        }
        if (zero) out += "零";
        zero = false;
        if (!(digit == 1 && place == 10 && out.empty())) out += kDigits[digit]; // 十二, but 一百一十二
        out += kPlaces[i];
    }
    return out;
}

std::string officialArticle(std::string_view chinese) {
    static constexpr std::string_view kOrdinal = "第";
    std::string out;
    for (std::size_t at = 0; at < chinese.size();) {
        if (!chinese.substr(at).starts_with(kOrdinal)) {
            out += chinese[at++];
            continue;
        }
        out += kOrdinal;
        at += kOrdinal.size();
        unsigned number = 0;
        std::size_t digits = 0;
        while (at + digits < chinese.size() && digits < 4 && chinese[at + digits] >= '0' &&
               chinese[at + digits] <= '9') {
            number = number * 10 + static_cast<unsigned>(chinese[at + digits++] - '0');
        }
        const std::string_view rest = chinese.substr(at + digits);
        if (digits > 0 && (rest.starts_with("条") || rest.starts_with("款") || rest.starts_with("项"))) {
            out += chineseNumber(number);
            at += digits;
        }
    }
    for (const auto law : kNationalLaws) {
        replaceAll(out, law, "《中华人民共和国" + std::string(law.substr(std::string_view("《").size())));
    }
    return out;
}

std::string longDate(int year, unsigned month, unsigned day, Language language) {
    static constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                                 "May",       "June",     "July",     "August",
                                                                 "September", "October",  "November", "December"};
    if (language == Language::zh) return std::format("{}年{}月{}日", year, month, day);
    return std::format("{} {} {}", day, kMonths[(month - 1) % 12], year);
}

std::vector<std::string> paragraphsOf(std::string_view text) {
    std::vector<std::string> out;
    std::string line;
    const auto end = [&] {
        if (auto kept = trimmed(std::move(line)); !kept.empty()) out.push_back(std::move(kept));
        line.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto [c, length] = characterAt(text, at);
        if (breaksLine(c)) end();
        else if (c == '\t') line += ' ';
        else if (c >= 0x20 && !(c >= 0x7F && c < 0xA0) && !turnsDirection(c)) line += text.substr(at, length);
        at += length;
    }
    end();
    return out;
}

std::string oneLine(std::string_view text) {
    std::string out;
    for (const auto& part : paragraphsOf(text)) out += (out.empty() ? "" : " ") + part;
    return out;
}

Text putWords(const Text& pattern, const std::vector<Words>& words) {
    const auto one = [&](const std::string& from, std::string Text::* language) {
        std::string out;
        for (std::size_t at = 0; at < from.size(); ++at) {
            const bool mark = from[at] == '{' && at + 2 < from.size() && from[at + 2] == '}' && from[at + 1] >= '0' &&
                              from[at + 1] <= '9';
            if (!mark) {
                out += from[at];
                continue;
            }
            const auto index = static_cast<std::size_t>(from[at + 1] - '0');
            if (index < words.size()) out += words[index].text.*language;
            at += 2;
        }
        return out;
    };
    return {one(pattern.en, &Text::en), one(pattern.zh, &Text::zh)};
}

std::string grouped(std::uint64_t number) {
    std::string out = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3)
        out.insert(static_cast<std::size_t>(at), ",");
    return out;
}

Text withoutStop(Text sentence) {
    if (sentence.en.ends_with(".")) sentence.en.pop_back();
    constexpr std::string_view kStop = "。";
    if (sentence.zh.ends_with(kStop)) sentence.zh.resize(sentence.zh.size() - kStop.size());
    return sentence;
}

} // namespace model::document
