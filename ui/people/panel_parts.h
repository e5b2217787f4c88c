// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

// What the panels of a person are made of.

namespace ui {

inline QLabel* wrapped(QWidget* parent, const char* name, Meaning meaning) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    if (meaning != Meaning::plain) setMeaning(label, meaning);
    return label;
}

inline QPushButton* button(QWidget* parent, const char* name) {
    auto* made = new QPushButton(parent);
    made->setObjectName(QLatin1String(name));
    made->setAutoDefault(false);
    return made;
}

inline QHBoxLayout* rowOf(std::initializer_list<QWidget*> widgets) {
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (auto* widget : widgets) row->addWidget(widget);
    row->addStretch(1);
    return row;
}

/// Digits that are compared one by one stand below each other.
inline void makeDigits(QLabel* label) {
    QFont digits(label->font());
    digits.setFamilies(
        {QStringLiteral("Noto Sans Mono"), QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")});
    label->setFont(digits);
}

} // namespace ui
