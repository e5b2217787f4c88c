// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_section.h"

#include "ui/overview/bar.h"
#include "ui/overview/bar_chart.h"
#include "ui/overview/table_twin.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ui {

OverviewSection::OverviewSection(const QString& id, bool charted, QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_legend(new QLabel(this)), m_empty(new QLabel(this)),
      m_note(new QLabel(this)), m_chart(charted ? new BarChart(this) : nullptr), m_twin(new TableTwin(this)) {
    setObjectName(id);
    makeHeading(m_title, 2);
    setMeaning(m_legend, Meaning::muted);
    setMeaning(m_empty, Meaning::muted);
    setMeaning(m_note, Meaning::muted);
    for (auto* label : {m_empty, m_note}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setMinimumWidth(1);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_title);
    head->addWidget(m_legend, 1);
    layout->addLayout(head);
    layout->addWidget(m_empty);
    if (m_chart != nullptr) {
        layout->addWidget(m_chart);
        connect(m_chart, &BarChart::chosen, this, &OverviewSection::choose);
    }
    layout->addWidget(m_twin);
    layout->addWidget(m_note);
    layout->addStretch(1);
    connect(m_twin, &TableTwin::chosen, this, &OverviewSection::choose);
    arrange();
}

void OverviewSection::show(const model::OverviewTable& table) {
    m_table = table;
    retranslate();
}

void OverviewSection::retranslate() {
    m_title->setText(say(m_table.title));
    m_note->setText(say(m_table.note));
    const bool two = m_table.columns.size() > 2;
    m_legend->setText(two ? QStringLiteral("■ %1   ▨ %2").arg(say(m_table.columns[1]), say(m_table.columns[2]))
                          : QString());
    m_empty->setText(say("Nothing in this period.", "此期间没有数据。"));
    if (m_chart != nullptr) {
        m_chart->show(m_table);
        m_chart->setAccessibleName(say(m_table.title));
    }
    m_twin->show(m_table);
    m_twin->setAccessibleName(say(m_table.title));
    arrange();
}

void OverviewSection::clear() {
    m_table = {};
    retranslate();
}

void OverviewSection::setTables(bool tables) {
    m_tables = tables;
    arrange();
}

void OverviewSection::setStale(bool stale) {
    if (m_chart != nullptr) m_chart->setStale(stale);
    m_twin->setStale(stale);
}

void OverviewSection::arrange() {
    const bool empty = m_table.rows.empty();
    m_empty->setVisible(empty && m_table.note.empty());
    m_note->setVisible(!m_table.note.empty());
    if (m_chart != nullptr) m_chart->setVisible(!empty && !m_tables);
    m_legend->setVisible(m_chart != nullptr && !empty && !m_tables && m_table.columns.size() > 2 &&
                         m_table.id != "days");
    m_twin->setVisible(!empty && (m_tables || m_chart == nullptr));
}

QWidget* OverviewSection::shown() const {
    if (m_table.rows.empty()) return nullptr;
    if (m_tables || m_chart == nullptr) return m_twin;
    for (auto* bar : m_chart->bars()) {
        if (bar->focusPolicy() == Qt::StrongFocus) return bar;
    }
    return nullptr;
}

void OverviewSection::choose(int row, int column) {
    if (row < 0 || row >= static_cast<int>(m_table.rows.size())) return;
    const auto& cells = m_table.rows[static_cast<std::size_t>(row)];
    if (column < 0 || column >= static_cast<int>(cells.size())) return;
    emit chosen(cells[static_cast<std::size_t>(column)]);
}

} // namespace ui
