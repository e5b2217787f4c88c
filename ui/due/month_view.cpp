// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/due/month_view.h"

#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QTextCharFormat>

namespace ui {

model::Date dateOf(QDate day) {
    return model::Date{std::chrono::year{day.year()}, std::chrono::month{static_cast<unsigned>(day.month())},
                       std::chrono::day{static_cast<unsigned>(day.day())}};
}

QDate dayOf(model::Date date) {
    return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}

MonthView::MonthView(QWidget* parent)
    : QCalendarWidget(parent), m_days(findChild<QWidget*>(QStringLiteral("qt_calendar_calendarview"))) {
    setObjectName(QStringLiteral("month"));
    setFirstDayOfWeek(Qt::Monday);
    setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    setGridVisible(true);
    setDateEditEnabled(false); // a digit would begin to write a date over the month
    setFocusProxy(m_days);
    setNavigationBarVisible(false); // the page has its own, which speaks both languages
    m_phrases.name(this, {"What is due, by day", "各日到期"});
    m_phrases.name(m_days, {"Days of the month, and how much is due on each", "当月各日及到期数"});
    m_phrases.always([this] {
        setLocale(QLocale());
        dress();
    });
}

void MonthView::dress() {
    // Weekends are said by the calendar of the office, not in red: some of them are working days.
    QTextCharFormat plain;
    plain.setForeground(palette().text());
    for (const auto day : {Qt::Saturday, Qt::Sunday}) setWeekdayTextFormat(day, plain);
    QTextCharFormat header;
    header.setForeground(colorOf(Meaning::muted, palette()));
    setHeaderTextFormat(header);
}

void MonthView::changeEvent(QEvent* event) {
    QCalendarWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) dress();
}

void MonthView::show(std::map<QDate, std::uint64_t> counts, QDate today) {
    m_counts = std::move(counts);
    m_today = today;
    updateCells();
}

void MonthView::setDaysOff(const model::law::Calendar* calendar) {
    m_calendar = calendar;
    updateCells();
}

std::uint64_t MonthView::countOn(QDate day) const {
    const auto found = m_counts.find(day);
    return found == m_counts.end() ? 0 : found->second;
}

Text MonthView::dayOff(QDate date) const {
    const auto day = dateOf(date);
    if (!m_calendar) return date.dayOfWeek() >= Qt::Saturday ? Text{"day off", "休息日"} : Text{};
    if (m_calendar->isWorkingDay(day)) return {};
    const Text name = m_calendar->nameOf(day);
    return name.empty() ? Text{"day off", "休息日"} : name;
}

QString MonthView::wordsOf(QDate day) const {
    QString words = QLocale().toString(day, QLocale::LongFormat);
    if (const Text off = dayOff(day); !off.empty()) words += QStringLiteral(", ") + say(off);
    const auto count = countOn(day);
    words += QStringLiteral(", ");
    words += count == 0 ? say("nothing is due", "无到期期限")
                        : say("%1 due", "%1 个到期").arg(QLocale().toString(static_cast<qulonglong>(count)));
    return words;
}

void MonthView::paintCell(QPainter* painter, const QRect& rect, QDate date) const {
    const bool chosen = date == selectedDate();
    const bool shown = date.month() == monthShown();
    const auto group = shown ? QPalette::Active : QPalette::Disabled;
    painter->save();
    if (chosen) painter->fillRect(rect, palette().color(QPalette::Highlight));
    else if (!dayOff(date).empty()) painter->fillRect(rect, palette().color(QPalette::AlternateBase));
    const QColor words = palette().color(group, chosen ? QPalette::HighlightedText : QPalette::Text);
    painter->setPen(words);
    const QRect inside = rect.adjusted(5, 3, -5, -3);
    QFont font = painter->font();
    font.setBold(date == m_today);
    painter->setFont(font);
    painter->drawText(inside, Qt::AlignLeft | Qt::AlignTop, QString::number(date.day()));
    if (date == m_today) {
        painter->setPen(QPen(colorOf(Meaning::accent, palette()), 2));
        painter->drawRect(rect.adjusted(1, 1, -2, -2));
    }
    if (const auto count = countOn(date); count > 0) {
        const bool late = date < m_today;
        const QString mark =
            (late ? QStringLiteral("⚠ ") : QString()) + QLocale().toString(static_cast<qulonglong>(count));
        font.setBold(true);
        painter->setFont(font);
        painter->setPen(chosen ? words : colorOf(late ? Meaning::danger : Meaning::accent, palette()));
        painter->drawText(inside, Qt::AlignRight | Qt::AlignBottom, mark);
    }
    painter->restore();
}

} // namespace ui
