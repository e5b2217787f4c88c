// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"

#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QListWidget;

namespace ui {

/// Asks an administrator for the name of a new unit and for its first members.
class FoundUnitDialog : public QDialog {
    Q_OBJECT
public:
    FoundUnitDialog(const OfficeView& office, QWidget* parent);

    [[nodiscard]] std::string name() const;
    [[nodiscard]] std::vector<PersonId> members() const;

private:
    void sayButtons();

    QLineEdit* m_name;
    QListWidget* m_people;
    QLabel* m_why;
    QDialogButtonBox* m_buttons;
    std::shared_ptr<const model::RegisterState> m_registered;
};

} // namespace ui
