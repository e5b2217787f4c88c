// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/row_table.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QFocusEvent>
#include <QHeaderView>
#include <QStyle>

#include <algorithm>

namespace ui {

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    cell.state &= ~(QStyle::State_HasFocus | QStyle::State_MouseOver);
    const QStyle* style = cell.widget != nullptr ? cell.widget->style() : nullptr;
    if (style == nullptr) return;
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, cell.widget);
    const int above = cell.displayAlignment.testFlag(Qt::AlignTop) ? 3 : 0;
    cell.rect.adjust(3, above, -3, -above);
    cell.state &= ~QStyle::State_Selected; // its ground is drawn; the words keep their own colour on it
    cell.backgroundBrush = Qt::NoBrush;
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
}

void RowDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const QVariant meaning = index.data(kMeaningRole);
    if (!meaning.isValid()) return;
    // Not the view's own palette: the ground of a view without a frame is transparent, and tells light from dark no
    // more.
    option->palette.setColor(QPalette::Text, colorOf(static_cast<Meaning>(meaning.toInt()), QApplication::palette()));
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + 6, qMax(size.height(), kRowHeight)};
}

RowTable::RowTable(QWidget* parent) : QTableView(parent) {
    setItemDelegate(new RowDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    // Asking every row for its height is what makes tables slow (16 s for 100,000 rows).
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    verticalHeader()->setMinimumSectionSize(kRowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void RowTable::setFit(Fit fit) {
    m_fit = std::move(fit);
    auto* header = horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(m_fit.rest, QHeaderView::Stretch);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(header, &QHeaderView::sectionHandleDoubleClicked, this, [this] {
        m_ownWidths = false;
        fitColumns();
    });
    connect(header, &QHeaderView::sectionResized, this, [this](int column) {
        // Only a hand on the header draws with the button held; all else is the layout's doing.
        if (column != m_fit.rest && QApplication::mouseButtons().testFlag(Qt::LeftButton)) m_ownWidths = true;
    });
    fitColumns();
}

void RowTable::fitColumns() {
    if (m_ownWidths || !m_fit.needs || model() == nullptr) return;
    constexpr int kPadding = 14;
    constexpr int kSortMark = 16;
    const int count = model()->columnCount();
    const QFontMetrics names(horizontalHeader()->font());
    std::vector<int> widths(static_cast<std::size_t>(count));
    const auto width = [&](int column, int words) {
        const int named = names.horizontalAdvance(model()->headerData(column, Qt::Horizontal).toString()) +
                          (horizontalHeader()->isSortIndicatorShown() ? kSortMark : 0);
        return qMax(words, named) + kPadding;
    };
    int needed = m_fit.least;
    for (int i = 0; i < count; ++i) {
        if (i == m_fit.rest) continue;
        widths[static_cast<std::size_t>(i)] = width(i, m_fit.needs(i));
        needed += widths[static_cast<std::size_t>(i)];
    }
    for (int i = 0; i < count && m_fit.needsShort && needed > viewport()->width(); ++i) {
        const int words = i == m_fit.rest ? 0 : m_fit.needsShort(i);
        if (words == 0) continue;
        needed -= widths[static_cast<std::size_t>(i)];
        widths[static_cast<std::size_t>(i)] = width(i, words);
        needed += widths[static_cast<std::size_t>(i)];
    }
    std::vector<bool> hidden(static_cast<std::size_t>(count), false);
    for (const int column : m_fit.leastFirst) {
        if (needed <= viewport()->width()) break;
        hidden[static_cast<std::size_t>(column)] = true;
        needed -= widths[static_cast<std::size_t>(column)];
    }
    for (int i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (isColumnHidden(i) != hidden[at]) setColumnHidden(i, hidden[at]);
        if (i != m_fit.rest && !hidden[at]) horizontalHeader()->resizeSection(i, widths[at]);
    }
}

RowTable::Columns RowTable::columns() const {
    Columns out;
    const auto* header = horizontalHeader();
    const int count = header->count();
    bool moved = false;
    for (int i = 0; i < count; ++i) {
        out.order.push_back(header->logicalIndex(i));
        moved = moved || out.order.back() != i;
        if (m_ownWidths) out.widths.push_back(isColumnHidden(i) ? 0 : header->sectionSize(i));
    }
    if (!moved) out.order.clear();
    return out;
}

void RowTable::setColumns(const Columns& columns) {
    auto* header = horizontalHeader();
    const int count = header->count();
    std::vector<int> order = columns.order;
    std::ranges::sort(order);
    bool whole = static_cast<int>(order.size()) == count;
    for (int i = 0; whole && i < count; ++i) whole = order[static_cast<std::size_t>(i)] == i;
    for (int i = 0; i < count; ++i)
        header->moveSection(header->visualIndex(whole ? columns.order[static_cast<std::size_t>(i)] : i), i);
    m_ownWidths = static_cast<int>(columns.widths.size()) == count;
    if (!m_ownWidths) {
        fitColumns();
        return;
    }
    for (int i = 0; i < count; ++i) {
        const int width = columns.widths[static_cast<std::size_t>(i)];
        setColumnHidden(i, width == 0 && i != m_fit.rest);
        if (width != 0 && i != m_fit.rest) header->resizeSection(i, qBound(24, width, 1000));
    }
}

void RowTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void RowTable::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange) fitColumns();
}

void RowTable::focusInEvent(QFocusEvent* event) {
    // Past QAbstractItemView, which would choose the first row.
    QAbstractScrollArea::focusInEvent(event);       // NOLINT(bugprone-parent-virtual-call)
    setAttribute(Qt::WA_InputMethodEnabled, false); // letters are keys here, not words
    viewport()->update();
}

QModelIndex RowTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
    const int rows = model() != nullptr ? model()->rowCount() : 0;
    if (rows > 0 && (action == MoveHome || action == MoveEnd)) {
        const int column = currentIndex().isValid() ? currentIndex().column() : 0;
        return model()->index(action == MoveHome ? 0 : rows - 1, column);
    }
    return QTableView::moveCursor(action, modifiers);
}

} // namespace ui
