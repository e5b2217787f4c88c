// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QToolButton;

namespace ui {

/// One line over the page that says what happened. It takes no keyboard and asks nothing; screen readers are told.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);
    /// Good news leaves by itself; the rest stays until it is closed or replaced.
    void say(Meaning meaning, const QString& words);
    void clear();
    [[nodiscard]] QString words() const;

private:
    QLabel* m_words;
    QToolButton* m_close;
    QTimer m_leave;
    Phrases m_phrases{this};
};

} // namespace ui
