// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace ui {

/// One number of a chart, drawn as a bar as long as its part of the largest. A button: Enter, Space or a click opens
/// the list of its cases. Its name, for screen readers too, says what it is of and the number.
class Bar : public QAbstractButton {
    Q_OBJECT
public:
    /// `part` and `beside`: the second number of a row, hatched, which is a part of the first that needs attention or
    /// stands beside it; `hidden`: no number.
    enum class Look { plain, part, beside, hidden };

    explicit Bar(QWidget* parent);

    /// `name` "Antimony", `number` "132"; `share` 0 to 1 of the length there is.
    void show(const QString& name, const QString& number, double share, Look look);
    void setUpright(bool upright) { m_upright = upright; }
    /// An earlier answer, while a new one is on its way.
    void setStale(bool stale);
    /// The number stands behind the bar.
    void setNumberShown(bool shown) { m_numberShown = shown; }
    [[nodiscard]] QString number() const { return m_number; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF filled() const;
    QString m_number;
    double m_share = 0;
    Look m_look = Look::plain;
    bool m_upright = false;
    bool m_stale = false;
    bool m_numberShown = true;
};

} // namespace ui
