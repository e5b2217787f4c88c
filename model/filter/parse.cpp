// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/parse.h"

#include "model/base/cbor.h"
#include "model/base/clock.h"
#include "model/filter/fields.h"
#include "model/filter/line.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace model {

namespace {

using filter::Term;
using Fault = std::unexpected<FilterFault>;

Fault fault(const FilterSpan& place, Text what) {
    return Fault(FilterFault{place.at, std::max<std::size_t>(place.length, 1), std::move(what)});
}

bool isNumber(std::string_view text) {
    return !text.empty() && text.size() <= 9 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "2026", "2026-03" or "2026-03-04".
bool isDay(std::string_view text) {
    if (text.size() == 4 && isNumber(text)) return true;
    if (text.size() == 7) return parseDate(std::string(text) + "-01").has_value();
    return parseDate(text).has_value();
}

/// "7d", also "7天".
std::optional<std::string> daysIn(std::string_view text) {
    for (const std::string_view unit : {"d", "D", "天"}) {
        if (!text.ends_with(unit)) continue;
        const auto number = text.substr(0, text.size() - unit.size());
        if (isNumber(number)) return std::string(number) + "d";
    }
    return std::nullopt;
}

std::string titles(const auto& words) {
    std::string out;
    for (const auto& word : words | std::views::take(12)) out += (out.empty() ? "" : ", ") + std::string(word);
    return out;
}

bool isWordFor(std::string_view typed, const KnownValue& known) {
    return typed == known.value || typed == known.title.en || typed == known.title.zh ||
           (!known.alias.empty() && typed == known.alias);
}

class Parser {
public:
    explicit Parser(const FilterVocabulary& vocabulary) : m_vocabulary(vocabulary) {}

    std::expected<ParsedFilter, FilterFault> read(std::string_view line) {
        if (!isUtf8(line)) return fault({0, 1}, {"The filter is not UTF-8", "筛选条件不是 UTF-8"});
        const auto characters = filter::decode(line);
        if (characters.size() > kLongestFilter) {
            return fault({kLongestFilter, characters.size() - kLongestFilter},
                         {"A filter has at most 2,000 characters", "筛选条件最多2000个字符"});
        }
        for (const auto& term : filter::terms(characters)) {
            if (auto wrong = take(term)) return Fault(*std::move(wrong));
        }
        return std::move(m_out);
    }

private:
    std::optional<FilterFault> take(const Term& term) {
        if (!term.closed) return fault(term.span, {"The quotation mark is not closed", "引号未闭合"}).error();
        const std::string name = filter::encode(term.name);
        if (!name.empty() && (name == "sort" || name == sortTitle().zh) && term.sign == U":") return order(term);
        const FilterFieldInfo* field = name.empty() ? nullptr : filterFieldNamed(name);
        if (field == nullptr && term.sign == U":") {
            return fault({term.span.at + (term.negated ? 1 : 0), term.name.size()},
                         model::fill({"There is no field \"{0}\"; put the words in quotation marks to look for them",
                                      "没有字段“{0}”；要检索这段文字，请加引号"},
                                     name))
                .error();
        }
        Condition condition;
        condition.negated = term.negated;
        if (field == nullptr) {
            condition.values.push_back(filter::encode(term.text));
        } else {
            condition.field = field->field;
            if (auto wrong = compare(term, *field, condition)) return wrong;
            for (const auto& value : term.values) {
                auto read = valueOf(*field, condition.comparison, filter::encode(value.text));
                if (!read) return fault(value.span, std::move(read).error()).error();
                condition.values.push_back(*std::move(read));
            }
        }
        m_out.filter.conditions.push_back(std::move(condition));
        m_out.spans.push_back(term.span);
        return std::nullopt;
    }

    static std::optional<FilterFault> compare(const Term& term, const FilterFieldInfo& field, Condition& condition) {
        if (term.sign == U":") return std::nullopt;
        if (!field.compares()) {
            return fault(term.span, model::fill({"\"{0}\" takes a colon; < and > are for days and numbers",
                                                 "“{0}”后用冒号；< 和 > 用于日期和数字"},
                                                Text{std::string(field.name), field.title.zh}))
                .error();
        }
        if (term.values.size() > 1) {
            return fault(term.span, {"One value can be compared, not several", "只能与一个值比较"}).error();
        }
        condition.comparison = term.sign == U"<"    ? Comparison::less
                               : term.sign == U"<=" ? Comparison::atMost
                               : term.sign == U">"  ? Comparison::more
                                                    : Comparison::atLeast;
        return std::nullopt;
    }

    std::optional<FilterFault> order(const Term& term) {
        auto name = term.values.size() == 1 ? filter::encode(term.values.front().text) : std::string();
        const bool down = !name.empty() && filter::plain(term.values.front().text.front()) == U'-';
        if (down) name = filter::encode(term.values.front().text.substr(1));
        const auto found = orderFromName(name);
        if (!found || term.negated) {
            return fault(term.span,
                         {"sort: takes changed, opened, due, reference, title or stage, with - for downwards",
                          "排序可用：更新、登记、期限、编号、标题、阶段，前加 - 为降序"})
                .error();
        }
        m_out.filter.order = *found;
        m_out.filter.descending = down;
        m_out.sort = term.span;
        return std::nullopt;
    }

    /// The canonical value, or why it is none.
    [[nodiscard]] std::expected<std::string, Text> valueOf(const FilterFieldInfo& field, Comparison comparison,
                                                           const std::string& typed) const {
        if (typed.empty()) return std::unexpected(Text{"A value must follow", "此处须有值"});
        switch (field.values) {
        case FilterValues::known:
            if (!fixedWords(field.field).empty()) return fixed(field, typed);
            [[fallthrough]];
        case FilterValues::likely:
            if (field.values == FilterValues::likely && (typed == "none" || typed == "无")) return "none";
            return known(field, typed);
        case FilterValues::person: return person(typed);
        case FilterValues::text: return typed;
        case FilterValues::number:
            if (isNumber(typed)) return typed;
            return std::unexpected(model::fill({"\"{0}\" is no number", "“{0}”不是数字"}, typed));
        case FilterValues::deadline:
            if (comparison == Comparison::is && (typed == "none" || typed == "无")) return "none";
            [[fallthrough]];
        case FilterValues::age: return day(field, comparison, typed);
        }
        std::unreachable();
    }

    static std::expected<std::string, Text> fixed(const FilterFieldInfo& field, const std::string& typed) {
        Text all;
        for (const auto& word : fixedWords(field.field)) {
            if (typed == word.value || typed == word.title.zh) return std::string(word.value);
            all.en += (all.en.empty() ? "" : ", ") + std::string(word.value);
            all.zh += (all.zh.empty() ? "" : "、") + word.title.zh;
        }
        return std::unexpected(
            model::fill({"{0}: takes {1}", "{0}可用：{1}"}, Text{std::string(field.name), field.title.zh}, all));
    }

    [[nodiscard]] std::expected<std::string, Text> known(const FilterFieldInfo& field, const std::string& typed) const {
        const auto& values = m_vocabulary.of(field.field);
        const auto found = std::ranges::find_if(values, [&](const KnownValue& one) { return isWordFor(typed, one); });
        if (found != values.end()) return found->value;
        if (values.empty() || field.values == FilterValues::likely) return typed;
        const auto en = titles(values | std::views::transform(&KnownValue::value));
        const auto zh = titles(values | std::views::transform([](const KnownValue& one) { return one.title.zh; }));
        return std::unexpected(model::fill({"There is no such {0}: {1}", "没有这样的{0}：{1}"},
                                           Text{std::string(field.name), field.title.zh}, Text{en, zh}));
    }

    [[nodiscard]] std::expected<std::string, Text> person(const std::string& typed) const {
        if (typed == "me" || typed == "我") return "me";
        if (typed == "nobody" || typed == "无人") return "nobody";
        const auto& people = m_vocabulary.of(FilterField::assigned);
        const auto fits = [&](const KnownValue& one) { return isWordFor(typed, one); };
        const auto found = std::ranges::find_if(people, fits);
        if (found == people.end()) {
            if (people.empty()) return typed; // who it is can only be told where people are known
            return std::unexpected(model::fill({"There is nobody called \"{0}\" here; me and nobody can be written too",
                                                "这里没有名为“{0}”的人员；也可写“我”或“无人”"},
                                               typed));
        }
        if (std::ranges::find_if(std::next(found), people.end(), fits) != people.end() && typed != found->value) {
            return std::unexpected(model::fill(
                {"Several people are called \"{0}\"; write the id of one", "有多人名为“{0}”，请写其标识"}, typed));
        }
        return found->value;
    }

    static std::expected<std::string, Text> day(const FilterFieldInfo& field, Comparison comparison,
                                                const std::string& typed) {
        if (auto days = daysIn(typed)) {
            if (comparison != Comparison::is) return *std::move(days);
            return std::unexpected(model::fill({"Write {0}<{1} or {0}>{1}", "请写 {0}<{1} 或 {0}>{1}"},
                                               Text{std::string(field.name), field.title.zh}, typed));
        }
        if (isDay(typed)) return typed;
        return std::unexpected(model::fill({"\"{0}\" is no day: 2026-03-04, 2026-03, 2026, or 7d for seven days",
                                            "“{0}”不是日期：可写 2026-03-04、2026-03、2026，或 7天"},
                                           typed));
    }

    const FilterVocabulary& m_vocabulary;
    ParsedFilter m_out;
};

} // namespace

const std::vector<KnownValue>& FilterVocabulary::of(FilterField field) const {
    static const std::vector<KnownValue> kNone;
    const auto found = values.find(field);
    return found == values.end() ? kNone : found->second;
}

bool CaseFilter::searches() const { return std::ranges::contains(conditions, FilterField::words, &Condition::field); }

std::expected<ParsedFilter, FilterFault> parseFilter(std::string_view line, const FilterVocabulary& vocabulary) {
    return Parser(vocabulary).read(line);
}

} // namespace model
