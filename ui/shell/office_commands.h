// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"

#include <QObject>

class QWidget;

namespace ui {

class MessageBar;
class StateLine;

/// Commands on the office as a whole that ask for a file or take long: what they do is the model's, this asks and says
/// what came of it.
class OfficeCommands : public QObject {
    Q_OBJECT
public:
    /// `window` is the parent of the dialogs; all must outlive this.
    OfficeCommands(Session& session, MessageBar& messages, StateLine& line, QWidget* window);

    void importReports();
    void saveEnrolment();
    /// Asks for the file of a request from another machine; requestTaken() when it is in.
    void takeInRequest();
    /// Asks for a calendar pack, shows what it would change, and adopts it if the person signs.
    void adoptCalendar();
    /// Shows the templates of documents, to be changed.
    void showTemplates();
    void verifyAll();

signals:
    /// What a check of everything found, in a sentence.
    void verified(bool holds, const model::Text& words);
    /// This person asks to join, and shall be looked at.
    void requestTaken(model::PersonId person);

private:
    void import(const std::vector<std::filesystem::path>& files, std::optional<UnitId> unit);
    void showCalendar(const std::string& pack, const model::CalendarEffect& effect);
    /// Asks for which unit the cases are, where this person is in several.
    void chooseUnit(const std::vector<std::filesystem::path>& files);
    /// The line of state tells it, with a way to stop it, until end().
    void begin(const model::Text& doing);
    void end();
    /// For the job of a long command: what it says of its progress is shown, ten times a second at most.
    model::Progress showProgress(const model::Text& doing);
    Session& m_session;
    MessageBar& m_messages;
    StateLine& m_line;
    QWidget* m_window;
};

} // namespace ui
