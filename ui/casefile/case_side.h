// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/casefile/open_case.h"
#include "ui/text/phrases.h"

#include <QWidget>

class QLabel;
class QTreeWidget;

namespace ui {

/// Beside the pages of a case: what is still missing, each line a jump to where it can be given, and the periods that
/// run.
class CaseSide : public QWidget {
    Q_OBJECT
public:
    explicit CaseSide(OpenCase& open, QWidget* parent = nullptr);

    /// Leads to where what this guard asks for can be given: `name` is the fact or step that it names, `step` the step
    /// that it guards, `on` the open side track that it moves, by its digits, or empty.
    void jumpTo(model::GuardKind guard, const QString& name, const QString& step, const QString& on = {});

signals:
    void missingFact(const QString& field);
    void missingEvidence();
    /// A document that a step signs; `on`: for the side track that this event opened.
    void missingDocument(const QString& document, const QString& on);
    void missingPeople();
    void missingStep(const QString& step, const QString& on);

private:
    void refresh();
    void jump();
    OpenCase& m_open;
    QLabel* m_missingTitle;
    QTreeWidget* m_missing;
    QLabel* m_deadlinesTitle;
    QTreeWidget* m_deadlines;
    QLabel* m_refusedTitle;
    QTreeWidget* m_refused;
    Phrases m_phrases{this};
};

} // namespace ui
