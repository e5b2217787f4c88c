// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace model {

/// A set of row numbers (1 and up) as a list has them: one bit a row, so that a set of a million takes 125 KB and is
/// asked and changed in no time. A value.
class RowSet {
public:
    [[nodiscard]] bool contains(std::int64_t row) const;
    /// True if it was not in it. Numbers under 1 are none.
    bool insert(std::int64_t row);
    /// True if it was in it.
    bool erase(std::int64_t row);
    void clear();
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    /// How many rows are in both.
    [[nodiscard]] std::size_t common(const RowSet& other) const;
    /// Its rows as runs, each from the first to the last row of it, ascending.
    [[nodiscard]] std::vector<std::pair<std::int64_t, std::int64_t>> ranges() const;

    friend bool operator==(const RowSet&, const RowSet&) = default;

private:
    std::vector<std::uint64_t> m_words; ///< the last is not 0
    std::size_t m_size = 0;
};

} // namespace model
