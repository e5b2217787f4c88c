// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/setup/setup_form.h"

namespace ui {

/// Where the practice office goes, or is already.
class PracticeForm : public SetupForm {
    Q_OBJECT
public:
    PracticeForm(FilePlaces& places, QWidget* parent);
    void suggest(const std::filesystem::path& folder);
    void setFolderFault(const Error& error);
    void start() override;

signals:
    void answered(const std::filesystem::path& folder);

protected:
    void submit() override;

private:
    CheckedLine* m_folder;
};

} // namespace ui
