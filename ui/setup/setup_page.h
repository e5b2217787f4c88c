// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/setup/token_choice.h"

#include <QWidget>

#include <array>

class QScrollArea;

namespace ui {

class FoundForm;
class JoinForm;
class OutcomePanel;
class PracticeForm;
class SetupForm;
class StartPanel;
class WorkingPanel;

/// How a person comes to an office: the ways, a form for each, what is being done, and what came of it. Nothing is left
/// on the disk until the outcome is shown.
class SetupPage : public QWidget {
    Q_OBJECT
public:
    explicit SetupPage(Session& session, QWidget* parent = nullptr);

    /// Folders to suggest for an office of one's own and for the practice office.
    void setPlaces(std::filesystem::path office, std::filesystem::path practice);
    /// Offers the ways. `why` says why there is nothing to unlock; `canGoBack` if there is an office to go back to.
    void start(const std::optional<Error>& why, bool canGoBack);
    /// The form to ask to join this office; Back leads out of the page.
    void askToJoin(const std::filesystem::path& folder);
    /// Something is being made, and has not come to its end.
    [[nodiscard]] bool working() const { return m_working; }
    [[nodiscard]] QWidget* panel() const { return m_panel; }

signals:
    /// There is an office to unlock in this folder; `person` is the id of the profile to choose, or a label, or empty.
    void ready(const std::filesystem::path& folder, const QString& person);
    void backWanted();
    void quitWanted();
    void languageWanted(model::Language language);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// What a long command came to.
    struct Done {
        model::OfficeInfo office;
        PersonId person;
        bool invited = false; ///< from another machine
    };
    enum class Blame { nobody, place, label };
    struct Failed {
        Blame blame = Blame::nobody;
        Error error;
        std::optional<TokenFault> ofToken = {}; ///< then this is to blame
    };
    using Outcome = std::expected<Done, Failed>;
    using Job = std::function<Outcome(GatePort&, const model::Doing&, const std::stop_token&)>;

    [[nodiscard]] std::array<QWidget*, 6> panels() const;
    void show(QWidget* panel);
    void show(SetupForm* form);
    void goBack();
    void showFocus();
    void found(const model::FoundRequest& request);
    void join(const std::filesystem::path& fileOrFolder, const model::PersonRequest& request);
    static Outcome byInvitation(GatePort& gate, const std::filesystem::path& file, const std::filesystem::path& place,
                                const model::PersonRequest& request, const NewKeys& keys, const model::Doing& doing,
                                const std::stop_token& stop);
    void practice(const std::filesystem::path& folder);
    void openFolder(const std::filesystem::path& folder);
    void run(const Text& heading, Job job, std::function<void(Outcome)> then);
    void foundingFailed(const Failed& why);
    void joiningFailed(const Failed& why);
    /// Has the module remembered by which keys were made.
    void remember(const NewKeys& keys);
    static std::unexpected<Failed> failed(Blame blame, Error error);
    static std::unexpected<Failed> failed(TokenFault fault);
    /// Of making keys.
    static std::unexpected<Failed> failed(const NewKeys& keys, Error error);

    Session& m_session;
    QScrollArea* m_scroll;
    QWidget* m_panels;
    StartPanel* m_start;
    FoundForm* m_found;
    JoinForm* m_join;
    PracticeForm* m_practice;
    WorkingPanel* m_work;
    OutcomePanel* m_outcome;
    QWidget* m_panel; ///< the one that is shown
    std::filesystem::path m_officePlace;
    std::filesystem::path m_practicePlace;
    std::filesystem::path m_readyFolder;
    QString m_readyPerson;
    std::optional<Error> m_why;
    bool m_canGoBack = false;
    bool m_working = false;
    bool m_direct = false; ///< the page began with the form to join
};

} // namespace ui
