// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/vault/overview_tables.h"
#include "ui/actions/page.h"
#include "ui/session/session.h"
#include "ui/text/phrases.h"
#include "ui/theme/theme.h"

#include <optional>

class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace ui {

class OverviewSection;
class PeriodChoice;
class TileRow;
struct Paper;

/// The numbers of the office: each a link to the list of its cases, each chart with its table, and the board that says
/// who has how much to do.
class OverviewPage : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(Session& session, QWidget* parent = nullptr);

    void enter() override;
    void forget() override;
    [[nodiscard]] Text hints() const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    [[nodiscard]] bool settled() const override { return !m_asking; }

    /// Charts, or the tables in their place.
    void toggleTables();
    void print();
    void savePdf();
    void saveCsv();
    /// Computes the numbers anew; the old ones stay, greyed, until the new ones are here.
    void refresh();
    [[nodiscard]] const std::optional<model::Overview>& overview() const { return m_overview; }
    [[nodiscard]] OverviewSection* section(const QString& id) const;
    [[nodiscard]] TileRow* tiles() const { return m_tiles; }
    [[nodiscard]] PeriodChoice* period() const { return m_period; }

signals:
    /// A number was chosen: the list shall show its cases.
    void listWanted(const model::CaseFilter& filter);
    void caseWanted(model::CaseId id);
    void said(ui::Meaning meaning, const QString& words);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void make();
    void arrange(bool narrow);
    void take(Result<model::Overview> answer);
    void showTables();
    void setStale(bool stale);
    void sayState();
    void choose(const model::OverviewCell& cell);
    [[nodiscard]] Paper paper() const;
    /// Asks for a name and writes the bytes there, on the writer's thread.
    void saveAs(const QString& suggested, const Text& title, const QByteArray& bytes);

    Session& m_session;
    PeriodChoice* m_period;
    QPushButton* m_toggle;
    QLabel* m_state;
    TileRow* m_tiles;
    QScrollArea* m_scroll;
    QWidget* m_body;
    QGridLayout* m_grid;
    std::vector<OverviewSection*> m_sections;
    std::optional<model::Overview> m_overview;
    std::vector<model::OverviewTable> m_made; ///< of the overview
    std::optional<Error> m_fault;
    bool m_asking = false;
    bool m_dirty = false; ///< a case has changed while the page was not shown
    bool m_tables = false;
    std::optional<bool> m_narrow;
    Phrases m_phrases{this};
};

} // namespace ui
