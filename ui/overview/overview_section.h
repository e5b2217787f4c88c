// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/overview_tables.h"

#include <QWidget>

class QLabel;

namespace ui {

class BarChart;
class TableTwin;

/// One part of the overview: its heading, the chart or the table in its place, and what a reader must know of it.
class OverviewSection : public QWidget {
    Q_OBJECT
public:
    /// `id` is that of its table; `charted` false: the table is all there is.
    OverviewSection(const QString& id, bool charted, QWidget* parent);

    void show(const model::OverviewTable& table);
    void clear();
    void setTables(bool tables);
    void setStale(bool stale);
    /// What the language of the program says it in.
    void retranslate();
    [[nodiscard]] const model::OverviewTable& table() const { return m_table; }
    [[nodiscard]] BarChart* chart() const { return m_chart; }
    [[nodiscard]] TableTwin* twin() const { return m_twin; }
    /// The one that is shown, for the keyboard.
    [[nodiscard]] QWidget* shown() const;

signals:
    void chosen(const model::OverviewCell& cell);

private:
    void arrange();
    void choose(int row, int column);
    model::OverviewTable m_table;
    bool m_tables = false;
    QLabel* m_title;
    QLabel* m_legend; ///< which bar is which, where a row has two
    QLabel* m_empty;
    QLabel* m_note;
    BarChart* m_chart; ///< null without one
    TableTwin* m_twin;
};

} // namespace ui
