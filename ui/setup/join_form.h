// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/setup/new_passphrase.h"
#include "ui/setup/setup_form.h"

namespace ui {

/// What must be known to ask to join an office.
class JoinForm : public SetupForm {
    Q_OBJECT
public:
    JoinForm(FilePlaces& places, QWidget* parent);
    /// The office that is meant, if it is known.
    void suggest(const std::filesystem::path& folder);
    void setPlaceFault(const Error& error);
    void setLabelFault(const Error& error);
    void start() override;
    void forget() override;

signals:
    /// Every answer that can be checked without the disk is right. The passphrase is passphrase().
    void answered(const std::filesystem::path& fileOrFolder, const model::PersonRequest& request);

public:
    [[nodiscard]] crypto::Secret passphrase() const { return m_passphrase->secret(); }

protected:
    void submit() override;

private:
    CheckedLine* m_place;
    CheckedLine* m_name;
    CheckedLine* m_label;
    NewPassphrase* m_passphrase;
};

} // namespace ui
