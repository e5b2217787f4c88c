// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace ui {

/// One line over the page that says what happened. It takes no keyboard and asks nothing; screen readers are told.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);
    /// Good news leaves by itself; the rest stays until it is closed or replaced.
    void say(Meaning meaning, const QString& words);
    /// The same for ten seconds with a button that does something about it, such as undoing what was done. The bar does
    /// not leave while the button has the keyboard.
    void offer(const QString& words, const QString& button, std::function<void()> run);
    /// What is offered cannot be done any more: the offer goes with its words.
    void takeBackOffer();
    void clear();
    [[nodiscard]] QString words() const;

private:
    QLabel* m_words;
    QPushButton* m_act;
    std::function<void()> m_run;
    QPointer<QWidget> m_before; ///< what had the keyboard before the button took it
    QToolButton* m_close;
    QTimer m_leave;
    Phrases m_phrases{this};
};

} // namespace ui
