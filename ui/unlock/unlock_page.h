// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/text/phrases.h"
#include "ui/unlock/passphrase_line.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;

namespace ui {

/// Who is there? Also the lock screen: it shows nothing of the office but the profiles that whoever has the disk can
/// see.
class UnlockPage : public QWidget {
    Q_OBJECT
public:
    explicit UnlockPage(Session& session, QWidget* parent = nullptr);

    void showOffice(const Result<model::OfficeInfo>& info);
    /// Chooses a profile by its label or id; nothing if there is none.
    void chooseProfile(const QString& label);
    /// Empties the passphrase and puts the keyboard where it is needed.
    void start();
    [[nodiscard]] QLineEdit* passphrase() const { return m_passphrase->line(); }
    [[nodiscard]] QComboBox* profiles() const { return m_profiles; }

signals:
    void languageWanted(model::Language language);
    void quitWanted();
    /// Somebody new wants to ask to join the office in this folder.
    void joinWanted(const std::filesystem::path& folder);
    void otherOfficeWanted();
    /// Somebody of the office lost their passphrase.
    void lostWanted(const model::Profile& profile);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void tryUnlock();
    void sayAll();
    /// Asks what the token of the chosen person says; as long as it is not there, again and again.
    void lookAtToken();
    [[nodiscard]] QString tokenWords() const;
    /// Whether the PIN of a token is asked for.
    [[nodiscard]] bool asksPin() const;
    void setBusy(bool busy);
    [[nodiscard]] const model::Profile* chosen() const;
    Session& m_session;
    QLabel* m_title;
    QLabel* m_office;
    QComboBox* m_language; ///< made first, because it stands at the top: Tab goes as one reads
    QComboBox* m_profiles;
    PassphraseLine* m_passphrase;
    QLabel* m_passphraseLabel;
    QLabel* m_token; ///< which token, and what it says of its tries
    QTimer* m_again; ///< when a token that is not there is looked for once more
    QLabel* m_message;
    QLabel* m_reason;
    QPushButton* m_unlock;
    QPushButton* m_quit;
    QPushButton* m_join;
    QPushButton* m_lost;
    QPushButton* m_other;
    unsigned m_attempts = 0;
    bool m_busy = false;
    std::optional<model::OfficeInfo> m_info;
    std::optional<Error> m_error;
    /// What was heard of the token of the chosen person; nothing yet, or they have none.
    std::optional<Result<std::optional<crypto::TokenInfo>>> m_heard;
    Ticket m_asked = 0;
    Phrases m_phrases{this};
};

} // namespace ui
