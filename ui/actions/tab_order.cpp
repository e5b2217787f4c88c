// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/tab_order.h"

#include <QApplication>
#include <QScrollArea>

#include <algorithm>

namespace ui {
namespace {

/// A control, or something that holds controls, with its place in what holds both.
struct Block {
    QRect place;
    QList<QWidget*> controls; // in order
};
using Blocks = std::vector<Block>;

bool takesTab(const QWidget& widget) {
    return (widget.focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget.focusProxy() == nullptr &&
           widget.isEnabled() && widget.isVisible();
}

/// Where a gap parts the blocks, sorted by their beginnings, into those before and those behind it; else their end.
/// Edges that touch or lie one over the other by a pixel, as in a row of tabs, are a gap.
template <typename Begin, typename End>
Blocks::iterator firstGap(Blocks::iterator first, Blocks::iterator last, Begin begin, End end) {
    std::stable_sort(first, last, [&](const Block& a, const Block& b) { return begin(a) < begin(b); });
    if (first == last) return last;
    int reach = end(*first);
    for (auto at = first + 1; at != last; ++at) {
        if (begin(*at) >= reach) return at;
        reach = std::max(reach, end(*at));
    }
    return last;
}

void read(Blocks::iterator first, Blocks::iterator last, QList<QWidget*>& order) {
    if (first == last) return;
    const auto top = [](const Block& one) { return one.place.top(); };
    const auto bottom = [](const Block& one) { return one.place.bottom(); };
    const auto left = [](const Block& one) { return one.place.left(); };
    const auto right = [](const Block& one) { return one.place.right(); };
    auto gap = last - first == 1 ? last : firstGap(first, last, top, bottom);
    if (gap == last && last - first > 1) gap = firstGap(first, last, left, right);
    if (gap == last) { // one alone, or some that lie over each other: from the left, as they are sorted
        for (; first != last; ++first) order += first->controls;
        return;
    }
    read(first, gap, order);
    read(gap, last, order);
}

void collect(const QWidget& holder, QList<QWidget*>& order) {
    Blocks blocks;
    for (auto* child : holder.children()) {
        auto* widget = qobject_cast<QWidget*>(child);
        if (widget == nullptr || widget->isWindow() || !widget->isVisible()) continue;
        Block block{widget->geometry(), {}};
        if (takesTab(*widget)) block.controls << widget;
        collect(*widget, block.controls);
        if (!block.controls.isEmpty()) blocks.push_back(std::move(block));
    }
    read(blocks.begin(), blocks.end(), order);
}

/// The control that has the keyboard, or that holds what has it.
qsizetype placeOf(const QList<QWidget*>& order, const QWidget* focus) {
    for (const QWidget* at = focus; at != nullptr; at = at->parentWidget()) {
        const auto found = std::ranges::find(order, at);
        if (found != order.end()) return found - order.begin();
    }
    return -1;
}

void showWhereItIs(QWidget* target) {
    for (QWidget* at = target->parentWidget(); at != nullptr; at = at->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(at)) area->ensureWidgetVisible(target);
    }
}

} // namespace

QList<QWidget*> tabOrder(const QWidget& window) {
    QList<QWidget*> order;
    collect(window, order);
    return order;
}

bool focusAsRead(QWidget& window, bool next) {
    const auto order = tabOrder(window);
    if (order.isEmpty()) return false;
    const auto here = placeOf(order, window.focusWidget());
    const auto count = order.size();
    const auto there = here < 0 ? (next ? 0 : count - 1) : (here + (next ? 1 : count - 1)) % count;
    QWidget* target = order[there];
    target->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    showWhereItIs(target);
    return true;
}

} // namespace ui
