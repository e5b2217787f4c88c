// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/bar_chart.h"

#include "ui/overview/bar.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace ui {
namespace {

constexpr int kUprightHeight = 150;
constexpr int kAxis = 20;  ///< under standing bars: the names
constexpr int kScale = 34; ///< beside them: the largest number
constexpr std::size_t kSeries = 2;

} // namespace

BarChart::BarChart(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSizePolicy(policy);
}

void BarChart::clear() { show({}); }

void BarChart::show(const model::OverviewTable& table) {
    std::size_t led = 0;
    bool held = false;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (m_bars[i]->focusPolicy() == Qt::StrongFocus) led = i;
        if (m_bars[i]->hasFocus()) held = true;
    }
    m_table = table;
    m_columns.clear();
    for (std::size_t column = 1; column < table.columns.size() && m_columns.size() < kSeries; ++column) {
        const bool numbers = std::ranges::any_of(
            table.rows, [&](const auto& row) { return row[column].value.has_value() || row[column].hidden; });
        if (numbers) m_columns.push_back(static_cast<int>(column));
    }
    // The median is drawn; how many cases it is of is in the table.
    if (table.id == "days" && m_columns.size() > 1) m_columns.resize(1);
    m_most = 0;
    m_places.clear();
    for (int row = 0; row < rows(); ++row) {
        for (const int column : m_columns) {
            m_places.push_back({row, column});
            const auto& cell = table.rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
            m_most = std::max(m_most, cell.value.value_or(0));
        }
    }
    // Bars are used again, so that the keyboard is not lost when numbers change.
    while (m_bars.size() > m_places.size()) {
        delete m_bars.back();
        m_bars.pop_back();
    }
    while (m_bars.size() < m_places.size()) {
        auto* bar = new Bar(this);
        bar->installEventFilter(this);
        const std::size_t at = m_bars.size();
        connect(bar, &Bar::clicked, this, [this, at] { emit chosen(m_places[at].row, m_places[at].column); });
        m_bars.push_back(bar);
        bar->setVisible(true);
    }
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const auto& [row, column] = m_places[i];
        const auto& cells = m_table.rows[static_cast<std::size_t>(row)];
        const auto& cell = cells[static_cast<std::size_t>(column)];
        QString name = say(cells.front().text);
        if (m_columns.size() > 1) name += QStringLiteral(", ") + say(m_table.columns[static_cast<std::size_t>(column)]);
        const auto look = cell.hidden                   ? Bar::Look::hidden
                          : column == m_columns.front() ? Bar::Look::plain
                          : m_table.inTime              ? Bar::Look::beside
                                                        : Bar::Look::part;
        m_bars[i]->setUpright(m_table.inTime);
        m_bars[i]->setStale(m_stale);
        m_bars[i]->show(name, say(cell.text), m_most > 0 ? cell.value.value_or(0) / m_most : 0, look);
    }
    if (!m_bars.empty()) {
        led = std::min(led, m_bars.size() - 1);
        for (auto* bar : m_bars) bar->setFocusPolicy(Qt::ClickFocus);
        m_bars[led]->setFocusPolicy(Qt::StrongFocus);
        if (held) m_bars[led]->setFocus(Qt::OtherFocusReason);
    }
    updateGeometry();
    arrange();
    update();
}

void BarChart::setStale(bool stale) {
    m_stale = stale;
    for (auto* bar : m_bars) bar->setStale(stale);
    update();
}

int BarChart::rowHeight() const {
    const int line = std::max(kRowHeight, fontMetrics().height() + 6);
    return m_columns.size() > 1 ? line + 10 : line;
}

int BarChart::namesWidth() const {
    int widest = 0;
    for (const auto& row : m_table.rows)
        widest = std::max(widest, fontMetrics().horizontalAdvance(say(row.front().text)));
    return std::min(widest + 10, width() * 2 / 5);
}

QRect BarChart::plot() const { return rect().adjusted(kScale, 6, 0, -kAxis); }

QSize BarChart::sizeHint() const {
    return {320, m_table.inTime ? kUprightHeight : std::max(1, rows()) * rowHeight() + 2};
}

QSize BarChart::minimumSizeHint() const { return {160, sizeHint().height()}; }

void BarChart::arrange() {
    if (m_table.inTime) {
        arrangeUpright();
        return;
    }
    const int left = namesWidth();
    const int height = rowHeight();
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const bool first = m_places[i].column == m_columns.front();
        const int top = m_places[i].row * height;
        if (m_columns.size() == 1) m_bars[i]->setGeometry(left, top, width() - left, height);
        else if (first) m_bars[i]->setGeometry(left, top, width() - left, height / 2 + 1);
        else m_bars[i]->setGeometry(left, top + height / 2, width() - left, height - height / 2);
    }
}

void BarChart::arrangeUpright() {
    const QRect room = plot();
    const int count = std::max(1, rows());
    const auto series = static_cast<int>(m_columns.size());
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const int row = m_places[i].row;
        const int left = room.left() + room.width() * row / count;
        const int right = room.left() + room.width() * (row + 1) / count;
        const int at = static_cast<int>(std::ranges::find(m_columns, m_places[i].column) - m_columns.begin());
        const int wide = std::max(3, (right - left - 1) / std::max(1, series));
        m_bars[i]->setGeometry(left + at * wide, room.top(), wide, room.height());
    }
}

void BarChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto tokens = tokensOf(palette());
    painter.setPen(m_stale ? tokens.muted : palette().color(QPalette::WindowText));
    if (!m_table.inTime) {
        const int wide = namesWidth() - 8;
        for (int row = 0; row < rows(); ++row) {
            const QString name = say(m_table.rows[static_cast<std::size_t>(row)].front().text);
            painter.drawText(QRect(0, row * rowHeight(), wide, rowHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                             fontMetrics().elidedText(name, Qt::ElideRight, wide));
        }
        return;
    }
    const QRect room = plot();
    painter.setPen(tokens.muted);
    painter.drawText(QRect(0, room.top(), kScale - 6, 20), Qt::AlignRight | Qt::AlignTop, QString::number(m_most));
    painter.drawText(QRect(0, room.bottom() - 16, kScale - 6, 20), Qt::AlignRight | Qt::AlignBottom,
                     QStringLiteral("0"));
    painter.setPen(tokens.line);
    painter.drawLine(room.left(), room.bottom() + 1, room.right(), room.bottom() + 1);
    // As many names as there is room for, from the first on.
    painter.setPen(tokens.muted);
    const int count = std::max(1, rows());
    int free = room.left();
    for (int row = 0; row < rows(); ++row) {
        const int left = room.left() + room.width() * row / count;
        const QString name = say(m_table.rows[static_cast<std::size_t>(row)].front().text);
        const int wide = fontMetrics().horizontalAdvance(name);
        if (left < free || left + wide > width()) continue;
        painter.drawText(left, height() - 5, name);
        free = left + wide + 14;
    }
}

void BarChart::resizeEvent(QResizeEvent*) { arrange(); }

void BarChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateGeometry();
        arrange();
        update();
    }
}

void BarChart::lead(std::size_t bar) {
    for (auto* one : m_bars) one->setFocusPolicy(Qt::ClickFocus);
    m_bars[bar]->setFocusPolicy(Qt::StrongFocus);
    m_bars[bar]->setFocus(Qt::OtherFocusReason);
}

bool BarChart::eventFilter(QObject* watched, QEvent* event) {
    const auto found = std::ranges::find(m_bars, watched);
    if (found == m_bars.end()) return QWidget::eventFilter(watched, event);
    const auto at = static_cast<std::size_t>(found - m_bars.begin());
    if (event->type() == QEvent::FocusIn && (*found)->focusPolicy() != Qt::StrongFocus) {
        for (auto* one : m_bars) one->setFocusPolicy(Qt::ClickFocus);
        (*found)->setFocusPolicy(Qt::StrongFocus);
    }
    if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() != Qt::NoModifier && key->modifiers() != Qt::KeypadModifier)
        return QWidget::eventFilter(watched, event);
    const std::size_t series = std::max<std::size_t>(1, m_columns.size());
    // Along the rows, and across to the other number of a row.
    const bool upright = m_table.inTime;
    const int next = upright ? Qt::Key_Right : Qt::Key_Down;
    const int before = upright ? Qt::Key_Left : Qt::Key_Up;
    const int across = upright ? Qt::Key_Down : Qt::Key_Right;
    const int back = upright ? Qt::Key_Up : Qt::Key_Left;
    if (key->key() == next && at + series < m_bars.size()) lead(at + series);
    else if (key->key() == before && at >= series) lead(at - series);
    else if (key->key() == across && at % series + 1 < series) lead(at + 1);
    else if (key->key() == back && at % series > 0) lead(at - 1);
    else if (key->key() == Qt::Key_Home) lead(0);
    else if (key->key() == Qt::Key_End) lead(m_bars.size() - 1);
    else if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) m_bars[at]->click();
    else return QWidget::eventFilter(watched, event);
    return true;
}

} // namespace ui
