// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/setup/checked_line.h"
#include "ui/unlock/passphrase_line.h"

namespace ui {

/// A new passphrase, typed twice.
class NewPassphrase : public QWidget {
    Q_OBJECT
public:
    explicit NewPassphrase(QWidget* parent);

    /// Shows what is wrong, if anything is; the first line that is wrong, or nothing.
    CheckedLine* check();
    [[nodiscard]] crypto::Secret secret() const { return m_typed->secret(); }
    void clear();

private:
    PassphraseLine* m_typed;
    PassphraseLine* m_repeated;
    CheckedLine* m_first;
    CheckedLine* m_second;
};

} // namespace ui
