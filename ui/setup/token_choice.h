// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/setup/checked_line.h"
#include "ui/unlock/passphrase_line.h"

class QComboBox;
class QPushButton;
class QTimer;

namespace ui {

/// Of what was said about keys on a token, which answer is to blame.
enum class TokenPart { token, pin, module };

/// What stands against making keys on a token.
struct TokenFault {
    TokenPart part = TokenPart::token;
    Error error;
};

/// Asks a token itself, before anything is made in an office of this suite, whether it is there and fit; nothing: it
/// is, or none was chosen. On the writer's thread.
std::optional<TokenFault> faultOfToken(GatePort& gate, const NewKeys& keys, crypto::Suite suite);
/// What making keys came to, if it is for the PIN that it failed. Pure.
std::optional<TokenFault> faultOfPin(const NewKeys& keys, const Error& error);

/// A token out of those that are plugged in, its PIN, and the module by which tokens are reached. It asks for the
/// tokens once it can be seen, and as long as there is none asks again.
class TokenChoice : public QWidget {
    Q_OBJECT
public:
    TokenChoice(Session& session, QWidget* parent);

    /// Shows what is wrong, if anything is; the first line that is wrong, or nothing. An office of another suite has no
    /// keys on tokens.
    CheckedLine* check(crypto::Suite suite);
    /// Only after check() found nothing.
    [[nodiscard]] NewKeys keys() const;
    /// Shows a fault where it belongs, and which line that is.
    CheckedLine* blame(const TokenFault& fault);
    /// Wipes the PIN.
    void clear();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Seen;
    void look();
    void show(Seen seen);
    void sayAll();
    void chooseModule();
    [[nodiscard]] const crypto::TokenInfo* chosen() const;
    /// What stands against the chosen one, as far as it is known.
    [[nodiscard]] Result<void> checkChosen() const;

    Session& m_session;
    QComboBox* m_list;
    CheckedLine* m_token;
    PassphraseLine* m_typed;
    CheckedLine* m_pin;
    CheckedLine* m_module;
    QPushButton* m_file;
    QTimer* m_again; ///< when it is looked once more for a token
    std::vector<crypto::TokenInfo> m_tokens;
    bool m_looked = false;                        ///< m_tokens is what there is, unless m_noModule
    bool m_noModule = false;                      ///< that the module cannot be used stands at its line
    crypto::Suite m_suite = crypto::Suite::intl1; ///< as in the last check()
    Ticket m_asked = 0;
    Phrases m_phrases{this};
};

} // namespace ui
