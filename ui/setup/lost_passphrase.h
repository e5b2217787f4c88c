// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/text/phrases.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace ui {

class KeysChoice;

/// For somebody of the office who lost their passphrase or their token: makes new keys beside the old ones, and shows
/// the fingerprint that the person reads out to the two people who agree to them. While the office is locked.
class LostPassphrase : public QDialog {
    Q_OBJECT
public:
    LostPassphrase(Session& session, const model::Profile& profile, QWidget* parent);

protected:
    bool event(QEvent* event) override;

private:
    struct Made;
    void ask();
    void answer(const Made& made);
    Session& m_session;
    PersonId m_person;
    QLabel* m_about;
    KeysChoice* m_keys;
    QLabel* m_message;
    QLabel* m_digits;
    QPushButton* m_close;
    QPushButton* m_ask;
    Phrases m_phrases{this};
};

} // namespace ui
