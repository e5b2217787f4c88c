// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/adopted_calendars.h"
#include "ui/casefile/open_case.h"
#include "ui/text/phrases.h"

#include <QTimer>
#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace ui {

class FormEditor;
class PenaltyEditor;

/// One step about to be taken: its form, and for an approval what was proposed, computed anew, and the digest of the
/// very bytes that are approved. A step that cannot be taken back is signed with a second, explicit yes in place.
class StepForm : public QWidget {
    Q_OBJECT
public:
    explicit StepForm(OpenCase& open, QWidget* parent = nullptr);

    /// `on`: the open side track that the step moves.
    void start(const std::string& step, const std::optional<model::Digest>& on = {});
    void clear();
    /// The widget after which the form comes in the order of Tab.
    /// Signs and submits; the first time only asks where the step cannot be taken back.
    void submit();
    void keepDraft();
    [[nodiscard]] const std::string& step() const { return m_step; }
    [[nodiscard]] const std::optional<model::Digest>& on() const { return m_on; }
    [[nodiscard]] FormEditor* form() const { return m_form; }
    [[nodiscard]] bool asking() const;

signals:
    void left(); ///< taken or cancelled

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    /// What becomes of the case, or of the side track, in words.
    [[nodiscard]] QString whereTo(const model::Step& step) const;
    [[nodiscard]] const model::OpenedTrack* own() const;
    [[nodiscard]] std::string draft() const;
    void addProposal(QVBoxLayout* layout, const model::Step& step, const model::StepTaken& proposal);
    void addForm(QVBoxLayout* layout, const model::Step& step, const model::StepTaken* proposal);
    /// Brings the decided cases that a penalty is held against.
    void bringNearest(PenaltyEditor* editor);
    /// The documents that it signs.
    void addDocuments(QVBoxLayout* layout, const model::Step& step);
    /// What follows if it is signed now.
    void addForesight(QVBoxLayout* layout, const model::Step& step);
    void ask(bool asking);
    void leave();

    OpenCase& m_open;
    std::string m_step;
    std::optional<model::Digest> m_on;
    QScrollArea* m_scroll;
    QFrame* m_confirm;
    QLabel* m_confirmWords;
    QPushButton* m_cancel;
    QPushButton* m_submit;
    FormEditor* m_form = nullptr;
    std::set<std::string> m_fixed; ///< fields that must stay as they were proposed
    model::Form m_fixedValues;
    model::law::AdoptedCalendars m_calendars;
    QTimer m_rest;
    bool m_edited = false;
    Phrases m_phrases{this};
};

} // namespace ui
