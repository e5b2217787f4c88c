// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QStaticText>
#include <QStyledItemDelegate>

namespace ui {

class CaseListModel;

/// Paints a row of the list in one pass from laid-out text that is kept; the standard delegate costs three times as
/// much.
class CaseDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CaseDelegate(const CaseListModel& cases, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// Pixels at the left edge of a row that are kept for the tick of a selected one.
    static constexpr int kTickWidth = 15;
    /// Pixels that the dot of an unread case and the space after it take.
    static constexpr int kDotWidth = 13;

    /// After a change of font, language or scale.
    void forget() { m_texts.clear(); }

private:
    struct Key {
        QString text;
        int width;
        bool bold;
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed = 0) { return qHashMulti(seed, key.text, key.width, key.bold); }
    };
    const CaseListModel& m_cases;
    mutable QCache<Key, QStaticText> m_texts{4000};
};

/// The tick of a selected row.
void drawTick(QPainter* painter, const QRect& box, const QPalette& palette);

enum class Mark { open, waiting, refused, closed };
/// A small shape that says with its form what its colour says.
void drawMark(QPainter* painter, const QRect& box, Mark mark, const QPalette& palette);

} // namespace ui
