// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/setup/choices.h"
#include "ui/setup/keys_choice.h"
#include "ui/setup/setup_form.h"

namespace ui {

/// What must be known to found an office.
class FoundForm : public SetupForm {
    Q_OBJECT
public:
    FoundForm(Session& session, QWidget* parent);
    /// Where the office would go if nobody says otherwise.
    void suggest(const std::filesystem::path& folder);
    void setFolderFault(const Error& error);
    /// What was found where folderNamed() points; nothing if the line says something else by now.
    void noteFolder(const std::filesystem::path& folder, const Result<void>& found);
    void setTokenFault(const TokenFault& fault);
    void start() override;
    void forget() override;

signals:
    /// The line of the folder was left with this in it, which could be one: it is worth a look.
    void folderNamed(const std::filesystem::path& folder);
    /// Every answer that can be checked without the disk is right. The keys are keys().
    void answered(const model::FoundRequest& request);

public:
    [[nodiscard]] NewKeys keys() const { return m_keys->keys(); }

protected:
    void submit() override;

private:
    void checkFolder();
    std::optional<std::pair<std::filesystem::path, Error>> m_folderFault; ///< what was found there
    CheckedLine* m_folder;
    CheckedLine* m_office;
    CheckedLine* m_name;
    CheckedLine* m_label;
    RoleChoice* m_roles;
    SuiteChoice* m_suite;
    KeysChoice* m_keys;
};

} // namespace ui
