// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hub/qr_view.h"

#include <QPainter>

#include <qrcodegen.hpp>

#include <exception>

namespace ui {

namespace {

/// Pixels of a module, and modules of the light edge that readers need.
constexpr int kModule = 3, kEdge = 4;

} // namespace

QrView::QrView(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }

void QrView::show(const std::string& text) {
    m_dark.clear();
    m_side = 0;
    if (!text.empty()) {
        try { // the one library here that throws; what it throws ends here
            const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
            m_side = code.getSize();
            for (int y = 0; y < m_side; ++y) {
                for (int x = 0; x < m_side; ++x) m_dark.push_back(code.getModule(x, y));
            }
        } catch (const std::exception&) {
            m_dark.clear();
            m_side = 0;
        }
    }
    updateGeometry();
    update();
}

QSize QrView::sizeHint() const {
    const int side = m_side == 0 ? 0 : (m_side + 2 * kEdge) * kModule;
    return {side, side};
}

void QrView::paintEvent(QPaintEvent*) {
    if (m_side == 0) return;
    QPainter painter(this);
    painter.fillRect(rect(), Qt::white);
    for (int y = 0; y < m_side; ++y) {
        for (int x = 0; x < m_side; ++x) {
            if (m_dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(m_side) + static_cast<std::size_t>(x)])
                painter.fillRect((x + kEdge) * kModule, (y + kEdge) * kModule, kModule, kModule, Qt::black);
        }
    }
}

} // namespace ui
