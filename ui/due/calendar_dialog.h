// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workspace/calendars.h"

#include <QDialog>

namespace ui {

/// What a calendar would change, before it is adopted: the years that it holds, and each deadline that moves.
class CalendarDialog : public QDialog {
    Q_OBJECT
public:
    explicit CalendarDialog(const model::CalendarEffect& effect, QWidget* parent = nullptr);
};

} // namespace ui
