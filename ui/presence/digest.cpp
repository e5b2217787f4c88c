// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/presence/digest.h"

namespace ui {

std::optional<Text> Digest::add(std::uint64_t items, model::Instant now) {
    m_items += items;
    return due(now);
}

std::optional<Text> Digest::due(model::Instant now) {
    if (m_items == m_toldItems) return std::nullopt;
    // A clock that was set back must not silence it for hours.
    if (m_told && now >= *m_told && now - *m_told < kApart) return std::nullopt;
    m_told = now;
    m_toldItems = m_items;
    return m_items == 1 ? Text{"1 new item", "有 1 项更新"}
                        : model::fill({"{0} new items", "有 {0} 项更新"}, std::to_string(m_items));
}

} // namespace ui
