// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/say.h"

#include <QObject>

#include <functional>
#include <vector>

class QAbstractButton;
class QAction;
class QLabel;
class QLineEdit;
class QWidget;

namespace ui {

/// The fixed words of one widget and its children, said again whenever the language changes. A member of the widget
/// that owns the words.
class Phrases : public QObject {
    Q_OBJECT
public:
    explicit Phrases(QWidget* owner);

    void set(QLabel* label, Text words);
    void set(QAbstractButton* button, Text words);
    void set(QAction* action, Text words);
    void title(QWidget* widget, Text words);
    void placeholder(QLineEdit* edit, Text words);
    /// What a screen reader says; also the object's name for tests where it has none.
    void name(QWidget* widget, Text words);
    void tip(QWidget* widget, Text words);
    /// Runs now and after every change of language.
    void always(std::function<void()> say);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* m_owner;
    std::vector<std::function<void()>> m_all;
};

} // namespace ui
