// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/page.h"
#include "ui/casefile/open_case.h"
#include "ui/text/phrases.h"

class QLabel;
class QSplitter;
class QTabWidget;
class QToolButton;

namespace ui {

class CaseSide;
class DocumentsPage;
class EvidencePage;
class FactsPage;
class HistoryPage;
class ItemsPage;
class WorkPage;

/// One case, open in place of the list.
class CaseFilePage : public Page {
    Q_OBJECT
public:
    enum Tab { work, facts, parties, chronology, evidence, documents, history };

    explicit CaseFilePage(Session& session, QWidget* parent = nullptr);

    void openCase(CaseId id);
    /// Which case is open and how it stands: ids only, so that it can outlive a lock.
    struct Stand {
        CaseId id;
        int tab = work;
        std::string step;
        std::optional<model::Digest> on = {}; ///< the side track that the step moves
    };
    [[nodiscard]] Stand stand() const;
    void resume(const Stand& stand);
    void enter() override {} ///< the keyboard goes to the first thing to do once the case is here
    void leave() override;
    void keep() override;
    void forget() override;
    [[nodiscard]] Text hints() const override;
    [[nodiscard]] QStringList tools() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void showTab(Tab tab);
    void nextTab(int by);
    /// Shows or hides what is missing and the deadlines; in a narrow window they are hidden at first.
    void toggleSide();
    void save();
    void submit();
    void saveDecision();
    /// Why the decision cannot be saved as PDF; empty if it can.
    [[nodiscard]] Text whyNoDecision() const;
    /// Asks to which unit the case goes over, and hands it over.
    void handToUnit();
    /// Why there is no unit to hand it to; empty if there is.
    [[nodiscard]] Text whyNoHanding() const;
    void paste();
    void addEvidence();
    /// Fetches the evidence selected, or all that is not here, from the hub.
    void fetchEvidence();
    /// Why there is nothing to fetch; empty if there is.
    [[nodiscard]] Text whyNoFetch() const;
    void dropFiles(const std::vector<std::filesystem::path>& files);
    void addNote();
    void assign();
    /// Begins an entry of the chronology; on the evidence page it cites the piece that is selected.
    void quote();
    void addParty();
    /// Goes to the evidence that the selected entry or party cites.
    void showCited();
    [[nodiscard]] OpenCase& open() { return *m_open; }
    [[nodiscard]] WorkPage* workPage() const { return m_work; }
    [[nodiscard]] FactsPage* factsPage() const { return m_facts; }
    [[nodiscard]] ItemsPage* partiesPage() const { return m_parties; }
    [[nodiscard]] ItemsPage* chronologyPage() const { return m_chronology; }
    [[nodiscard]] EvidencePage* evidencePage() const { return m_evidence; }
    [[nodiscard]] DocumentsPage* documentsPage() const { return m_documents; }
    [[nodiscard]] HistoryPage* historyPage() const { return m_history; }
    [[nodiscard]] QTabWidget* tabs() const { return m_tabs; }

signals:
    void backWanted();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void sayHead();
    void sayTabs();
    void showEvidence(ItemId item);
    OpenCase* m_open;
    QToolButton* m_back;
    QLabel* m_title;
    QLabel* m_under;
    QTabWidget* m_tabs;
    WorkPage* m_work;
    FactsPage* m_facts;
    ItemsPage* m_parties;
    ItemsPage* m_chronology;
    EvidencePage* m_evidence;
    DocumentsPage* m_documents;
    HistoryPage* m_history;
    CaseSide* m_side;
    QSplitter* m_split;
    bool m_fresh = false;
    bool m_wasNarrow = false;
    Phrases m_phrases{this};
};

} // namespace ui
