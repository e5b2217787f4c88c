// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/table_twin.h"

#include "ui/theme/row_table.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QWheelEvent>

namespace ui {

void OverviewTableModel::show(const model::OverviewTable& table) {
    const bool shape = table.rows.size() != m_table.rows.size() || table.columns.size() != m_table.columns.size();
    if (shape) beginResetModel();
    m_table = table;
    if (shape) endResetModel();
    else if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    if (!shape && columnCount() > 0) emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void OverviewTableModel::setStale(bool stale) {
    m_stale = stale;
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int OverviewTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int OverviewTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant OverviewTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& row = m_table.rows[static_cast<std::size_t>(index.row())];
    const auto& cell = row[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole: return say(cell.text);
    case Qt::AccessibleTextRole:
        return QString(say(row.front().text) + QStringLiteral(", ") +
                       say(m_table.columns[static_cast<std::size_t>(index.column())]) + QStringLiteral(": ") +
                       say(cell.text));
    case Qt::TextAlignmentRole:
        return QVariant(cell.value ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case kMeaningRole:
        if (m_stale || cell.hidden) return static_cast<int>(Meaning::muted);
        return cell.filter || cell.opens ? QVariant(static_cast<int>(Meaning::accent)) : QVariant();
    default: return {};
    }
}

QVariant OverviewTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number =
            !m_table.rows.empty() && m_table.rows.front()[static_cast<std::size_t>(section)].value.has_value();
        return QVariant(number ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    }
    return role == Qt::DisplayRole ? QVariant(say(m_table.columns[static_cast<std::size_t>(section)])) : QVariant();
}

TableTwin::TableTwin(QWidget* parent) : QTableView(parent), m_model(new OverviewTableModel(this)) {
    setModel(m_model);
    setItemDelegate(new RowDelegate(this));
    setSelectionMode(SingleSelection); // cell by cell: each number is a link
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    horizontalHeader()->setHighlightSections(false);
    connect(this, &QTableView::clicked, this,
            [this](const QModelIndex& index) { emit chosen(index.row(), index.column()); });
}

void TableTwin::show(const model::OverviewTable& table) {
    m_model->show(table);
    fit();
    updateGeometry();
}

void TableTwin::fit() {
    auto* header = horizontalHeader();
    header->setStretchLastSection(false);
    for (int column = 0; column < m_model->columnCount(); ++column)
        header->setSectionResizeMode(column, column == 0 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
}

QSize TableTwin::sizeHint() const {
    const int frame = 2 * frameWidth();
    return {320, horizontalHeader()->sizeHint().height() +
                     m_model->rowCount() * verticalHeader()->defaultSectionSize() + frame};
}

QSize TableTwin::minimumSizeHint() const { return {160, sizeHint().height()}; }

void TableTwin::keyPressEvent(QKeyEvent* event) {
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (opens && currentIndex().isValid()) {
        emit chosen(currentIndex().row(), currentIndex().column());
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableTwin::focusInEvent(QFocusEvent* event) {
    QTableView::focusInEvent(event);
    setAttribute(Qt::WA_InputMethodEnabled, false);
}

void TableTwin::wheelEvent(QWheelEvent* event) { event->ignore(); } // the page scrolls

void TableTwin::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange) updateGeometry();
}

} // namespace ui
