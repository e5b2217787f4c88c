// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/citation.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace model {

namespace {

struct Law {
    std::string_view code;
    std::string_view name;
};
constexpr Law kLaws[] = {
    {"ECL", "出口管制法"}, {"REG", "两用物项出口管制条例"},     {"APL", "行政处罚法"},
    {"ACL", "行政强制法"}, {"MOF22", "商务部行政处罚实施办法"}, {"SMG", "走私刑事案件解释"},
    {"FTL", "对外贸易法"}, {"CUS", "海关行政处罚实施条例"},     {"CPR", "海关办理行政处罚案件程序规定"},
};

/// Articles whose number in brackets is that of a paragraph (款); elsewhere it is that of an item (项).
constexpr std::string_view kOfParagraphs[] = {"ECL 35", "APL 33", "REG 40", "CPR 58"};

bool isDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// One citation in Chinese, or nothing if it is not of the form CODE NUMBER[-NUMBER][(NUMBER)].
std::string chinese(std::string_view cite) {
    const auto blank = cite.find(' ');
    if (blank == std::string_view::npos) return {};
    const auto law = std::ranges::find(kLaws, cite.substr(0, blank), &Law::code);
    if (law == std::end(kLaws)) return {};
    std::string_view rest = cite.substr(blank + 1), part;
    if (const auto open = rest.find('('); open != std::string_view::npos && rest.ends_with(')')) {
        part = rest.substr(open + 1, rest.size() - open - 2);
        rest = rest.substr(0, open);
        if (!isDigits(part)) return {};
    }
    const std::string_view article = cite.substr(0, blank + 1 + rest.size());
    std::string_view last;
    if (const auto dash = rest.find('-'); dash != std::string_view::npos) {
        last = rest.substr(dash + 1);
        rest = rest.substr(0, dash);
        if (!isDigits(last)) return {};
    }
    if (!isDigits(rest)) return {};
    std::string out = "《" + std::string(law->name) + "》第" + std::string(rest);
    if (!last.empty()) out += "至" + std::string(last);
    out += "条";
    if (!part.empty()) out += "第" + std::string(part) + (std::ranges::contains(kOfParagraphs, article) ? "款" : "项");
    return out;
}

} // namespace

Text citation(std::string_view cite) {
    Text out = same(cite);
    out.zh.clear();
    while (!cite.empty()) {
        const auto end = cite.find("; ");
        const auto one = cite.substr(0, end);
        const auto words = chinese(one);
        if (!out.zh.empty()) out.zh += "；";
        out.zh += words.empty() ? std::string(one) : words;
        cite = end == std::string_view::npos ? std::string_view{} : cite.substr(end + 2);
    }
    return out;
}

} // namespace model
