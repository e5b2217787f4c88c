// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/case_list_view.h"

#include "ui/list/case_delegate.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>

namespace ui {
namespace {

constexpr int kTitleLetters = 30; ///< by which two cases can be told apart

} // namespace

CaseListView::CaseListView(CaseListModel& cases, QWidget* parent)
    : RowTable(parent), m_cases(cases), m_delegate(new CaseDelegate(cases, this)) {
    setObjectName(QStringLiteral("caseList"));
    setItemDelegate(m_delegate);
    setModel(&cases);
    setVerticalScrollMode(ScrollPerItem);
    auto* header = horizontalHeader();
    header->setSortIndicatorShown(true);
    header->setSectionsClickable(true);
    header->setSectionsMovable(true);
    setFit({CaseListModel::title,
            kTitleLetters * QFontMetrics(font()).averageCharWidth(),
            {CaseListModel::evidence, CaseListModel::mineral, CaseListModel::changed, CaseListModel::assignees,
             CaseListModel::due, CaseListModel::reference},
            [this](int column) { return neededWidth(column); },
            [this](int column) {
                return column == CaseListModel::due ? QFontMetrics(font()).horizontalAdvance(sayDays(-888)) : 0;
            }});
    header->setSortIndicator(CaseListModel::changed, Qt::DescendingOrder);
    connect(header, &QHeaderView::sortIndicatorChanged, this,
            [this](int column, Qt::SortOrder order) { m_cases.sort(column, order); });

    connect(this, &QTableView::doubleClicked, this, [this] { openCurrent(); });
    connect(&cases, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_run.reset(); // its rows stand elsewhere now
        m_kept = currentIndex().isValid() ? m_cases.rowId(currentIndex().row()) : -1;
    });
    connect(&cases, &QAbstractItemModel::modelReset, this, [this] {
        fitColumns(); // stages have names since somebody unlocked
        const int row = m_kept < 0 ? -1 : m_cases.indexOf(m_kept);
        if (row >= 0) selectRow(row);
        else emit currentCaseChanged();
    });
    connect(&cases, &QAbstractItemModel::rowsInserted, this, [this] {
        // The first rows of another order came without the current one; here is the rest.
        const int row = m_kept < 0 || currentIndex().isValid() ? -1 : m_cases.indexOf(m_kept);
        if (row >= 0) selectRow(row);
    });
    connect(&cases, &CaseListModel::rowsArrived, this, [this] {
        if (std::exchange(m_firstWhenHere, false)) selectRow(0);
    });
    connect(&cases, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& from, const QModelIndex& to, const QList<int>& roles) {
                if (roles == QList<int>{CaseListModel::selectedRole}) return; // the case is what it was
                const int row = currentIndex().row();
                if (row < from.row() || row > to.row()) return;
                emit currentCaseChanged();
                if (m_openWhenHere) openCurrent();
            });
}

std::optional<CaseId> CaseListView::currentCase() const {
    const QModelIndex current = currentIndex();
    if (!current.isValid() || current.row() >= m_cases.rowCount()) return std::nullopt;
    const auto* row = m_cases.row(current.row());
    return row == nullptr ? std::nullopt : std::optional(row->id);
}

void CaseListView::selectRow(int row) {
    if (row < 0 || row >= m_cases.rowCount()) return;
    const QModelIndex index = m_cases.index(row, CaseListModel::reference);
    setCurrentIndex(index);
    scrollTo(index, EnsureVisible);
}

void CaseListView::toggleCurrent() {
    const int row = currentIndex().row();
    if (row < 0 || row >= m_cases.rowCount()) return;
    m_run.reset();
    auto& selection = m_cases.selection();
    selection.set(m_cases.rowId(row), !selection.contains(m_cases.rowId(row)));
    announceSelection(row);
}

void CaseListView::extendTo(int row) {
    row = qBound(0, row, m_cases.rowCount() - 1);
    const int current = currentIndex().row();
    if (row < 0 || current < 0) return;
    if (!m_run || m_run->to != current) m_run = Run{current, current, m_cases.selection().value()};
    model::CaseSelection next = m_cases.selection().value();
    const auto set = [&](int at, bool meant) { next.set(m_cases.rowId(at), meant); };
    // What lies beyond the new end is as it was before the run; up to it all is selected.
    const auto [low, high] = std::minmax(m_run->from, row);
    for (int at = std::min(m_run->from, m_run->to); at < low; ++at) set(at, m_run->before.contains(m_cases.rowId(at)));
    for (int at = std::max(m_run->from, m_run->to); at > high; --at) set(at, m_run->before.contains(m_cases.rowId(at)));
    for (int at = low; at <= high; ++at) set(at, true);
    m_run->to = row;
    selectRow(row);
    m_cases.selection().replace(std::move(next));
    announceSelection(row);
}

int CaseListView::extendingTo(const QKeyEvent& event) const {
    const int row = currentIndex().row();
    const int page = qMax(1, viewport()->height() / kRowHeight - 1);
    switch (event.key()) {
    case Qt::Key_J:
    case Qt::Key_Down: return row + 1;
    case Qt::Key_K:
    case Qt::Key_Up: return qMax(0, row - 1);
    case Qt::Key_Home: return 0;
    case Qt::Key_End: return m_cases.rowCount() - 1;
    case Qt::Key_PageDown: return row + page;
    case Qt::Key_PageUp: return qMax(0, row - page);
    default: return -1;
    }
}

void CaseListView::announceSelection(int row) {
    const auto* shown = m_cases.row(row);
    const QString what = shown == nullptr ? QString() : str(shown->reference) + QStringLiteral(", ");
    const QString state =
        m_cases.selection().contains(m_cases.rowId(row)) ? say("selected", "已选") : say("not selected", "未选");
    QAccessibleAnnouncementEvent event(this, what + state +
                                                 say(", %1 in all", "，共 %1 件").arg(m_cases.selection().count()));
    QAccessible::updateAccessibility(&event);
}

void CaseListView::selectFirstWhenHere() {
    m_firstWhenHere = m_cases.showsOldRows();
    if (m_firstWhenHere) setCurrentIndex({});
    else selectRow(0);
}

void CaseListView::showOrder(const model::CaseFilter& filter) {
    using model::CaseOrder;
    int column = -1; // an order that no column shows
    switch (filter.order) {
    case CaseOrder::stage: column = CaseListModel::stage; break;
    case CaseOrder::reference: column = CaseListModel::reference; break;
    case CaseOrder::title: column = CaseListModel::title; break;
    case CaseOrder::due: column = CaseListModel::due; break;
    case CaseOrder::changed: column = CaseListModel::changed; break;
    case CaseOrder::opened: break;
    }
    const QSignalBlocker quiet(horizontalHeader());
    horizontalHeader()->setSortIndicator(column, filter.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    horizontalHeader()->viewport()->update();
}

bool CaseListView::rowsAreHere() const {
    const int first = rowAt(0);
    if (first < 0) return true; // no rows at all
    const int last = rowAt(viewport()->height() - 1);
    for (int row = first; row <= (last < 0 ? m_cases.rowCount() - 1 : last); ++row) {
        if (m_cases.row(row) == nullptr) return false;
    }
    return true;
}

void CaseListView::openCurrent() {
    const auto id = currentCase();
    m_openWhenHere = !id && (currentIndex().isValid() || m_firstWhenHere);
    if (id) emit opened(*id);
}

void CaseListView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    RowTable::currentChanged(current, previous);
    if (previous.isValid()) m_openWhenHere = false;
    if (m_openWhenHere && current.isValid()) openCurrent();
    if (current.row() != previous.row()) emit currentCaseChanged();
}

void CaseListView::keyPressEvent(QKeyEvent* event) {
    const int row = currentIndex().isValid() ? currentIndex().row() : -1;
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (const int to = modifiers == Qt::ShiftModifier ? extendingTo(*event) : -1; to >= 0) {
        if (row < 0) selectFirstWhenHere();
        else extendTo(to);
        return;
    }
    const bool plain = modifiers == Qt::NoModifier;
    if (plain) {
        switch (event->key()) {
        case Qt::Key_J:
        case Qt::Key_Down:
            if (row < 0) selectFirstWhenHere();
            else selectRow(row + 1);
            return;
        case Qt::Key_K:
        case Qt::Key_Up:
            if (row <= 0) emit leftUpwards();
            else selectRow(row - 1);
            return;
        case Qt::Key_Home: selectFirstWhenHere(); return;
        case Qt::Key_End: selectRow(m_cases.rowCount() - 1); return;
        case Qt::Key_Return:
        case Qt::Key_Enter: openCurrent(); return;
        case Qt::Key_Escape:
            if (m_cases.selection().isEmpty()) emit escaped();
            else clearSelected();
            return;
        default: break;
        }
        // No search by typed letters: it would walk over rows that are not here.
        if (!event->text().isEmpty() && event->text().at(0).isPrint()) {
            event->ignore();
            return;
        }
    }
    RowTable::keyPressEvent(event);
}

void CaseListView::clearSelected() {
    m_run.reset();
    m_cases.selection().clear();
    QAccessibleAnnouncementEvent event(this, say("Nothing is selected.", "未选任何案件。"));
    QAccessible::updateAccessibility(&event);
}

void CaseListView::mousePressEvent(QMouseEvent* event) {
    const QModelIndex at = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !at.isValid()) {
        RowTable::mousePressEvent(event);
        return;
    }
    const bool extends = event->modifiers() == Qt::ShiftModifier;
    const bool toggles = event->modifiers() == Qt::ControlModifier ||
                         (event->modifiers() == Qt::NoModifier && event->position().x() < CaseDelegate::kTickWidth);
    if (extends && currentIndex().isValid()) {
        extendTo(at.row());
    } else if (toggles || extends) {
        selectRow(at.row());
        toggleCurrent();
    } else {
        RowTable::mousePressEvent(event);
    }
}

int CaseListView::neededWidth(int column) const {
    const QFontMetrics words(font());
    int width = 0;
    switch (column) {
    case CaseListModel::stage:
        for (const QString& title : m_cases.stageTitles()) width = qMax(width, words.horizontalAdvance(title));
        width += 16 + CaseDelegate::kTickWidth - 6; // the mark, and the tick of a selected row in place of the edge
        break;
    case CaseListModel::reference: {
        QFont unread = font(); // bold, and with a dot before it
        unread.setBold(true);
        width = QFontMetrics(unread).horizontalAdvance(QStringLiteral("2026-M8XM-M8XM")) + CaseDelegate::kDotWidth;
        break;
    }
    case CaseListModel::due: width = words.horizontalAdvance(QStringLiteral("2026-08-28 · ") + sayDays(-88)); break;
    case CaseListModel::assignees: width = 10 * words.averageCharWidth(); break;
    case CaseListModel::mineral: width = 11 * words.averageCharWidth(); break;
    case CaseListModel::changed: width = words.horizontalAdvance(QStringLiteral("2026-08-28 08:28")); break;
    default: break;
    }
    return width;
}

void CaseListView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::PaletteChange) {
        m_delegate->forget();
        viewport()->update();
    }
    RowTable::changeEvent(event);
}

} // namespace ui
