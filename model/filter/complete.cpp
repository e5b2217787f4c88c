// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/complete.h"

#include "model/base/cbor.h"
#include "model/filter/fields.h"
#include "model/filter/line.h"

#include <algorithm>

namespace model {

namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// How well a value fits what was typed: 0 not at all, more is better.
int fit(const KnownValue& known, const std::string& typed) {
    if (typed.empty()) return 1;
    const std::string value = lower(known.value);
    const std::string en = lower(known.title.en);
    if (value.starts_with(typed) || en.starts_with(typed) || known.title.zh.starts_with(typed)) return 3;
    if (!known.alias.empty() && lower(known.alias).starts_with(typed)) return 3;
    if (known.pinyin.starts_with(typed) || known.initials.starts_with(typed)) return 2;
    if (en.contains(typed) || known.title.zh.contains(typed)) return 1;
    return 0;
}

std::string written(const std::string& value) {
    return value.find_first_of(" ,:<>") == std::string::npos ? value : "\"" + value + "\"";
}

std::vector<KnownValue> valuesOf(const FilterFieldInfo& field, bool compares, const FilterVocabulary& vocabulary) {
    std::vector<KnownValue> out;
    const auto add = [&](std::string_view value, Text title) {
        out.push_back({std::string(value), std::move(title), {}, {}, {}});
    };
    switch (field.values) {
    case FilterValues::known:
    case FilterValues::likely:
        for (const auto& word : fixedWords(field.field)) add(word.value, word.title);
        if (field.values == FilterValues::likely) add("none", {"none", "无"});
        break;
    case FilterValues::person:
        add("me", {"me", "我"});
        add("nobody", {"nobody", "无人"});
        break;
    case FilterValues::deadline:
        if (!compares) add("none", {"none", "无"});
        [[fallthrough]];
    case FilterValues::age:
        if (compares) {
            for (const char* days : {"1", "7", "30", "90"})
                add(std::string(days) + "d", {std::string(days) + "d", std::string(days) + "天"});
        }
        break;
    case FilterValues::text:
    case FilterValues::number: break;
    }
    const auto& known = vocabulary.of(field.field);
    out.insert(out.end(), known.begin(), known.end());
    return out;
}

/// The value's own name is written where people read English, its title where they read Chinese.
FilterOffer offerOf(const FilterFieldInfo& field, const KnownValue& known) {
    const bool person = field.values == FilterValues::person;
    const std::string& en = person && !known.title.en.empty() ? known.title.en : known.value;
    return {{written(en), written(known.title.zh)}, known.title, true};
}

template <typename Found>
void takeBest(std::vector<std::pair<int, Found>>& fits, std::vector<Found>& out, std::size_t most) {
    std::ranges::stable_sort(fits, std::greater{}, [](const auto& one) { return one.first; });
    for (auto& [score, found] : fits) {
        if (out.size() < most) out.push_back(std::move(found));
    }
}

} // namespace

FilterOffers completeFilter(std::string_view line, std::size_t cursor, const FilterVocabulary& vocabulary,
                            std::size_t most) {
    FilterOffers out;
    if (!isUtf8(line)) return out;
    const auto characters = filter::decode(line);
    cursor = std::min(cursor, characters.size());
    // Only what stands before the cursor says what is meant; what stands behind it in the same term is replaced.
    const auto before = filter::terms(std::u32string_view(characters).substr(0, cursor));
    const bool within = !before.empty() && before.back().span.at + before.back().span.length == cursor;
    out.place = {cursor, 0};
    if (!within) return out;
    const auto& term = before.back();
    if (term.quoted) return out;
    std::vector<std::pair<int, FilterOffer>> fits;
    if (term.sign.empty()) {
        const std::string typed = lower(filter::encode(term.text));
        out.place = {term.span.at + (term.negated ? 1 : 0), term.text.size()};
        const auto offer = [&](const Text& name, const Text& title, const Text& sign) {
            const bool begins = lower(name.en).starts_with(typed) || name.zh.starts_with(typed);
            if (begins) fits.emplace_back(1, FilterOffer{{name.en + sign.en, name.zh + sign.zh}, title, false});
        };
        for (const auto& field : filterFields()) {
            const Text sign = field.compares() ? Text{"<", "<"} : Text{":", ":"};
            offer({std::string(field.name), field.title.zh}, field.title, sign);
        }
        if (!term.negated) offer(sortTitle(), sortTitle(), {":", ":"});
    } else {
        const std::string name = filter::encode(term.name);
        const auto& last = term.values.back();
        std::u32string text = last.text;
        out.place = last.span;
        if (name == "sort" || name == sortTitle().zh) {
            if (!text.empty() && filter::plain(text.front()) == U'-') {
                text.erase(0, 1);
                ++out.place.at;
                --out.place.length;
            }
            for (const auto& order : filterOrders()) {
                const KnownValue known{std::string(order.value), order.title, {}, {}, {}};
                if (const int score = fit(known, lower(filter::encode(text))))
                    fits.emplace_back(score, FilterOffer{{known.value, known.title.zh}, known.title, true});
            }
        } else if (const FilterFieldInfo* field = filterFieldNamed(name);
                   field != nullptr && (term.sign == U":" || field->compares())) {
            for (const auto& known : valuesOf(*field, term.sign != U":", vocabulary)) {
                if (const int score = fit(known, lower(filter::encode(text))))
                    fits.emplace_back(score, offerOf(*field, known));
            }
        }
    }
    takeBest(fits, out.offers, most);
    return out;
}

} // namespace model
