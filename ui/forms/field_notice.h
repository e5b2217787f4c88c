// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/field_editor.h"

#include <QFrame>

class QLayout;
class QPushButton;

namespace ui {

/// A Notice, under the field that it is about. Its words are also the name that screen readers give, and are announced
/// when it comes.
class FieldNotice : public QFrame {
    Q_OBJECT
public:
    FieldNotice(const Notice& notice, QWidget* parent);

    [[nodiscard]] bool asks() const { return m_notice.asks; }
    [[nodiscard]] QString words() const;
    /// Whether it shows the same already.
    [[nodiscard]] bool says(const Notice& notice) const;
    /// The same choices, with what they do now.
    void setWays(const Notice& notice) { m_notice.ways = notice.ways; }
    /// Puts the keyboard on the first choice.
    void focusFirst();

private:
    QLayout* makeWays();
    Notice m_notice;
    std::vector<QPushButton*> m_buttons;
    Phrases m_phrases{this};
};

} // namespace ui
