// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/period.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QComboBox;
class QDateEdit;
class QLabel;

namespace ui {

/// Which days the numbers are of: this year, quarter or month, the last twelve weeks, or days of one's own.
class PeriodChoice : public QWidget {
    Q_OBJECT
public:
    explicit PeriodChoice(QWidget* parent = nullptr);

    /// What is chosen, as of today.
    [[nodiscard]] model::Period period() const;
    /// The first choice again.
    void reset();
    [[nodiscard]] QComboBox* kinds() const { return m_kinds; }

signals:
    void changed();

private:
    void take();
    QComboBox* m_kinds;
    QDateEdit* m_first;
    QDateEdit* m_last;
    QLabel* m_to;
    Phrases m_phrases{this};
};

} // namespace ui
