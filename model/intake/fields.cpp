// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/fields.h"

#include <algorithm>
#include <array>
#include <utility>

namespace model::intake {
namespace {

using Check = Field::Check;

// Written in this order. Title members are of Text, so that they can be told from those of Report.
constexpr std::array kFields = {
    Field{"external_id", "id", &Report::externalId},
    Field{"title_en", {}, &Text::en},
    Field{"title_zh", "title", &Text::zh},
    Field{"channel", {}, &Report::channel},
    Field{"report_kind", {}, &Report::reportKind},
    Field{"received_at", {}, &Report::receivedAt},
    Field{"violation_kind", {}, &Report::violationKind},
    Field{"reported_party", {}, &Report::reportedParty},
    Field{"party_kind", {}, &Report::partyKind},
    Field{"goods_zh", {}, &Report::goodsZh},
    Field{"goods_en", {}, &Report::goodsEn},
    Field{"mineral", {}, &Report::mineral},
    Field{"declared_hs", {}, &Report::declaredHs},
    Field{"true_hs", {}, &Report::trueHs},
    Field{"control_code", {}, &Report::controlCode},
    Field{"destination", "destination_country", &Report::destination},
    Field{"declared_name", "declared_name_zh", &Report::declaredName},
    Field{"quantity", {}, &Report::quantity, Check::number},
    Field{"unit", {}, &Report::unit},
    Field{"value", "value_cny", &Report::value},
    Field{"illegal_gains", "illegal_gains_cny", &Report::illegalGains},
    Field{"act_date", {}, &Report::actDate, Check::date},
    Field{"authority", {}, &Report::authority},
    Field{"decision_no", {}, &Report::decisionNo},
    Field{"decision_date", {}, &Report::decisionDate, Check::date},
    Field{"found_by", {}, &Report::foundBy},
    Field{"outcome", {}, &Report::outcome},
    Field{"fine", "fine_cny", &Report::fine},
    Field{"confiscation", "confiscation_cny", &Report::confiscation},
    Field{"law_articles", {}, &Report::lawArticles},
    Field{"mitigating_grounds", "mitigating_grounds_zh", &Report::mitigatingGrounds},
    Field{"narrative_zh", "facts_zh_summary", &Report::narrativeZh},
    Field{"narrative_en", "facts_en_summary", &Report::narrativeEn},
    Field{"sources", "source_url", &Report::sources, Check::sources},
    Field{"source_note", {}, &Report::sourceNote},
    Field{"reporter_name", {}, &ReporterIdentity::name},
    Field{"reporter_contact", {}, &ReporterIdentity::contact},
};

/// What a case calls the same things, which is what people write into a table of their own.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kFacts = {
    {{"party", "reported_party"}, {"goods", "goods_zh"}, {"narrative", "narrative_zh"}}};

template <typename... Cases>
struct Overload : Cases... {
    using Cases::operator()...;
};

bool sameName(std::string_view a, std::string_view b) {
    const auto plain = [](std::string_view text) {
        std::string out;
        for (const char c : text) {
            if (c != '_' && c != '-' && c != ' ')
                out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        }
        return out;
    };
    return !b.empty() && plain(a) == plain(b);
}

bool isDecimal(std::string_view text) {
    const auto point = text.find('.');
    const auto digits = [](std::string_view part) {
        return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    };
    return digits(text.substr(0, point)) && (point == std::string_view::npos || digits(text.substr(point + 1)));
}

std::optional<Problem> checkText(std::string_view text) {
    if (looksLikeFormula(text)) {
        return Problem{
            .reason = {"The cell holds a formula.", "单元格内容为公式。"},
            .cure = {"Write the text without the sign in front, or its value.", "请去掉开头的符号，或填写其结果。"}};
    }
    const auto control = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
    };
    if (std::ranges::any_of(text, control)) {
        return Problem{.reason = {"The cell holds a control character.", "单元格含有控制字符。"},
                       .cure = {"Remove it.", "请删除该字符。"}};
    }
    return std::nullopt;
}

std::vector<std::string> splitList(std::string_view text, Check check) {
    std::vector<std::string> out;
    std::size_t begin = 0;
    const auto put = [&](std::size_t end) {
        if (const auto item = trimmed(text.substr(begin, end - begin)); !item.empty()) out.emplace_back(item);
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != ';') continue;
        if (check == Check::sources && !trimmed(text.substr(at + 1)).starts_with("http")) continue;
        put(at);
        begin = at + 1;
    }
    put(text.size());
    return out;
}

// "https://… [secondary]": the note in brackets says how the source was read.
void takeNote(std::string& text, std::string& note) {
    if (!text.ends_with(']')) return;
    const auto open = text.rfind(" [");
    if (open == std::string::npos) return;
    note = text.substr(open + 2, text.size() - open - 3);
    text.resize(open);
}

Problem wrongValue(Text reason, Text cure) { return {.reason = std::move(reason), .cure = std::move(cure)}; }

std::optional<Problem> setList(const Field& field, Value value, std::vector<std::string> Report::* member,
                               Draft& draft) {
    auto& list = draft.report.*member;
    if (!value.isList) {
        if (field.check == Check::sources) takeNote(value.text, draft.report.sourceNote);
        list = splitList(value.text, field.check);
        return std::nullopt;
    }
    for (auto& item : value.items) {
        if (!item.empty()) list.push_back(std::move(item));
    }
    return std::nullopt;
}

std::optional<Problem> setText(const Field& field, std::string text, std::string& into) {
    into = std::move(text);
    if (field.check == Check::date && !isDateOrInterval(into)) {
        auto notice =
            wrongValue({"This is no date that is understood; it was kept as text.", "无法识别该日期，已按文本保留。"},
                       {"Write 2025-04-30, 2025-04, 2025, or two of them with a slash.",
                        "请写成 2025-04-30、2025-04、2025，或者以斜杠连接的两个日期。"});
        notice.notice = true;
        return notice;
    }
    if (field.check == Check::number && !isDecimal(into)) {
        auto notice =
            wrongValue({"This is no number; it was kept as text.", "不是数字，已按文本保留。"},
                       {"Write digits with a point, for example 17.66.", "请写成带小数点的数字，例如 17.66。"});
        notice.notice = true;
        return notice;
    }
    return std::nullopt;
}

std::optional<Problem> setMoney(const std::string& text, std::optional<law::Money>& into) {
    const auto money = law::parseMoney(text);
    if (!money) return wrongValue(money.error().what, money.error().cure);
    into = *money;
    return std::nullopt;
}

std::optional<Problem> setInstant(const std::string& text, std::optional<Instant>& into) {
    into = parseInstant(text);
    if (!into) {
        if (const auto day = parseDate(text)) into = startOfDay(*day);
    }
    if (into) return std::nullopt;
    return wrongValue(
        {"This is no moment in time.", "无法识别该时间。"},
        {"Write 2026-07-02T09:30:00+08:00 or 2026-07-02.", "请写成 2026-07-02T09:30:00+08:00 或 2026-07-02。"});
}

} // namespace

std::span<const Field> fields() { return kFields; }

const Field* fieldNamed(std::string_view name) {
    for (const auto& field : kFields) {
        if (sameName(name, field.name)) return &field;
        for (const auto other : otherNames(field)) {
            if (sameName(name, other)) return &field;
        }
    }
    return nullptr;
}

std::vector<std::string_view> otherNames(const Field& field) {
    std::vector<std::string_view> names;
    if (!field.practice.empty()) names.push_back(field.practice);
    for (const auto& [fact, named] : kFacts) {
        if (named == field.name) names.push_back(fact);
    }
    return names;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kWide = "　";
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    for (bool again = true; again && !text.empty();) {
        again = true;
        if (blank(text.front())) {
            text.remove_prefix(1);
        } else if (text.starts_with(kWide)) {
            text.remove_prefix(kWide.size());
        } else if (blank(text.back())) {
            text.remove_suffix(1);
        } else if (text.ends_with(kWide)) {
            text.remove_suffix(kWide.size());
        } else {
            again = false;
        }
    }
    return text;
}

bool looksLikeFormula(std::string_view cell) {
    cell = trimmed(cell);
    for (const std::string_view sign : {"=", "@", "＝", "＠"}) {
        if (cell.starts_with(sign)) return true;
    }
    std::string_view rest;
    for (const std::string_view sign : {"+", "-", "＋", "－"}) {
        if (cell.starts_with(sign)) rest = cell.substr(sign.size());
    }
    if (rest.data() == nullptr) return false;
    // Amounts and telephone numbers begin with a sign and are harmless.
    const bool number = std::ranges::all_of(
        rest, [](char c) { return (c >= '0' && c <= '9') || std::string_view(" .,-()%").contains(c); });
    return !number || !std::ranges::any_of(rest, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Problem> setField(const Field& field, Value value, Draft& draft) {
    value.text = std::string(trimmed(value.text));
    for (auto& item : value.items) item = std::string(trimmed(item));
    if (auto problem = checkText(value.text)) return problem;
    for (const auto& item : value.items) {
        if (auto problem = checkText(item)) return problem;
    }
    if (value.isList && !std::holds_alternative<std::vector<std::string> Report::*>(field.target)) {
        return wrongValue({"One value is expected here, not a list.", "此处应为单个值，而不是列表。"},
                          {"Give one value.", "请只填写一个值。"});
    }
    if (value.text.empty() && !value.isList) return std::nullopt;

    auto& report = draft.report;
    return std::visit(
        Overload{
            [&](std::string Report::* member) { return setText(field, std::move(value.text), report.*member); },
            [&](std::optional<law::Money> Report::* member) { return setMoney(value.text, report.*member); },
            [&](std::vector<std::string> Report::* member) { return setList(field, std::move(value), member, draft); },
            [&](std::optional<Instant> Report::* member) { return setInstant(value.text, report.*member); },
            [&](Channel Report::* member) -> std::optional<Problem> {
                const auto channel = channelFromName(value.text);
                if (!channel) {
                    return wrongValue({"This channel is not known.", "未知的渠道。"},
                                      {"Write web, hotline, letter, visit, transfer or import.",
                                       "请写 web、hotline、letter、visit、transfer 或 import。"});
                }
                report.*member = *channel;
                return std::nullopt;
            },
            [&](ReportKind Report::* member) -> std::optional<Problem> {
                const auto kind = reportKindFromName(value.text);
                if (!kind) {
                    return wrongValue({"This kind of report is not known.", "未知的举报类型。"},
                                      {"Write tip, mandatory or self.", "请写 tip、mandatory 或 self。"});
                }
                report.*member = *kind;
                return std::nullopt;
            },
            [&](std::string Text::* member) { return setText(field, std::move(value.text), report.title.*member); },
            [&](std::string ReporterIdentity::* member) {
                return setText(field, std::move(value.text), draft.reporter.*member);
            },
        },
        field.target);
}

Value getField(const Field& field, const Report& report, const ReporterIdentity& reporter) {
    const auto plain = [](law::Money amount) {
        auto text = law::formatMoney(amount);
        std::erase(text, ',');
        return text;
    };
    return std::visit(
        Overload{
            [&](std::string Report::* member) { return Value{.text = report.*member}; },
            [&](std::optional<law::Money> Report::* member) {
                return Value{.text = report.*member ? plain(*(report.*member)) : std::string()};
            },
            [&](std::vector<std::string> Report::* member) { return Value{.items = report.*member, .isList = true}; },
            [&](std::optional<Instant> Report::* member) {
                return Value{.text = report.*member ? formatUtc(*(report.*member)) : std::string()};
            },
            [&](Channel Report::* member) { return Value{.text = std::string(channelName(report.*member))}; },
            [&](ReportKind Report::* member) { return Value{.text = std::string(reportKindName(report.*member))}; },
            [&](std::string Text::* member) { return Value{.text = report.title.*member}; },
            [&](std::string ReporterIdentity::* member) { return Value{.text = reporter.*member}; },
        },
        field.target);
}

} // namespace model::intake
