// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/due.h"

#include <QAbstractTableModel>

namespace ui {

/// Periods that are due, the nearest first. GUI thread.
class DueModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { due, reference, period, article, who, title, columnCount_ };

    using QAbstractTableModel::QAbstractTableModel;

    void show(std::vector<model::DuePeriod> periods, model::Date today);
    void clear() { show({}, m_today); }
    [[nodiscard]] const std::vector<model::DuePeriod>& periods() const { return m_periods; }
    /// The first row of this day or a later one; the last row where there is none; -1 of an empty list.
    [[nodiscard]] int rowAt(model::Date day) const;
    /// After a change of language.
    void sayAgain();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QString text(const model::DuePeriod& one, int column) const;
    std::vector<model::DuePeriod> m_periods;
    model::Date m_today{};
};

} // namespace ui
