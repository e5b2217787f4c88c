// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_registry.h"
#include "ui/casefile/case_file_page.h"
#include "ui/session/session.h"
#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

#include <QMainWindow>
#include <QPointer>

namespace ui {

class KeySheet;
class MessageBar;
class Palette;
class StateLine;

/// One case in a window of its own: the case file with its actions, messages and line of state. Its title is the
/// reference and nothing else.
class CaseWindow : public QMainWindow {
    Q_OBJECT
public:
    CaseWindow(Session& session, const CaseFilePage::Stand& stand, QWidget* parent = nullptr);
    ~CaseWindow() override;

    [[nodiscard]] CaseId id() const { return m_id; }
    [[nodiscard]] CaseFilePage* caseFile() const { return m_case; }
    [[nodiscard]] MessageBar* messages() const { return m_messages; }
    [[nodiscard]] ActionRegistry& actions() const { return *m_actions; }
    /// The office is locked: nothing of it stays in any widget.
    void forget();

signals:
    void languageWanted(model::Language language);
    void schemeWanted(ui::Scheme scheme);
    void lockWanted(const model::Text& reason);
    void listWanted();
    void closed(ui::CaseWindow* window);

protected:
    void changeEvent(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeActions();
    void sayTitle();
    Session& m_session;
    CaseId m_id;
    ActionRegistry* m_actions;
    MessageBar* m_messages;
    CaseFilePage* m_case;
    StateLine* m_line;
    Palette* m_palette;
    KeySheet* m_keys;
    Phrases m_phrases{this};
};

/// The windows of cases, at most one for each case: a case that is open twice would have two half-written drafts. When
/// the office is locked they all close, and they come back where they were when the same person unlocks it.
class CaseWindows : public QObject {
    Q_OBJECT
public:
    explicit CaseWindows(Session& session, QObject* parent = nullptr);
    ~CaseWindows() override;

    /// Opens a case in a window of its own, or brings the one that it has to the front.
    CaseWindow* open(CaseId id);
    /// Brings the window of a case to the front. False if it has none.
    bool raise(CaseId id);
    [[nodiscard]] const QList<CaseWindow*>& all() const { return m_all; }

signals:
    void languageWanted(model::Language language);
    void schemeWanted(ui::Scheme scheme);
    void lockWanted(const model::Text& reason);
    void listWanted();

private:
    CaseWindow* make(const CaseFilePage::Stand& stand);
    void keep();
    void drop(CaseWindow* window);
    void closeAll();
    void bringBack();
    /// Where a window was when the office was locked: no words of a case.
    struct Kept {
        CaseFilePage::Stand stand;
        QByteArray geometry;
    };
    Session& m_session;
    QList<CaseWindow*> m_all;
    QList<QPointer<CaseWindow>> m_gone; ///< closed, and deleted when the event loop comes to it
    std::vector<Kept> m_kept;
    PersonId m_keptFor;
};

} // namespace ui
