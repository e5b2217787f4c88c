// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/overview_tables.h"
#include "ui/text/say.h"

#include <QWidget>

#include <vector>

namespace ui {

class Bar;

/// A table of the overview as bars: lying under each other, or, where the rows follow each other in time, standing
/// beside each other. Tab leads in at one bar, arrows, Home and End to the others. The names of rows are the chart's;
/// each bar says its row and its number.
class BarChart : public QWidget {
    Q_OBJECT
public:
    explicit BarChart(QWidget* parent = nullptr);

    /// The columns that are drawn are those with values behind the first; not more than two of them, of which the
    /// second is a part of the first or stands beside it. The keyboard stays where it was, as far as there is such a
    /// bar.
    void show(const model::OverviewTable& table);
    void clear();
    void setStale(bool stale);
    [[nodiscard]] const std::vector<Bar*>& bars() const { return m_bars; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    void chosen(int row, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Place {
        int row = 0;
        int column = 0;
    };
    void arrange();
    void arrangeUpright();
    void lead(std::size_t bar);
    [[nodiscard]] int rows() const { return static_cast<int>(m_table.rows.size()); }
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int namesWidth() const;
    [[nodiscard]] QRect plot() const; ///< of standing bars
    model::OverviewTable m_table;
    std::vector<int> m_columns; ///< those that are drawn
    std::vector<Bar*> m_bars;
    std::vector<Place> m_places; ///< of each bar
    double m_most = 0;
    bool m_stale = false;
};

} // namespace ui
