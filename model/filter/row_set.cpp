// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/filter/row_set.h"

#include <algorithm>
#include <bit>

namespace model {

namespace {

constexpr std::int64_t kBits = 64;

std::uint64_t bitOf(std::int64_t row) { return std::uint64_t{1} << (row % kBits); }
std::size_t wordOf(std::int64_t row) { return static_cast<std::size_t>(row / kBits); }

} // namespace

bool RowSet::contains(std::int64_t row) const {
    return row > 0 && wordOf(row) < m_words.size() && (m_words[wordOf(row)] & bitOf(row)) != 0;
}

bool RowSet::insert(std::int64_t row) {
    if (row <= 0) return false;
    if (wordOf(row) >= m_words.size()) m_words.resize(wordOf(row) + 1);
    auto& word = m_words[wordOf(row)];
    const bool fresh = (word & bitOf(row)) == 0;
    word |= bitOf(row);
    m_size += fresh ? 1 : 0;
    return fresh;
}

bool RowSet::erase(std::int64_t row) {
    if (!contains(row)) return false;
    m_words[wordOf(row)] &= ~bitOf(row);
    --m_size;
    while (!m_words.empty() && m_words.back() == 0) m_words.pop_back();
    return true;
}

void RowSet::clear() {
    m_words.clear();
    m_words.shrink_to_fit();
    m_size = 0;
}

std::size_t RowSet::common(const RowSet& other) const {
    std::size_t count = 0;
    const std::size_t words = std::min(m_words.size(), other.m_words.size());
    for (std::size_t at = 0; at < words; ++at)
        count += static_cast<std::size_t>(std::popcount(m_words[at] & other.m_words[at]));
    return count;
}

std::vector<std::pair<std::int64_t, std::int64_t>> RowSet::ranges() const {
    std::vector<std::pair<std::int64_t, std::int64_t>> out;
    for (std::size_t at = 0; at < m_words.size(); ++at) {
        std::uint64_t left = m_words[at];
        const auto base = static_cast<std::int64_t>(at) * kBits;
        while (left != 0) {
            const int first = std::countr_zero(left);
            const int length = std::countr_one(left >> first);
            const std::int64_t from = base + first;
            if (!out.empty() && out.back().second + 1 == from) out.back().second = from + length - 1;
            else out.emplace_back(from, from + length - 1);
            if (first + length >= kBits) break;
            left &= ~std::uint64_t{0} << (first + length);
        }
    }
    return out;
}

} // namespace model
