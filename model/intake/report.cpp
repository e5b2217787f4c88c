// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/report.h"

#include <algorithm>
#include <array>
#include <utility>

namespace model::intake {
namespace {

constexpr std::array<std::pair<Channel, std::string_view>, 6> kChannels = {{
    {Channel::web, "web"},
    {Channel::hotline, "hotline"},
    {Channel::letter, "letter"},
    {Channel::visit, "visit"},
    {Channel::transfer, "transfer"},
    {Channel::import, "import"},
}};

constexpr std::array<std::pair<ReportKind, std::string_view>, 3> kKinds = {{
    {ReportKind::tip, "tip"},
    {ReportKind::mandatory, "mandatory"},
    {ReportKind::self, "self"},
}};

constexpr std::array kAllChannels = {Channel::web,   Channel::hotline,  Channel::letter,
                                     Channel::visit, Channel::transfer, Channel::import};

template <typename Table, typename Value>
std::string_view nameIn(const Table& table, Value value) {
    for (const auto& [known, name] : table) {
        if (known == value) return name;
    }
    return {};
}

template <typename Value, std::size_t Size>
std::optional<Value> valueIn(const std::array<std::pair<Value, std::string_view>, Size>& table, std::string_view name) {
    for (const auto& [value, known] : table) {
        if (known == name) return value;
    }
    return std::nullopt;
}

// The first code points of a text, with an ellipsis where something was cut off.
std::string shortened(const std::string& text, std::size_t most) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (begins && count++ == most) return text.substr(0, at) + "…";
    }
    return text;
}

const std::string& firstOf(std::initializer_list<const std::string*> texts) {
    static const std::string none;
    for (const auto* text : texts) {
        if (!text->empty()) return *text;
    }
    return none;
}

// "2025-04" as the days from its first to its last.
std::optional<std::pair<Date, Date>> partialDate(std::string_view text) {
    using namespace std::chrono;
    if (text.size() == 10) {
        const auto date = parseDate(text);
        return date ? std::optional(std::pair(*date, *date)) : std::nullopt;
    }
    if (text.size() == 7) {
        const auto first = parseDate(std::string(text) + "-01");
        if (!first) return std::nullopt;
        return std::pair(*first, Date(first->year() / first->month() / last));
    }
    if (text.size() == 4) {
        const auto first = parseDate(std::string(text) + "-01-01");
        if (!first) return std::nullopt;
        return std::pair(*first, Date(first->year() / December / 31d));
    }
    return std::nullopt;
}

std::optional<std::pair<Date, Date>> interval(std::string_view text) {
    const auto slash = text.find('/');
    const auto first = partialDate(text.substr(0, slash));
    if (!first || slash == std::string_view::npos) return first;
    const auto second = partialDate(text.substr(slash + 1));
    if (!second || second->second < first->first) return std::nullopt;
    return std::pair(first->first, second->second);
}

/// "ECL34(1)" as an article of the packs. Of what a number in brackets means only where it is a paragraph of its own.
std::optional<law::ArticleId> violationOf(std::string_view article) {
    static constexpr std::pair<std::string_view, std::string_view> kArticles[] = {
        {"ECL33", "ecl33"}, {"ECL34", "ecl34"}, {"ECL35(1)", "ecl35p1"}, {"ECL35(2)", "ecl35p2"},
        {"ECL36", "ecl36"}, {"ECL37", "ecl37"}, {"ECL38", "ecl38"},
    };
    for (const auto& [prefix, violation] : kArticles) {
        if (article.starts_with(prefix)) return law::ArticleId(violation);
    }
    return std::nullopt;
}

} // namespace

std::string_view channelName(Channel channel) { return nameIn(kChannels, channel); }
std::optional<Channel> channelFromName(std::string_view name) { return valueIn(kChannels, name); }

Text channelTitle(Channel channel) {
    switch (channel) {
    case Channel::web: return {"Online platform", "网络平台"};
    case Channel::hotline: return {"Hotline", "举报电话"};
    case Channel::letter: return {"Letter", "来信"};
    case Channel::visit: return {"Visit", "来访"};
    case Channel::transfer: return {"Transfer", "移送"};
    case Channel::import: return {"Import", "导入"};
    }
    std::unreachable();
}

std::span<const Channel> channels() { return kAllChannels; }

std::string_view reportKindName(ReportKind kind) { return nameIn(kKinds, kind); }
std::optional<ReportKind> reportKindFromName(std::string_view name) { return valueIn(kKinds, name); }

Text deriveTitle(const Report& report) {
    constexpr std::size_t kMost = 60;
    const auto& en = firstOf({&report.goodsEn, &report.goodsZh, &report.mineral, &report.violationKind,
                              &report.narrativeEn, &report.narrativeZh, &report.externalId});
    const auto& zh = firstOf({&report.goodsZh, &report.goodsEn, &report.mineral, &report.violationKind,
                              &report.narrativeZh, &report.narrativeEn, &report.externalId});
    Text title{shortened(en, kMost), shortened(zh, kMost)};
    if (!report.authority.empty()) {
        const auto authority = shortened(report.authority, kMost);
        title = {title.en + " (" + authority + ")", authority + "：" + title.zh};
    }
    return title;
}

std::optional<Date> actEnd(const Report& report) {
    const auto found = interval(report.actDate);
    return found ? std::optional(found->second) : std::nullopt;
}

bool isDateOrInterval(std::string_view text) { return interval(text).has_value(); }

std::optional<std::int64_t> kilograms(const Report& report) {
    // Grams and tonnes of a decimal number, exactly: an amount of yuan has the same grammar and two decimals fewer.
    static constexpr std::pair<std::string_view, std::pair<std::int64_t, std::int64_t>> kUnits[] = {
        {"吨", {1000, 1}}, {"t", {1000, 1}},  {"千克", {1, 1}}, {"公斤", {1, 1}},
        {"kg", {1, 1}},    {"克", {1, 1000}}, {"g", {1, 1000}},
    };
    for (const auto& [name, factor] : kUnits) {
        if (report.unit != name) continue;
        auto digits = report.quantity;
        std::int64_t divisor = factor.second;
        if (const auto point = digits.find('.'); point != std::string::npos) {
            for (auto places = digits.size() - point - 1; places > 0; --places) {
                if (__builtin_mul_overflow(divisor, 10, &divisor)) return std::nullopt;
            }
            digits.erase(point, 1);
        }
        const auto number = law::parseMoney(digits);
        if (!number) return std::nullopt;
        const auto mass = law::multiply(*number, law::Ratio{factor.first, divisor}, law::Rounding::down);
        if (!mass) return std::nullopt;
        return mass->fen() / 100;
    }
    return std::nullopt;
}

law::PenaltyFacts suggestFacts(const Report& report) {
    law::PenaltyFacts facts;
    for (const auto& article : report.lawArticles) {
        const auto violation = violationOf(article);
        if (violation && std::ranges::find(facts.violations, *violation) == facts.violations.end()) {
            facts.violations.push_back(*violation);
        }
    }
    // Export without a licence is what all of these come to (出口管制法 34); other kinds are left to the person.
    static constexpr std::string_view kWithoutLicence[] = {"no licence", "beyond licence scope",
                                                           "misdeclared name or code", "concealed content"};
    if (facts.violations.empty() &&
        std::ranges::find(kWithoutLicence, report.violationKind) != std::end(kWithoutLicence)) {
        facts.violations.push_back(law::ArticleId("ecl34"));
    }
    facts.illegalTurnover = report.value;
    facts.illegalGains = report.illegalGains;
    facts.kilograms = kilograms(report);
    facts.actEnd = actEnd(report);
    return facts;
}

} // namespace model::intake
