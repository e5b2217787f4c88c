// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/adopted_calendars.h"
#include "ui/actions/page.h"
#include "ui/session/session.h"
#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

#include <optional>

class QComboBox;
class QLabel;
class QSplitter;

namespace ui {

class DueModel;
class MonthView;
class RowTable;

/// What is due in the open cases: a month with how much on each day, and beside it each period with its case. Those
/// that have run out stand first in the month of today.
class DuePage : public Page {
    Q_OBJECT
public:
    /// `clock` says which day is today, and must outlive the page.
    DuePage(Session& session, const model::Clock& clock, QWidget* parent = nullptr);

    void enter() override;
    void forget() override;
    [[nodiscard]] Text hints() const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    [[nodiscard]] bool settled() const override { return !m_asking; }

    void goToToday();
    /// Asks for a name and writes what the list shows as a file for calendars.
    void saveCalendar();
    [[nodiscard]] DueModel* periods() const { return m_periods; }
    [[nodiscard]] MonthView* month() const { return m_month; }
    [[nodiscard]] RowTable* table() const { return m_table; }
    [[nodiscard]] QComboBox* whose() const { return m_whose; }
    [[nodiscard]] QString state() const;

signals:
    void caseWanted(model::CaseId id);
    void said(ui::Meaning meaning, const QString& words);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Answer {
        std::vector<model::DuePeriod> periods;
        std::vector<std::pair<model::Date, std::uint64_t>> days;
    };
    void make();
    void refresh();
    void take(Result<Answer> answer);
    void choose(QDate day);
    void openCurrent();
    void sayState();
    [[nodiscard]] QDate today() const;
    [[nodiscard]] model::DueQuery listed() const;

    Session& m_session;
    const model::Clock& m_clock;
    QComboBox* m_whose;
    QLabel* m_state;
    QSplitter* m_split;
    QLabel* m_monthName;
    MonthView* m_month;
    RowTable* m_table;
    DueModel* m_periods;
    QLabel* m_empty;
    model::law::AdoptedCalendars m_calendars;
    std::optional<Error> m_fault;
    bool m_asking = false;
    bool m_dirty = false; ///< a case has changed while the page was not shown
    bool m_started = false;
    Phrases m_phrases{this};
};

} // namespace ui
