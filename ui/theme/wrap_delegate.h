// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/row_table.h"

class QTreeView;

namespace ui {

/// Gives rows of a tree the height that their wrapped words need; trees of Qt wrap words but do not make room for them.
/// The tree itself becomes as high as its rows, so that it stands in a page without a scroll bar and without an empty
/// rest.
class WrapDelegate : public RowDelegate {
    Q_OBJECT
public:
    explicit WrapDelegate(QTreeView* tree);
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    void fitLater();
    void fit();
    QTreeView* m_tree;
    bool m_later = false;
};

} // namespace ui
