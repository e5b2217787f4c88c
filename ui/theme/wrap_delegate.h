// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

class QTreeView;

namespace ui {

/// Gives rows of a tree the height that their wrapped words need; trees of Qt wrap words but do not make room for them.
class WrapDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit WrapDelegate(QTreeView* tree);
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QTreeView* m_tree;
};

} // namespace ui
