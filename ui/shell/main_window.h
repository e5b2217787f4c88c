// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_registry.h"
#include "ui/casefile/case_file_page.h"
#include "ui/session/session.h"
#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

#include <memory>

class QStackedWidget;
class QToolBar;

namespace ui {

class CaseWindows;
class HubPage;
class Clipboard;
class IdleWatch;
class KeySheet;
class DuePage;
class LogPage;
class ListPage;
class MessageBar;
class NewsWatch;
class Notifier;
class OfficeCommands;
class OverviewPage;
class Page;
class Palette;
class NewReportPage;
class PeoplePage;
class Presence;
class SettingsPage;
class SetupPage;
struct DeskSettings;
class StateLine;
class UnlockPage;

/// The one window of the desk. The first run, unlocking, the list and an open case are pages of it, so that its place
/// on the screen stays.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `session` must outlive the window.
    explicit MainWindow(Session& session, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Asks who is there, or how to begin where there is no office; `profile` chooses one by its label or id.
    void start(const QString& profile = {});
    /// Folders to suggest where an office is founded and where the practice office is made.
    void setPlaces(std::filesystem::path office, std::filesystem::path practice);
    /// Seconds without a key or mouse after which the office locks itself; 0: never.
    void setIdleSeconds(int seconds);
    void lock(const Text& reason);
    /// Shows a case in this window, or brings the window of its own that it has to the front. The page that shows it.
    CaseFilePage* openCase(CaseId id);
    void openInWindow(CaseId id);
    void showList();
    /// Locks when the machine says that nobody is at it. `presence` must outlive the window.
    void follow(Presence* presence);
    /// Tells people who do not look at the window that something is new. `notifier` must outlive the window.
    void setNotifier(Notifier* notifier);
    /// Single letters act in the list, or not.
    void setLettersOn(bool on);
    /// The tool bar is there while the office is open, or never.
    void setToolsShown(bool shown);

    [[nodiscard]] UnlockPage* unlockPage() const { return m_unlock; }
    [[nodiscard]] SetupPage* setupPage() const { return m_setup; }
    [[nodiscard]] ListPage* listPage() const { return m_list; }
    [[nodiscard]] CaseFilePage* caseFile() const { return m_case; }
    [[nodiscard]] PeoplePage* people() const { return m_people; }
    [[nodiscard]] NewReportPage* newReport() const { return m_report; }
    [[nodiscard]] OverviewPage* overviewPage() const { return m_overview; }
    [[nodiscard]] DuePage* duePage() const { return m_due; }
    [[nodiscard]] LogPage* logPage() const { return m_log; }
    [[nodiscard]] HubPage* hubPage() const { return m_hub; }
    [[nodiscard]] SettingsPage* settings() const { return m_settings; }
    [[nodiscard]] NewsWatch& news() const { return *m_news; }
    [[nodiscard]] IdleWatch& idleWatch() const { return *m_idle; }
    [[nodiscard]] CaseWindows* caseWindows() const { return m_windows; }
    [[nodiscard]] MessageBar* messages() const { return m_messages; }
    [[nodiscard]] ActionRegistry& actions() const { return *m_actions; }
    [[nodiscard]] QWidget* currentPage() const;
    /// Nothing is on its way to what is shown.
    [[nodiscard]] bool settled() const;

signals:
    void languageWanted(model::Language language);
    void schemeWanted(ui::Scheme scheme);
    void lettersWanted(bool on);
    void toolsWanted(bool shown);
    /// The office in this folder was chosen, founded or joined, and is the one to come back to.
    void officeChosen(const std::filesystem::path& folder);

protected:
    void changeEvent(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeActions();
    void makeSessionActions();
    void makeFilterActions();
    void makeWindowActions();
    void makeListActions();
    /// Calls the keys of the views by what they lead to, which depends on the person's roles and kept filters.
    void sayViews();
    /// What is done to the current case or those selected, and selecting; `list` is what their part is called.
    void makeSelectionActions(const Text& list);
    void makeSelectingActions(const Text& list);
    void makeLookActions();
    /// The pages about the whole office, and what can be done in them.
    void connectOfficePages();
    void makeOfficeActions();
    void makeHubActions();
    [[nodiscard]] WhyNot whenElsewhere(Page* page, Text here) const;
    [[nodiscard]] WhyNot whenOpen() const;
    [[nodiscard]] WhyNot whenInCase() const;
    [[nodiscard]] WhyNot whenInList() const;
    [[nodiscard]] WhyNot whenCurrent() const;
    [[nodiscard]] WhyNot whenTicked() const;
    [[nodiscard]] WhyNot whenSelected() const;
    [[nodiscard]] WhyNot whenOfficer() const;
    void dropFilter();
    /// Shows a page of the open office in place of the one before.
    void showPage(Page* page);
    void sayTools();
    void sayTitle();
    void sayHints();
    void onState(Session::State state);
    void onUnlocked();
    void forgetEverything();
    void watchOthers();
    void applySettings(const DeskSettings& settings);
    void sayHearing();
    void sayEnded(); ///< that this person works here no more
    void tendKeys(); ///< hands on the keys that are due from this person
    void sayNews(const model::News& news);
    void sayDueToday();
    void sayWhoAsks(); ///< to who can admit
    void learnPinyin();
    [[nodiscard]] int idleSeconds() const;
    void showSetup(const std::optional<Error>& why, bool canGoBack);
    void goToOffice(const std::filesystem::path& folder, const QString& profile);

    /// What was open when the office was locked: ids only, so that unlocking goes back to it.
    struct Kept {
        PersonId person;
        CaseFilePage::Stand open;
    };

    Session& m_session;
    ActionRegistry* m_actions;
    QToolBar* m_tools;
    bool m_toolsShown = true;
    bool m_tends = false; ///< whether keys are due from this person was not looked at since the unlock
    MessageBar* m_messages;
    QStackedWidget* m_stack;
    UnlockPage* m_unlock;
    SetupPage* m_setup;
    ListPage* m_list;
    CaseFilePage* m_case;
    PeoplePage* m_people;
    NewReportPage* m_report;
    OverviewPage* m_overview;
    DuePage* m_due;
    LogPage* m_log;
    HubPage* m_hub;
    QList<Page*> m_pages;   ///< all pages of the open office
    Page* m_page = nullptr; ///< the one that is shown; null while locked
    StateLine* m_line;
    OfficeCommands* m_commands;
    CaseWindows* m_windows;
    Palette* m_palette;
    KeySheet* m_keys;
    IdleWatch* m_idle;
    int m_idleSeconds = 600; ///< for whoever has chosen nothing else
    std::unique_ptr<model::Clock> m_clock;
    NewsWatch* m_news;
    SettingsPage* m_settings;
    Clipboard* m_clipboard;
    Presence* m_presence = nullptr;
    Kept m_kept;
    Phrases m_phrases{this};
};

} // namespace ui
