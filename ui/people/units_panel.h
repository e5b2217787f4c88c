// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace ui {

/// The units that a person is in, whose cases they read; administrators put them in and take them out. Hidden in an
/// office that has one unit.
class UnitsPanel : public QWidget {
    Q_OBJECT
public:
    explicit UnitsPanel(QWidget* parent = nullptr);

    /// What was chosen and not saved of the person that is shown stays chosen.
    void show(const model::PersonEntry& person, const OfficeView& office);
    void clear();
    void setBusy(bool busy);
    /// What was chosen otherwise than it is.
    [[nodiscard]] std::vector<std::pair<UnitId, bool>> changes() const;

signals:
    void staffWanted();

private:
    struct Line {
        UnitId id;
        Text title;
        bool in = false;      ///< has its key, or is to get it
        bool due = false;     ///< waits for the key
        bool leaving = false; ///< until a member has turned the key
        QCheckBox* check = nullptr;
    };
    void sayAll();
    void sayButtons();

    QLabel* m_title;
    QLabel* m_about;
    QVBoxLayout* m_rows;
    QPushButton* m_save;
    std::vector<Line> m_lines;
    std::optional<PersonId> m_shown;
    std::optional<Text> m_whyNot; ///< why nothing can be changed here
    bool m_busy = false;
    Phrases m_phrases{this};
};

} // namespace ui
