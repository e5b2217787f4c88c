// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/page.h"
#include "ui/people/people_model.h"
#include "ui/session/session.h"
#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

class QLabel;
class QPushButton;
class QScrollArea;

namespace ui {

class PersonPanel;
class RowTable;

/// Who is in the office, and who asks to join. Everybody may look; administrators admit and change people here.
class PeoplePage : public Page {
    Q_OBJECT
public:
    explicit PeoplePage(Session& session, QWidget* parent = nullptr);

    void enter() override;
    void leave() override;
    void forget() override;
    [[nodiscard]] Text hints() const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    [[nodiscard]] bool settled() const override { return m_asked == 0; }
    /// Asks anew who is there; the person that is shown stays shown.
    void refresh();
    /// The same because somebody else may have changed something: nothing moves if nobody did, and what is chosen for
    /// the person that is shown stays chosen.
    void lookAnew();
    /// Shows this person when the page is entered next.
    void want(PersonId person) { m_wanted = person; }
    [[nodiscard]] PeopleModel* people() const { return m_people; }
    [[nodiscard]] RowTable* table() const { return m_table; }

signals:
    void backWanted();
    void said(ui::Meaning meaning, const QString& words);
    /// The list of cases with this filter.
    void casesWanted(const QString& filter);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void makeTable();
    void show(std::vector<model::PersonEntry> people);
    void showCurrent();
    void sayAbout();
    void admit();
    void change(bool active);
    void propose(const QString& why);
    void approve();
    void decline();
    void invite();
    void lookAtHoldings(PersonId id);
    void handOver();
    void staff();
    void foundUnit();
    /// The units and who is in them, in words; empty where there is one.
    [[nodiscard]] QString unitsInWords() const;
    void drill();
    void sayDrill();
    /// Says something with the panel busy meanwhile; `words` once it is done.
    template <typename Job>
    void decide(Job job, const Text& words);
    void done(const Result<model::Receipt>& receipt, const Text& words);
    Session& m_session;
    PeopleModel* m_people;
    QLabel* m_title;
    QLabel* m_about;
    RowTable* m_table;
    QScrollArea* m_scroll;
    PersonPanel* m_panel;
    QLabel* m_nobody;
    QPushButton* m_drill;
    QPushButton* m_foundUnit;
    std::optional<model::Drill> m_drilled;
    int m_asked = 0;      ///< answers that are on their way
    bool m_keeps = false; ///< who is shown already is shown with what was chosen
    std::optional<PersonId> m_wanted;
    std::optional<Error> m_fault;
    Phrases m_phrases{this};
};

} // namespace ui
