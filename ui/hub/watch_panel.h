// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace ui {

class QrView;

/// How the hub is watched: what it was named for and what shows that to others, what this desk says of its commits and
/// what another desk said, and from where on an exchange asks.
class WatchPanel : public QWidget {
    Q_OBJECT
public:
    explicit WatchPanel(Session& session, QWidget* parent = nullptr);

    /// Asks for all that is shown.
    void refresh();
    void forget();
    [[nodiscard]] bool settled() const { return m_asked == 0; }
    [[nodiscard]] QWidget* first() const;

signals:
    void said(ui::Meaning meaning, const QString& words);

private:
    void showLook(const HubLook& look);
    void sayAll();
    void saveProof();
    void saveHeads();
    void compareText();
    void compareFile();
    void keepLimits();
    void showCompared(const Result<model::HeadsCompared>& compared);

    Session& m_session;
    HubLook m_look;
    std::optional<Result<model::HeadsCompared>> m_compared;
    QLabel* m_none;
    QListWidget* m_findings;
    QPushButton* m_save;
    QLabel* m_headAbout;
    QrView* m_qr;
    QLabel* m_head;
    QPushButton* m_saveHeads;
    QLineEdit* m_theirs;
    QPushButton* m_compare;
    QPushButton* m_file;
    QLabel* m_result;
    QLineEdit* m_commits;
    QLineEdit* m_cases;
    int m_asked = 0;
    Phrases m_phrases{this};
};

} // namespace ui
