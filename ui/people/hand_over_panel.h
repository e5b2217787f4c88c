// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/leaving.h"
#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace ui {

/// What a person holds, and who takes it over: one line for each role in which they are on open cases, with those who
/// could follow in it. Hidden where they are on none.
class HandOverPanel : public QWidget {
    Q_OBJECT
public:
    explicit HandOverPanel(QWidget* parent = nullptr);

    /// Somebody who could take over.
    struct Candidate {
        PersonId id;
        QString name;
    };
    /// A role of cases, with its name and who could follow in it.
    struct Line {
        std::string role;
        Text title;
        std::vector<Candidate> candidates;
    };
    void show(const model::Holdings& holdings, std::vector<Line> lines);
    void clear();
    void setBusy(bool busy);
    /// Those that were chosen.
    [[nodiscard]] std::vector<model::Successor> successors() const;

signals:
    void handOverWanted();

private:
    void sayAll();
    void sayButtons();

    QLabel* m_title;
    QLabel* m_about;
    QVBoxLayout* m_rows;
    QPushButton* m_handOver;
    std::optional<model::Holdings> m_holdings;
    std::vector<Line> m_lines;
    std::vector<std::pair<QLabel*, QComboBox*>> m_choices;
    bool m_busy = false;
    Phrases m_phrases{this};
};

} // namespace ui
