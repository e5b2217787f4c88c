// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/phrases.h"

#include <QAbstractButton>
#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>

namespace ui {

Phrases::Phrases(QWidget* owner) : QObject(owner), m_owner(owner) { owner->installEventFilter(this); }

void Phrases::set(QLabel* label, Text words) {
    always([label = QPointer(label), words = std::move(words)] {
        if (label) label->setText(say(words));
    });
}

void Phrases::set(QAbstractButton* button, Text words) {
    always([button = QPointer(button), words = std::move(words)] {
        if (button) button->setText(say(words));
    });
}

void Phrases::set(QAction* action, Text words) {
    always([action = QPointer(action), words = std::move(words)] {
        if (action) action->setText(say(words));
    });
}

void Phrases::title(QWidget* widget, Text words) {
    always([widget = QPointer(widget), words = std::move(words)] {
        if (widget) widget->setWindowTitle(say(words));
    });
}

void Phrases::placeholder(QLineEdit* edit, Text words) {
    always([edit = QPointer(edit), words = std::move(words)] {
        if (edit) edit->setPlaceholderText(say(words));
    });
}

void Phrases::name(QWidget* widget, Text words) {
    always([widget = QPointer(widget), words = std::move(words)] {
        if (widget) widget->setAccessibleName(say(words));
    });
}

void Phrases::tip(QWidget* widget, Text words) {
    always([widget = QPointer(widget), words = std::move(words)] {
        if (widget) widget->setToolTip(say(words));
    });
}

void Phrases::always(std::function<void()> sayIt) {
    sayIt();
    m_all.push_back(std::move(sayIt));
}

bool Phrases::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_owner && event->type() == QEvent::LanguageChange) {
        for (const auto& one : m_all) one();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ui
