// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QApplication>
#include <QBuffer>
#include <QFile>
#include <QIconEngine>
#include <QImageReader>
#include <QPainter>
#include <QPalette>

namespace ui {
namespace {

/// Draws an SVG whose strokes are `currentColor`, in the palette's colour of the moment, at any scale.
class TintedIcon : public QIconEngine {
public:
    explicit TintedIcon(QByteArray svg) : m_svg(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const qreal ratio = painter->device()->devicePixelRatio();
        painter->drawImage(rect, render((QSizeF(rect.size()) * ratio).toSize(), mode));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override {
        return QPixmap::fromImage(render(size, mode));
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override {
        QPixmap made = QPixmap::fromImage(render(size, mode));
        made.setDevicePixelRatio(scale);
        return made;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new TintedIcon(m_svg); }
    QString key() const override { return QStringLiteral("tinted"); }

private:
    QImage render(const QSize& size, QIcon::Mode mode) const {
        const QPalette palette = QApplication::palette();
        const QColor color =
            palette.color(mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active, QPalette::WindowText);
        QByteArray tinted = m_svg;
        tinted.replace("currentColor", color.name().toLatin1());
        QBuffer buffer(&tinted);
        QImageReader reader(&buffer, "svg");
        reader.setScaledSize(size);
        return reader.read();
    }
    QByteArray m_svg;
};

} // namespace

QIcon icon(const QString& name) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QIcon(new TintedIcon(file.readAll()));
}

} // namespace ui
