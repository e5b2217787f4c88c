// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/wrap_delegate.h"

#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QTreeView>

namespace ui {

WrapDelegate::WrapDelegate(QTreeView* tree) : RowDelegate(tree), m_tree(tree) {
    tree->setItemDelegate(this);
    tree->setWordWrap(true);
    tree->setTextElideMode(Qt::ElideNone);
    tree->setUniformRowHeights(false);
    tree->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    tree->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    const auto later = [this] { fitLater(); };
    connect(tree->header(), &QHeaderView::sectionResized, this, later);
    connect(tree, &QTreeView::expanded, this, later);
    connect(tree, &QTreeView::collapsed, this, later);
    const auto* rows = tree->model();
    connect(rows, &QAbstractItemModel::rowsInserted, this, later);
    connect(rows, &QAbstractItemModel::rowsRemoved, this, later);
    connect(rows, &QAbstractItemModel::modelReset, this, later);
    connect(rows, &QAbstractItemModel::dataChanged, this, later);
    fitLater();
}

void WrapDelegate::fitLater() {
    if (std::exchange(m_later, true)) return;
    QMetaObject::invokeMethod(this, [this] { fit(); }, Qt::QueuedConnection);
}

void WrapDelegate::fit() {
    m_later = false;
    m_tree->doItemsLayout();
    int height = 2 * m_tree->frameWidth() + (m_tree->isHeaderHidden() ? 0 : m_tree->header()->sizeHint().height());
    const auto* rows = m_tree->model();
    for (QModelIndex index = rows->index(0, 0); index.isValid(); index = m_tree->indexBelow(index)) {
        height += m_tree->isRowHidden(index.row(), index.parent()) ? 0 : m_tree->visualRect(index).height();
    }
    m_tree->setFixedHeight(qMax(height, kRowHeight + 2));
}

void WrapDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    RowDelegate::initStyleOption(option, index);
    option->displayAlignment = Qt::AlignLeft | Qt::AlignTop;
}

QSize WrapDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    int width = m_tree->columnWidth(index.column()) - 12;
    if (index.column() == 0) {
        int depth = m_tree->rootIsDecorated() ? 1 : 0;
        for (QModelIndex up = index.parent(); up.isValid(); up = up.parent()) ++depth;
        width -= depth * m_tree->indentation();
    }
    if (index.data(Qt::CheckStateRole).isValid()) width -= 22;
    const QRect room(0, 0, qMax(40, width), 10'000);
    const QRect words = option.fontMetrics.boundingRect(room, Qt::TextWordWrap, index.data().toString());
    return {qMin(words.width() + 12, width), qMax(words.height() + 6, kRowHeight)};
}

} // namespace ui
