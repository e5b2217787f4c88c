// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/workspace.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

/// What came of it: which office it is, what to keep, and the way on to the unlock page.
class OutcomePanel : public QWidget {
    Q_OBJECT
public:
    explicit OutcomePanel(QWidget* parent);
    void showFounded(const model::OfficeInfo& office);
    /// Asked to join by invitation: the request in the office's folder is still to be handed in.
    void showInvited(const model::OfficeInfo& office, const std::string& label, model::PersonId person);
    void showJoined(const model::OfficeInfo& office, const std::string& label, model::PersonId person);
    void showPractice(const model::OfficeInfo& office);

signals:
    void goOnWanted();

private:
    void show(const model::OfficeInfo& office, Text heading, Text words, Text advice);
    void sayAll();
    QLabel* m_title;
    QLabel* m_words;
    QLabel* m_fingerprintLabel;
    QLabel* m_fingerprint;
    QLabel* m_advice;
    QPushButton* m_copy;
    QPushButton* m_goOn;
    Text m_heading;
    Text m_what;
    Text m_keep;
    std::string m_digits;
    Phrases m_phrases{this};
};

} // namespace ui
