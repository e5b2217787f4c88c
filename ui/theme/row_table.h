// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

#include <functional>
#include <vector>

namespace ui {

/// What the words of a cell mean (a Meaning as int); it follows the palette, which a colour that was set would not.
inline constexpr int kMeaningRole = Qt::UserRole + 100;

/// Paints a cell of a row: words begin where the header's do, and no cell of the row stands out.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// The colour of kMeaningRole, from the palette of the moment.
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

/// A table that is read row by row: rows of one height, one row selected at most, and none before a person selects one.
/// Qt makes the first row of a list the current one when the keyboard comes to it, which nobody chose.
class RowTable : public QTableView {
    Q_OBJECT
public:
    explicit RowTable(QWidget* parent = nullptr);

    /// How columns share the width, so that a table never has to be pushed sideways: each gets what its words need, one
    /// takes the rest, and where there is no room some say less, and then the least important are hidden.
    struct Fit {
        int rest = 0;                  ///< the column that takes the rest
        int least = 160;               ///< pixels that it needs at least
        std::vector<int> leastFirst;   ///< columns that may be hidden, in this order
        std::function<int(int)> needs; ///< pixels that the words of a column need; its header is seen to here
        /// The same for the fewer words that a column can also say; 0 for one that cannot. Null: none can.
        std::function<int(int)> needsShort = {};
    };
    void setFit(Fit fit);
    /// After the words of columns have changed in length. Columns that the person has drawn to other widths stay so,
    /// until a double click on an edge of the header.
    void fitColumns();

    /// Widths and order of the columns as the person left them; empty where they are the table's own.
    struct Columns {
        std::vector<int> widths; ///< by column; 0: hidden
        std::vector<int> order;  ///< columns from left to right
    };
    [[nodiscard]] Columns columns() const;
    /// What does not fit the table's columns is passed over.
    void setColumns(const Columns& columns);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    /// Home and End lead to the first and the last row, not to columns.
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    Fit m_fit;
    bool m_ownWidths = false; ///< the person has drawn columns to other widths
};

} // namespace ui
