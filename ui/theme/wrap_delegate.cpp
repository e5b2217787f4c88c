// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/wrap_delegate.h"

#include <QHeaderView>
#include <QTreeView>

namespace ui {

WrapDelegate::WrapDelegate(QTreeView* tree) : QStyledItemDelegate(tree), m_tree(tree) {
    tree->setItemDelegate(this);
    tree->setWordWrap(true);
    tree->setTextElideMode(Qt::ElideNone);
    connect(tree->header(), &QHeaderView::sectionResized, tree, [tree] {
        QMetaObject::invokeMethod(tree, [tree] { tree->doItemsLayout(); }, Qt::QueuedConnection);
    });
}

QSize WrapDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    int width = m_tree->columnWidth(index.column()) - 12;
    if (index.column() == 0) {
        int depth = m_tree->rootIsDecorated() ? 1 : 0;
        for (QModelIndex up = index.parent(); up.isValid(); up = up.parent()) ++depth;
        width -= depth * m_tree->indentation();
    }
    const QRect room(0, 0, qMax(40, width), 10'000);
    const QRect words = option.fontMetrics.boundingRect(room, Qt::TextWordWrap, index.data().toString());
    return {qMin(words.width() + 8, width), words.height() + 6};
}

} // namespace ui
