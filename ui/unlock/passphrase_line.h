// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/secret.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace ui {

/// A line for a passphrase or a PIN: hidden but while a button is held, out of reach of input methods, with a lasting
/// word about Caps Lock below it.
class PassphraseLine : public QWidget {
    Q_OBJECT
public:
    /// With `room` the place of that word is kept while there is nothing to say, so that nothing jumps.
    explicit PassphraseLine(bool room, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* line() const { return m_line; }
    /// What stands in the line, in UTF-8; the copy that is made on the way is wiped.
    [[nodiscard]] crypto::Secret secret() const;
    void clear();
    /// What is typed here: the PIN of a token, or a passphrase, as it begins.
    void setPin(bool pin);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setCaps(bool on);
    void sayAll();
    QLineEdit* m_line;
    QToolButton* m_reveal;
    QLabel* m_caps;
    bool m_room;
    bool m_pin = false;
    Phrases m_phrases{this};
};

} // namespace ui
