// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/phrases.h"

#include <QDialog>

class QLabel;
class QLineEdit;

namespace ui {

class SavedFilters;

/// Asks for the name under which a filter is kept. Opened, never run: the window stays alive under it.
class KeepFilter : public QDialog {
    Q_OBJECT
public:
    /// `suggested` is the name that stands in the line at first.
    KeepFilter(SavedFilters& saved, QString line, const QString& suggested, QWidget* parent);

signals:
    void kept(const QString& name);

private:
    void keep();
    void sayReplaces();
    SavedFilters& m_saved;
    QString m_line;
    QLineEdit* m_name;
    QLabel* m_note;
    Phrases m_phrases{this};
};

} // namespace ui
