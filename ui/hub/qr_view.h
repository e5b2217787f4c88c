// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>
#include <vector>

namespace ui {

/// A QR code, dark on white whatever the palette is, because readers expect that. It shows nothing until it has text.
class QrView : public QWidget {
    Q_OBJECT
public:
    explicit QrView(QWidget* parent = nullptr);

    /// Up to some 3,000 letters and digits; a text that fits into no code shows nothing. An empty one forgets.
    void show(const std::string& text);
    [[nodiscard]] int modules() const { return m_side; } ///< on a side; 0: nothing is shown
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<bool> m_dark; ///< row by row
    int m_side = 0;
};

} // namespace ui
