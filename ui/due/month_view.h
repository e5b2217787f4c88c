// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/calendar.h"
#include "ui/text/phrases.h"

#include <QCalendarWidget>

#include <map>

namespace ui {

/// A month of days in China: how much is due on each, and which of them are days off by the office's calendar. GUI
/// thread.
class MonthView : public QCalendarWidget {
    Q_OBJECT
public:
    explicit MonthView(QWidget* parent = nullptr);

    /// What is marked and what is not due yet stands beside `today`.
    void show(std::map<QDate, std::uint64_t> counts, QDate today);
    /// By which days off are known; null: weekends only. Must outlive the view, or the next call.
    void setDaysOff(const model::law::Calendar* calendar);
    [[nodiscard]] std::uint64_t countOn(QDate day) const;
    /// What a screen reader says of the day that is selected.
    [[nodiscard]] QString wordsOf(QDate day) const;
    /// Where the keyboard is.
    [[nodiscard]] QWidget* days() const { return m_days; }

protected:
    void paintCell(QPainter* painter, const QRect& rect, QDate date) const override;
    void changeEvent(QEvent* event) override;

private:
    void dress();
    [[nodiscard]] Text dayOff(QDate date) const;

    std::map<QDate, std::uint64_t> m_counts;
    QDate m_today;
    const model::law::Calendar* m_calendar = nullptr;
    QWidget* m_days;
    Phrases m_phrases{this};
};

model::Date dateOf(QDate day);
QDate dayOf(model::Date date);

} // namespace ui
