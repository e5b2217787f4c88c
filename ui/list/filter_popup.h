// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/filter/complete.h"

#include <QListWidget>

namespace ui {

/// What can be written next, under the line it is written in. It never takes the keyboard: the line moves in it.
/// Nothing in it is chosen until a person moves there, so that Enter applies what was typed.
class FilterPopup : public QListWidget {
    Q_OBJECT
public:
    /// Floats over the window of `line`.
    explicit FilterPopup(QWidget* line);
    /// Shows the offers under the line, `x` from its left edge; none hides it.
    void offer(const model::FilterOffers& offers, int x);
    [[nodiscard]] const model::FilterOffers& offers() const { return m_offers; }
    /// Moves the choice down or up.
    void move(int by);
    /// The offer that is chosen, if any.
    [[nodiscard]] const model::FilterOffer* chosen() const;

signals:
    void picked(int row); ///< with the mouse

private:
    QWidget* m_line;
    model::FilterOffers m_offers;
};

} // namespace ui
