// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/overview_tables.h"
#include "ui/text/say.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace ui {

/// A table of the overview, cell by cell.
class OverviewTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void show(const model::OverviewTable& table);
    void setStale(bool stale);
    [[nodiscard]] const model::OverviewTable& table() const { return m_table; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    model::OverviewTable m_table;
    bool m_stale = false;
};

/// The same numbers as a chart's, as a table: what a screen reader reads best. As high as its rows; the page scrolls.
class TableTwin : public QTableView {
    Q_OBJECT
public:
    explicit TableTwin(QWidget* parent = nullptr);

    void show(const model::OverviewTable& table);
    void setStale(bool stale) { m_model->setStale(stale); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void chosen(int row, int column);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    OverviewTableModel* m_model;
};

} // namespace ui
