// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QLabel>
#include <QPushButton>

namespace ui::hub {

/// A label of plain text that breaks its lines.
inline QLabel* label(QWidget* parent, const char* name, Meaning meaning = Meaning::plain) {
    auto* made = new QLabel(parent);
    made->setObjectName(QLatin1String(name));
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    made->setMinimumWidth(1);
    if (meaning != Meaning::plain) setMeaning(made, meaning);
    return made;
}

inline QPushButton* button(QWidget* parent, const char* name) {
    auto* made = new QPushButton(parent);
    made->setObjectName(QLatin1String(name));
    made->setAutoDefault(false);
    return made;
}

} // namespace ui::hub
