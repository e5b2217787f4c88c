// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/setup/new_passphrase.h"
#include "ui/setup/token_choice.h"

class QCheckBox;

namespace ui {

/// How a person's new keys are kept: under a passphrase, as it begins, or with the one that signs on a token. What is
/// asked about tokens is folded away until it is wanted.
class KeysChoice : public QWidget {
    Q_OBJECT
public:
    KeysChoice(Session& session, QWidget* parent);

    [[nodiscard]] bool onToken() const;
    /// Shows what is wrong, if anything is, in an office of this suite; the first line that is wrong, or nothing.
    CheckedLine* check(crypto::Suite suite = crypto::Suite::intl1);
    [[nodiscard]] NewKeys keys() const;
    /// Shows a fault where it belongs, and which line that is.
    CheckedLine* blame(const TokenFault& fault) { return m_token->blame(fault); }
    /// Wipes what was typed, and folds the token away.
    void clear();

private:
    void show();
    QCheckBox* m_onToken;
    NewPassphrase* m_passphrase;
    TokenChoice* m_token;
    Phrases m_phrases{this};
};

} // namespace ui
