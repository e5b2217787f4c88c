// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/case/body.h"

#include <algorithm>

namespace model {

const std::vector<EvidenceCategory>& evidenceCategories() {
    static const std::vector<EvidenceCategory> categories = {
        {"documentary", {"Documentary evidence", "书证"}},
        {"physical", {"Physical evidence", "物证"}},
        {"audiovisual", {"Audio-visual material", "视听资料"}},
        {"electronic", {"Electronic data", "电子数据"}},
        {"witness", {"Witness testimony", "证人证言"}},
        {"statement", {"Statement of the party", "当事人的陈述"}},
        {"expert", {"Expert opinion", "鉴定意见"}},
        {"record", {"Inspection or on-site record", "勘验笔录、现场笔录"}},
    };
    return categories;
}

ItemStatement statementOf(ItemId item, const StatedItem* stands) {
    if (stands == nullptr || stands->withdrawn) return {item, {}, {}};
    return {item, stands->values(), stands->evidence};
}

namespace cbor {

CborWriter& MapWriter::operator[](std::string_view key) {
    m_pairs.emplace_back(std::string(key), CborWriter());
    return m_pairs.back().second;
}

Bytes MapWriter::take() {
    std::ranges::sort(m_pairs, [](const auto& a, const auto& b) {
        return a.first.size() != b.first.size() ? a.first.size() < b.first.size() : a.first < b.first;
    });
    CborWriter out;
    out.map(m_pairs.size());
    for (auto& [key, value] : m_pairs) out.text(key).raw(value.view());
    m_pairs.clear();
    return std::move(out).take();
}

void writeForm(CborWriter& out, const Form& form) {
    MapWriter map;
    for (const auto& [field, value] : form) map[field].text(value);
    out.raw(map.take());
}

Form readForm(CborReader& in) {
    constexpr std::uint64_t kFieldLimit = 1'000;
    Form form;
    std::string_view key;
    const auto count = in.map(kFieldLimit);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        key = in.key(key);
        form.emplace(key, in.text());
    }
    return form;
}

} // namespace cbor
} // namespace model
