// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/phrases.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QTreeWidget;

namespace ui {

class ActionRegistry;

/// F1: every key of the window, made from the registry. Esc closes it.
class KeySheet : public QFrame {
    Q_OBJECT
public:
    KeySheet(ActionRegistry& actions, QWidget* window);
    /// Those that work in `view`, a page of the window, come first.
    void start(const QWidget* view);
    /// What stands below the keys.
    void setFoot(const Text& words);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refill();
    ActionRegistry& m_actions;
    QTreeWidget* m_tree;
    QLabel* m_foot;
    Text m_footWords;
    QPointer<const QWidget> m_view;
    QPointer<QWidget> m_before;
    Phrases m_phrases{this};
};

} // namespace ui
