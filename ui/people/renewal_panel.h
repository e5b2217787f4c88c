// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

/// New keys that somebody asks for or that are proposed for them: their fingerprint, to be compared, and the buttons
/// with which one administrator proposes them, a second person approves them, and either declines. Hidden where there
/// are none.
class RenewalPanel : public QWidget {
    Q_OBJECT
public:
    explicit RenewalPanel(QWidget* parent = nullptr);

    /// `proposer` is the name of who proposed them.
    void show(const std::optional<model::Renewal>& renewal, const QString& proposer);
    void setBusy(bool busy);
    /// What is signed is what was shown.
    [[nodiscard]] model::Digest fingerprint() const { return m_renewal ? m_renewal->fingerprint : model::Digest{}; }

signals:
    void proposeWanted(const QString& why);
    void approveWanted();
    void declineWanted();

private:
    void sayAll();
    void sayButtons();

    QLabel* m_title;
    QLabel* m_about;
    QLabel* m_digits;
    QLabel* m_compare;
    QLabel* m_whyCaption;
    QLineEdit* m_why;
    QLabel* m_reason;
    QPushButton* m_propose;
    QPushButton* m_approve;
    QPushButton* m_decline;
    std::optional<model::Renewal> m_renewal;
    QString m_proposer;
    bool m_busy = false;
    Phrases m_phrases{this};
};

} // namespace ui
