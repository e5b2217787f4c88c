// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/file_places.h"
#include "ui/session/office_port.h"
#include "ui/text/phrases.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QPushButton;

namespace ui {

/// The ways to an office.
class StartPanel : public QWidget {
    Q_OBJECT
public:
    StartPanel(FilePlaces& places, QWidget* parent);
    /// Why one is here, if there is a reason; whether there is something to go back to.
    void start(const std::optional<Error>& why, bool canGoBack);
    /// Why what was chosen cannot be.
    void setMessage(const std::optional<Error>& error);

signals:
    void foundWanted();
    void joinWanted();
    void practiceWanted();
    /// The person wants to unlock the office in this folder.
    void folderChosen(const std::filesystem::path& folder);
    void backWanted();
    void quitWanted();
    void languageWanted(model::Language language);

private:
    QPushButton* addWay(const char* name, const char* icon, const Text& words, const Text& more);
    void chooseFolder();
    void sayAll();
    FilePlaces& m_places;
    QLabel* m_message;
    QComboBox* m_language;
    QPushButton* m_back;
    QPushButton* m_found = nullptr;
    bool m_canGoBack = false;
    std::optional<Error> m_error;
    Phrases m_phrases{this};
};

} // namespace ui
