// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/phrases.h"

#include <QFrame>
#include <QPointer>

#include <map>

class QLineEdit;
class QListWidget;

namespace ui {

class ActionRegistry;

/// Ctrl+K: finds an action by a part of its name in either language and does it. A frame over the window and not a
/// dialog, so that locking needs to close nothing.
class Palette : public QFrame {
    Q_OBJECT
public:
    Palette(ActionRegistry& actions, QWidget* window);
    /// Shows it, empty, with the keyboard in it.
    void start();
    /// How the Chinese name of each action is typed in Latin letters, in full and by initials, parted by a space; by
    /// id.
    void setPinyin(std::map<QString, QString> pinyin);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refill();
    void runCurrent();
    void leave();

    ActionRegistry& m_actions;
    QLineEdit* m_line;
    QListWidget* m_list;
    QPointer<QWidget> m_before;
    std::map<QString, QString> m_pinyin;
    Phrases m_phrases{this};
};

} // namespace ui
