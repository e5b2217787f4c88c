// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/print.h"

#include "model/base/result.h"
#include "model/filter/fields.h"
#include "model/filter/line.h"

#include <algorithm>
#include <utility>

namespace model {

namespace {

/// In quotation marks where the grammar would see something else in it. A quotation mark itself cannot be written; no
/// parsed value has one.
std::string quoted(const std::string& value, bool words) {
    const auto characters = filter::decode(value);
    const bool special = std::ranges::any_of(characters, [&](char32_t c) {
        const char32_t plain = filter::plain(c);
        return plain == U' ' || plain == U',' || (words && (plain == U':' || plain == U'<' || plain == U'>'));
    });
    if (!special && !value.empty() && !(words && filter::plain(characters.front()) == U'-')) return value;
    return "\"" + value + "\"";
}

Text titleOf(const Condition& condition, const std::string& value, const FilterVocabulary& vocabulary) {
    const auto& known = vocabulary.of(condition.field);
    if (const auto found = std::ranges::find(known, value, &KnownValue::value); found != known.end())
        return found->title;
    const auto fixed = fixedWords(condition.field);
    if (const auto found = std::ranges::find(fixed, value, &FilterWord::value); found != fixed.end())
        return found->title;
    if (condition.field == FilterField::assigned && value == "me") return {"me", "我"};
    if (condition.field == FilterField::assigned && value == "nobody") return {"nobody", "无人"};
    const FilterFieldInfo* field = filterField(condition.field);
    const bool maybe =
        field != nullptr && (field->values == FilterValues::deadline || field->values == FilterValues::likely);
    if (maybe && value == "none") return {"none", "无"};
    if (value.ends_with('d') && condition.comparison != Comparison::is) {
        const std::string days = value.substr(0, value.size() - 1);
        return {days + (days == "1" ? " day" : " days"), days + "天"};
    }
    return {value, value};
}

/// A value as the grammar takes it in this language: by its title where that is the title of no other.
std::string written(const Condition& condition, const std::string& value, Language language,
                    const FilterVocabulary& vocabulary) {
    const auto& known = vocabulary.of(condition.field);
    const bool person = condition.field == FilterField::assigned;
    if (const auto found = std::ranges::find(known, value, &KnownValue::value); found != known.end()) {
        const std::string& title = found->title.in(language);
        const auto others = std::ranges::count_if(known, [&](const KnownValue& one) {
            return one.value == title || one.title.en == title || one.title.zh == title || one.alias == title;
        });
        const bool plain = others == 1 && !title.empty() && !title.contains('"') && title != "me" && title != "nobody";
        return plain && (person || language == Language::zh) ? title : value;
    }
    if (language == Language::en) return value;
    const FilterFieldInfo* field = filterField(condition.field);
    const bool words =
        field->values == FilterValues::text || (field->values == FilterValues::likely && value != "none");
    return words ? value : titleOf(condition, value, vocabulary).zh;
}

Text comparisonWords(Comparison comparison) {
    switch (comparison) {
    case Comparison::is: return {": ", "："};
    case Comparison::less: return {" < ", " < "};
    case Comparison::atMost: return {" ≤ ", " ≤ "};
    case Comparison::more: return {" > ", " > "};
    case Comparison::atLeast: return {" ≥ ", " ≥ "};
    }
    std::unreachable();
}

} // namespace

std::string printCondition(const Condition& condition, Language language, const FilterVocabulary& vocabulary) {
    std::string out = condition.negated ? "-" : "";
    const FilterFieldInfo* field = filterField(condition.field);
    if (field == nullptr) return out + quoted(condition.values.front(), true);
    out += language == Language::zh ? std::string_view(field->title.zh) : field->name;
    out += comparisonSign(condition.comparison);
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
        if (i > 0) out += ',';
        out += quoted(written(condition, condition.values[i], language, vocabulary), false);
    }
    return out;
}

std::string printOrder(CaseOrder order, bool descending, Language language) {
    if (order == CaseOrder::changed && descending) return {};
    const auto words = filterOrders();
    const auto word = std::ranges::find(words, orderName(order), &FilterWord::value);
    return sortTitle().in(language) + ":" + (descending ? "-" : "") + word->title.in(language);
}

std::string printFilter(const CaseFilter& filter, Language language, const FilterVocabulary& vocabulary) {
    std::string out;
    for (const auto& condition : filter.conditions) {
        if (!out.empty()) out += ' ';
        out += printCondition(condition, language, vocabulary);
    }
    const std::string order = printOrder(filter.order, filter.descending, language);
    if (!out.empty() && !order.empty()) out += ' ';
    return out + order;
}

Text conditionWords(const Condition& condition, const FilterVocabulary& vocabulary) {
    Text values;
    for (const auto& value : condition.values) {
        const Text title = titleOf(condition, value, vocabulary);
        values.en += (values.en.empty() ? "" : ", ") + title.en;
        values.zh += (values.zh.empty() ? "" : "、") + title.zh;
    }
    const FilterFieldInfo* field = filterField(condition.field);
    const Text no = condition.negated ? Text{"not ", "非 "} : Text{};
    if (field == nullptr) return {no.en + "“" + values.en + "”", no.zh + "“" + values.zh + "”"};
    if (condition.field == FilterField::is) return {no.en + values.en, no.zh + values.zh};
    const Text sign = comparisonWords(condition.comparison);
    return {no.en + field->title.en + sign.en + values.en, no.zh + field->title.zh + sign.zh + values.zh};
}

} // namespace model
