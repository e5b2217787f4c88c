// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/tile_row.h"

#include "ui/text/say.h"
#include "ui/theme/theme.h"

#include <QFontInfo>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace ui {
namespace {

constexpr int kTilePadding = 8;
constexpr int kTileGap = 8;

} // namespace

Tile::Tile(QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

void Tile::show(const QString& name, const QString& number, bool hidden) {
    m_name = name;
    m_number = number;
    m_hidden = hidden;
    setAccessibleName(name + QStringLiteral(": ") + number);
    updateGeometry();
    update();
}

void Tile::setStale(bool stale) {
    m_stale = stale;
    update();
}

QFont Tile::large() const {
    QFont out = font();
    out.setPixelSize(QFontInfo(out).pixelSize() * (m_hidden ? 11 : 17) / 10);
    out.setBold(!m_hidden);
    return out;
}

QSize Tile::sizeHint() const {
    const QFontMetrics number(large());
    return {std::max(number.horizontalAdvance(m_number), fontMetrics().horizontalAdvance(m_name)) + 2 * kTilePadding,
            number.height() + fontMetrics().height() + 2 * kTilePadding};
}

void Tile::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) click();
    else QAbstractButton::keyPressEvent(event);
}

void Tile::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto tokens = tokensOf(palette());
    painter.setPen(hasFocus() || underMouse() ? QPen(tokens.accent, hasFocus() ? 2 : 1) : QPen(tokens.line));
    painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    const QRect room = rect().adjusted(kTilePadding, kTilePadding, -kTilePadding, -kTilePadding);
    painter.setPen(tokens.muted);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignTop, m_name);
    painter.setFont(large());
    if (!m_stale && !m_hidden) painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignBottom, m_number);
}

TileRow::TileRow(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("tiles"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSizePolicy(policy);
}

void TileRow::show(const model::OverviewTable& table) {
    m_table = table;
    while (m_tiles.size() > table.rows.size()) {
        delete m_tiles.back();
        m_tiles.pop_back();
    }
    while (m_tiles.size() < table.rows.size()) {
        auto* tile = new Tile(this);
        const std::size_t at = m_tiles.size();
        connect(tile, &Tile::clicked, this, [this, at] { emit chosen(m_table.rows[at][1]); });
        m_tiles.push_back(tile);
        tile->setVisible(true);
    }
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        const auto& row = table.rows[i];
        m_tiles[i]->show(say(row[0].text), say(row[1].text), row[1].hidden);
    }
    arrange();
}

void TileRow::setStale(bool stale) {
    for (auto* tile : m_tiles) tile->setStale(stale);
}

void TileRow::arrange() {
    int left = 0;
    int top = 0;
    int height = 0;
    for (auto* tile : m_tiles) {
        const QSize size = tile->sizeHint();
        if (left > 0 && left + size.width() > width()) {
            left = 0;
            top += size.height() + kTileGap;
        }
        tile->setGeometry(left, top, size.width(), size.height());
        left += size.width() + kTileGap;
        height = top + size.height();
    }
    setFixedHeight(std::max(1, height));
}

void TileRow::resizeEvent(QResizeEvent*) { arrange(); }

void TileRow::keyPressEvent(QKeyEvent* event) {
    const auto found = std::ranges::find_if(m_tiles, [](const Tile* tile) { return tile->hasFocus(); });
    if (found != m_tiles.end()) {
        if (event->key() == Qt::Key_Right && std::next(found) != m_tiles.end()) {
            (*std::next(found))->setFocus(Qt::OtherFocusReason);
            return;
        }
        if (event->key() == Qt::Key_Left && found != m_tiles.begin()) {
            (*std::prev(found))->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    QWidget::keyPressEvent(event);
}

} // namespace ui
