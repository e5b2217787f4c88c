// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/list_selection.h"

#include <utility>

namespace ui {

std::size_t ListSelection::count() const {
    return m_value.everything ? m_shown.size() - m_value.rows.common(m_shown) : m_value.rows.size();
}

std::size_t ListSelection::notShown() const {
    return m_value.everything ? 0 : m_value.rows.size() - m_value.rows.common(m_shown);
}

void ListSelection::set(std::int64_t row, bool selected) {
    if (m_value.contains(row) == selected) return;
    m_value.set(row, selected);
    emit changed();
}

void ListSelection::setEverything(const model::CaseFilter& filter) { replace({filter, {}}); }

void ListSelection::replace(model::CaseSelection value) {
    if (value == m_value) return;
    m_value = std::move(value);
    emit changed();
}

void ListSelection::leave(std::span<const std::int64_t> rows) {
    for (const auto row : rows) m_value.set(row, false);
    emit changed();
}

void ListSelection::clear() { replace({}); }

void ListSelection::showsRows(model::RowSet rows) {
    m_shown = std::move(rows);
    if (!isEmpty()) emit changed();
}

void ListSelection::showsFilter(const model::CaseFilter& filter) {
    if (m_value.everything && m_value.everything->conditions != filter.conditions) clear();
}

} // namespace ui
