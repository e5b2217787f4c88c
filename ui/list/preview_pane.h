// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/text/phrases.h"

#include <QScrollArea>
#include <QTimer>

class QLabel;
class QVBoxLayout;

namespace ui {

/// What one case is about, beside the list. Asked for after a short rest on a row, so that walking through the list
/// asks for nothing.
class PreviewPane : public QScrollArea {
    Q_OBJECT
public:
    explicit PreviewPane(Session& session, QWidget* parent = nullptr);
    void showCase(std::optional<CaseId> id);
    /// Tells of several cases together; `notShown` of them are not in the list. showCase() goes back to one.
    void showSelection(const model::CaseSelection& selection, std::size_t notShown);
    void clear();
    /// What is shown does not count as looked at, however long it stays: the person said so.
    void doNotCount() { m_dwell.stop(); }
    /// A row was chosen and nothing was asked about it yet.
    [[nodiscard]] bool resting() const { return m_rest.isActive(); }

private:
    void ask();
    void askSummary();
    void fillCase();
    void fillSummary();
    void fill();
    void line(const QString& label, const QString& value, int limit = 400);
    void heading(const QString& words);

    Session& m_session;
    QTimer m_rest;
    QTimer m_dwell; ///< runs while a case is shown that does not count as looked at yet
    std::optional<CaseId> m_wanted;
    std::optional<model::CaseView> m_view;
    std::optional<model::CaseSelection> m_selection; ///< instead of a case
    std::optional<model::CaseSummary> m_summary;     ///< of it, or of the one before it meanwhile
    std::size_t m_notShown = 0;
    Ticket m_ticket = 0;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_lines = nullptr;
    Phrases m_phrases{this};
};

} // namespace ui
