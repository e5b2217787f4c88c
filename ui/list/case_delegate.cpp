// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/list/case_delegate.h"

#include "ui/list/case_list_model.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

namespace ui {

void drawMark(QPainter* painter, const QRect& box, Mark mark, const QPalette& palette) {
    const Tokens tokens = tokensOf(palette);
    const QRectF r = QRectF(box).adjusted(1, 1, -1, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    QPainterPath path;
    switch (mark) {
    case Mark::open:
        painter->setPen(QPen(tokens.accent, 1.6));
        path.addEllipse(r);
        break;
    case Mark::waiting:
        painter->setPen(QPen(tokens.warn, 1.6));
        path.addEllipse(r);
        path.moveTo(r.center().x(), r.top() + 2);
        path.lineTo(r.center());
        path.lineTo(r.right() - 2, r.center().y());
        break;
    case Mark::refused:
        painter->setPen(QPen(tokens.danger, 1.6));
        path.moveTo(r.center().x(), r.top());
        path.lineTo(r.bottomRight());
        path.lineTo(r.bottomLeft());
        path.closeSubpath();
        break;
    case Mark::closed:
        painter->setPen(QPen(tokens.ok, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        path.moveTo(r.left(), r.center().y());
        path.lineTo(r.left() + r.width() * 0.38, r.bottom() - 1);
        path.lineTo(r.right(), r.top() + 1);
        break;
    }
    painter->drawPath(path);
    painter->restore();
}

void drawTick(QPainter* painter, const QRect& box, const QPalette& palette) {
    const QRectF r = QRectF(box).adjusted(1, 2, -1, -2);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(tokensOf(palette).accent, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    QPainterPath path;
    path.moveTo(r.left(), r.center().y());
    path.lineTo(r.left() + r.width() * 0.38, r.bottom());
    path.lineTo(r.right(), r.top());
    painter->drawPath(path);
    painter->restore();
}

CaseDelegate::CaseDelegate(const CaseListModel& cases, QObject* parent) : QStyledItemDelegate(parent), m_cases(cases) {}

QSize CaseDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {option.fontMetrics.averageCharWidth() * 12, kRowHeight};
}

void CaseDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* row = m_cases.row(index.row());
    const QPalette& palette = option.palette;
    const bool current = option.state.testFlag(QStyle::State_Selected); // Qt's word for the row that the keys are on
    const bool ticked = m_cases.selection().contains(m_cases.rowId(index.row()));
    const bool first = option.rect.left() <= 0;
    const bool selected = current || ticked;
    if (selected) painter->fillRect(option.rect, palette.highlight());
    else if (index.row() % 2 == 1) painter->fillRect(option.rect, palette.alternateBase());

    QRect box = option.rect.adjusted(first ? kTickWidth : 6, 0, -6, 0);
    if (first && ticked) drawTick(painter, QRect(4, box.center().y() - 5, 10, 11), palette);
    QColor color = palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const Tokens tokens = tokensOf(palette);
    if (row != nullptr && index.column() == CaseListModel::stage) {
        const Mark mark = row->refused   ? Mark::refused
                          : row->waiting ? Mark::waiting
                          : row->closed  ? Mark::closed
                                         : Mark::open;
        drawMark(painter, QRect(box.left(), box.center().y() - 5, 12, 12), mark, palette);
        box.adjust(16, 0, 0, 0);
    } else if (index.column() == CaseListModel::reference) {
        // The place of the dot is kept in every row, so that the numbers stand under each other.
        if (row != nullptr && row->unread) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(selected ? palette.color(QPalette::HighlightedText) : tokens.accent);
            painter->drawEllipse(QRectF(box.left(), box.center().y() - 3, 7, 7));
            painter->restore();
        }
        box.adjust(kDotWidth, 0, 0, 0);
    } else if (row != nullptr && index.column() == CaseListModel::due) {
        const QVariant days = index.data(CaseListModel::dueDaysRole);
        if (days.isValid()) color = days.toInt() < 0 ? tokens.danger : days.toInt() <= 7 ? tokens.warn : color;
    } else if (row == nullptr || index.column() == CaseListModel::changed || index.column() == CaseListModel::mineral) {
        color = tokens.muted;
    }
    if (row != nullptr && row->closed && index.column() != CaseListModel::stage) color = tokens.muted;

    QString words = index.data(Qt::DisplayRole).toString();
    // The days say what presses; the date stands in the case.
    if (row != nullptr && index.column() == CaseListModel::due &&
        option.fontMetrics.horizontalAdvance(words) > box.width())
        words = words.section(QStringLiteral(" · "), -1);
    if (!words.isEmpty() && box.width() > 8) {
        const bool bold = row != nullptr && row->unread &&
                          (index.column() == CaseListModel::reference || index.column() == CaseListModel::title);
        QFont font = option.font;
        if (bold) font.setBold(true);
        const Key key{words, box.width(), bold};
        QStaticText* text = m_texts.object(key);
        if (text == nullptr) {
            const QFontMetrics metrics = bold ? QFontMetrics(font) : option.fontMetrics;
            text = new QStaticText(metrics.elidedText(words, Qt::ElideRight, box.width()));
            text->setTextFormat(Qt::PlainText);
            text->setPerformanceHint(QStaticText::AggressiveCaching);
            text->prepare(QTransform(), font);
            m_texts.insert(key, text);
        }
        painter->setPen(color);
        painter->setFont(font);
        const int top = box.top() + (box.height() - static_cast<int>(text->size().height())) / 2;
        painter->drawStaticText(box.left(), top, *text);
    }
    if (!current) return;
    if (first && option.state.testFlag(QStyle::State_Active))
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), tokens.accent);
    // Among rows that are selected, the ground alone would not tell it.
    if (!m_cases.selection().isEmpty()) {
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 1), tokens.accent);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.accent);
    }
}

} // namespace ui
