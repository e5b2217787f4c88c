// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/setup/choices.h"
#include "ui/setup/new_passphrase.h"
#include "ui/setup/setup_form.h"

namespace ui {

/// What must be known to found an office.
class FoundForm : public SetupForm {
    Q_OBJECT
public:
    explicit FoundForm(QWidget* parent);
    /// Where the office would go if nobody says otherwise.
    void suggest(const std::filesystem::path& folder);
    void setFolderFault(const Error& error);
    void start() override;
    void forget() override;

signals:
    /// Every answer that can be checked without the disk is right. The passphrase is passphrase().
    void answered(const model::FoundRequest& request);

public:
    [[nodiscard]] crypto::Secret passphrase() const { return m_passphrase->secret(); }

protected:
    void submit() override;

private:
    CheckedLine* m_folder;
    CheckedLine* m_office;
    CheckedLine* m_name;
    CheckedLine* m_label;
    RoleChoice* m_roles;
    SuiteChoice* m_suite;
    NewPassphrase* m_passphrase;
};

} // namespace ui
