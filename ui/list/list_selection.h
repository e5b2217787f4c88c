// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/selection.h"

#include <QObject>

#include <span>

namespace ui {

/// Which cases of the list are selected, beside the one that is current: nothing until a person selects. It is kept by
/// the rows' numbers, so that it means the same cases after a refresh and in another order. Rows stay selected when a
/// filter no longer shows them, and are counted as such; "all that a filter shows" ends with that filter.
class ListSelection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const model::CaseSelection& value() const { return m_value; }
    [[nodiscard]] bool contains(std::int64_t row) const { return m_value.contains(row); }
    [[nodiscard]] bool isEmpty() const { return m_value.empty(); }
    /// How many cases it means, and how many of them the list does not show.
    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] std::size_t notShown() const;

    void set(std::int64_t row, bool selected);
    /// All of a filter's list, in whatever order.
    void setEverything(const model::CaseFilter& filter);
    void replace(model::CaseSelection value);
    /// These rows are selected no longer.
    void leave(std::span<const std::int64_t> rows);
    void clear();

    /// The list shows these rows now, and they are those of this filter.
    void showsRows(model::RowSet rows);
    void showsFilter(const model::CaseFilter& filter);

signals:
    void changed();

private:
    model::CaseSelection m_value;
    model::RowSet m_shown;
};

} // namespace ui
