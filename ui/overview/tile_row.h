// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/overview_tables.h"

#include <QAbstractButton>

#include <vector>

class QHBoxLayout;

namespace ui {

/// One number that is read at a glance, and opens its list.
class Tile : public QAbstractButton {
    Q_OBJECT
public:
    explicit Tile(QWidget* parent);
    void show(const QString& name, const QString& number, bool hidden);
    void setStale(bool stale);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    [[nodiscard]] QString number() const { return m_number; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QFont large() const;
    QString m_name;
    QString m_number;
    bool m_hidden = false;
    bool m_stale = false;
};

/// The numbers of one table beside each other.
class TileRow : public QWidget {
    Q_OBJECT
public:
    explicit TileRow(QWidget* parent = nullptr);
    void show(const model::OverviewTable& table);
    void setStale(bool stale);
    [[nodiscard]] const std::vector<Tile*>& tiles() const { return m_tiles; }

signals:
    void chosen(const model::OverviewCell& cell);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void arrange();
    model::OverviewTable m_table;
    std::vector<Tile*> m_tiles;
};

} // namespace ui
