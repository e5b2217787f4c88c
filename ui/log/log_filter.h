// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/log_model.h"
#include "ui/text/phrases.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace ui {

/// Which entries of the log are shown: of a person, of a kind, of days, of a case or of the register.
class LogFilter : public QWidget {
    Q_OBJECT
public:
    explicit LogFilter(Session& session, QWidget* parent = nullptr);

    /// Offers what the office has; nothing is chosen.
    void start();
    void clear();
    [[nodiscard]] LogQuestion question() const;
    /// What was typed is applied after a short rest, which runs.
    [[nodiscard]] bool resting() const { return m_rest.isActive(); }
    [[nodiscard]] QLineEdit* caseLine() const { return m_case; }

signals:
    void changed();

private:
    void sayWords();
    void sayFault();
    void take();
    Session& m_session;
    QComboBox* m_person;
    QComboBox* m_kind;
    QLineEdit* m_first;
    QLineEdit* m_last;
    QLineEdit* m_case;
    QCheckBox* m_register;
    QLabel* m_fault;
    QTimer m_rest;
    Phrases m_phrases{this};
};

} // namespace ui
