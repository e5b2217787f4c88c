// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/setup/keys_choice.h"
#include "ui/setup/setup_form.h"

namespace ui {

/// What must be known to ask to join an office.
class JoinForm : public SetupForm {
    Q_OBJECT
public:
    JoinForm(Session& session, QWidget* parent);
    /// The office that is meant, if it is known.
    void suggest(const std::filesystem::path& folder);
    void setPlaceFault(const Error& error);
    void setLabelFault(const Error& error);
    void setTokenFault(const TokenFault& fault);
    void start() override;
    void forget() override;

signals:
    /// Every answer that can be checked without the disk is right. The keys are keys().
    void answered(const std::filesystem::path& fileOrFolder, const model::PersonRequest& request);

public:
    [[nodiscard]] NewKeys keys() const { return m_keys->keys(); }

protected:
    void submit() override;

private:
    CheckedLine* m_place;
    CheckedLine* m_name;
    CheckedLine* m_label;
    KeysChoice* m_keys;
};

} // namespace ui
