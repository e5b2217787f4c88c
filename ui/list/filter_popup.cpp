// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/filter_popup.h"

#include "ui/text/say.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QScrollBar>

namespace ui {

FilterPopup::FilterPopup(QWidget* line) : QListWidget(line->window()), m_line(line) {
    setObjectName(QStringLiteral("filterOffers"));
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::Box);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    hide();
    connect(this, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { emit picked(row(item)); });
}

void FilterPopup::offer(const model::FilterOffers& offers, int x) {
    m_offers = offers;
    clear();
    setAccessibleName(say("What can follow", "可接的内容"));
    int width = 160;
    for (const auto& one : m_offers.offers) {
        const QString insert = say(one.insert);
        const QString title = say(one.title);
        auto* item = new QListWidgetItem(
            insert == title || insert.startsWith(title) ? insert : insert + QStringLiteral("   ") + title);
        item->setSizeHint({0, kRowHeight});
        addItem(item);
        width = qMax(width, fontMetrics().horizontalAdvance(item->text()) + 36);
    }
    setCurrentRow(-1);
    if (count() == 0) {
        hide();
        return;
    }
    QWidget* window = m_line->window();
    if (parentWidget() != window) setParent(window); // the line was put into a window after it was made
    const QPoint at = m_line->mapTo(window, QPoint(x, m_line->height()));
    const int height = qMin(qMin(count(), 10) * kRowHeight + 2 * frameWidth(), window->height() - at.y() - 4);
    width = qMin(width, window->width() - 8);
    setGeometry(qMin(at.x(), window->width() - width - 4), at.y(), width, qMax(height, kRowHeight));
    verticalScrollBar()->setValue(0);
    raise();
    show();
}

void FilterPopup::move(int by) {
    const int next = currentRow() < 0 ? (by > 0 ? 0 : count() - 1) : (currentRow() + by + count()) % count();
    setCurrentRow(next);
    scrollToItem(item(next));
    QAccessibleAnnouncementEvent event(m_line, item(next)->text()); // the keyboard stays in the line
    QAccessible::updateAccessibility(&event);
}

const model::FilterOffer* FilterPopup::chosen() const {
    const int at = currentRow();
    return at < 0 ? nullptr : &m_offers.offers[static_cast<std::size_t>(at)];
}

} // namespace ui
