// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/bar.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QPainter>

namespace ui {

Bar::Bar(QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::ClickFocus); // the chart lets the keyboard in at one bar, and arrows lead to the others
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

void Bar::show(const QString& name, const QString& number, double share, Look look) {
    m_number = number;
    m_share = qBound(0.0, share, 1.0);
    m_look = look;
    setAccessibleName(name + QStringLiteral(": ") + number);
    setToolTip(accessibleName());
    setCursor(look == Look::hidden ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void Bar::setStale(bool stale) {
    m_stale = stale;
    update();
}

bool Bar::event(QEvent* event) {
    // As buttons of lists do: Return opens, not only Space.
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave) update();
    return QAbstractButton::event(event);
}

QRectF Bar::filled() const {
    const QRectF room = QRectF(rect()).adjusted(2, 2, -2, -2);
    if (m_upright) {
        const double height = m_share > 0 ? qMax(1.0, room.height() * m_share) : 1.0;
        return {room.left(), room.bottom() - height, room.width(), height};
    }
    const int number = m_numberShown ? fontMetrics().horizontalAdvance(m_number) + 12 : 0;
    const double most = qMax(0.0, room.width() - number);
    return {room.left(), room.top(), m_share > 0 ? qMax(1.0, most * m_share) : 1.0, room.height()};
}

void Bar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto tokens = tokensOf(palette());
    const bool quiet = m_stale || m_look == Look::hidden || m_look == Look::beside;
    const QColor ink = quiet ? tokens.muted : m_look == Look::part ? tokens.danger : tokens.accent;
    const QRectF bar = filled();
    if (m_look == Look::hidden) {
        // A frame and no length: there is a number, and it is not shown.
        painter.setPen(QPen(ink, 1, Qt::DashLine));
        const QRectF frame = m_upright ? QRectF(bar.left(), height() - 12.0, bar.width(), 9)
                                       : QRectF(bar.left(), bar.top(), 18, bar.height());
        painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5));
    } else if (m_look == Look::part || m_look == Look::beside) {
        // Told apart by its pattern too, not by the colour alone.
        painter.fillRect(bar, QBrush(ink, Qt::BDiagPattern));
        painter.setPen(ink);
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5));
    } else {
        painter.fillRect(bar, ink);
    }
    if (!m_upright && m_numberShown) {
        painter.setPen(m_stale || m_look == Look::hidden ? tokens.muted : palette().color(QPalette::WindowText));
        const double at = m_look == Look::hidden ? bar.left() + 26 : bar.right() + 6;
        painter.drawText(QRectF(at, 0, width() - at, height()), Qt::AlignLeft | Qt::AlignVCenter, m_number);
    }
    if (hasFocus() || underMouse()) {
        painter.setPen(QPen(tokens.accent, hasFocus() ? 2 : 1));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

} // namespace ui
