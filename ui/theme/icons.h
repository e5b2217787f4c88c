// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace ui {

/// An icon of resources/icons by its name ("lock"), drawn in the text colour of the palette in use.
QIcon icon(const QString& name);

} // namespace ui
