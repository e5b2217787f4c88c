// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/setup_page.h"

#include "ui/setup/found_form.h"
#include "ui/setup/join_form.h"
#include "ui/setup/outcome_panel.h"
#include "ui/setup/practice_form.h"
#include "ui/setup/start_panel.h"
#include "model/practice/practice.h"
#include "model/workspace/setup_rules.h"
#include "ui/setup/working_panel.h"

#include <QApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

namespace ui {

namespace {

/// A place that is not taken: the suggestion itself, or with a number.
std::filesystem::path freePlace(const std::filesystem::path& wanted) {
    std::error_code ignored;
    auto place = wanted;
    for (int number = 2; std::filesystem::exists(place / "office.cbor", ignored) && number < 100; ++number)
        place = wanted.native() + "-" + std::to_string(number);
    return place;
}

} // namespace

SetupPage::SetupPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_scroll(new QScrollArea(this)), m_panels(new QWidget),
      m_start(new StartPanel(session.filePlaces(), m_panels)), m_found(new FoundForm(session, m_panels)),
      m_join(new JoinForm(session, m_panels)), m_practice(new PracticeForm(session.filePlaces(), m_panels)),
      m_work(new WorkingPanel(m_panels)), m_outcome(new OutcomePanel(m_panels)), m_panel(m_start) {
    setObjectName(QStringLiteral("setupPage"));
    // Not a stack, which would be as tall as its tallest panel.
    auto* column = new QVBoxLayout(m_panels);
    column->setContentsMargins(0, 0, 0, 0);
    for (QWidget* one : panels()) {
        column->addWidget(one);
        one->setVisible(one == m_panel);
    }
    // Enter presses the button that has the keyboard, as it does in a dialog.
    for (auto* button : m_panels->findChildren<QPushButton*>()) button->setAutoDefault(true);
    auto* inside = new QWidget;
    auto* middle = new QGridLayout(inside);
    middle->setContentsMargins(16, 16, 16, 16);
    middle->setColumnStretch(0, 1);
    middle->setColumnStretch(2, 1);
    middle->setRowStretch(0, 2);
    middle->setRowStretch(2, 3);
    m_panels->setFixedWidth(600);
    middle->addWidget(m_panels, 1, 1);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(inside);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_scroll);

    // What is folded out, and a fault that is said when something came to nothing, may be further down.
    connect(m_scroll->verticalScrollBar(), &QScrollBar::rangeChanged, this, &SetupPage::showFocus);

    connect(m_start, &StartPanel::foundWanted, this, [this] {
        m_found->suggest(freePlace(m_officePlace));
        show(m_found);
    });
    connect(m_start, &StartPanel::joinWanted, this, [this] { show(m_join); });
    connect(m_start, &StartPanel::practiceWanted, this, [this] {
        m_practice->suggest(m_practicePlace);
        show(m_practice);
    });
    connect(m_start, &StartPanel::folderChosen, this, &SetupPage::openFolder);
    connect(m_start, &StartPanel::backWanted, this, &SetupPage::backWanted);
    connect(m_start, &StartPanel::quitWanted, this, &SetupPage::quitWanted);
    connect(m_start, &StartPanel::languageWanted, this, &SetupPage::languageWanted);
    for (SetupForm* form : std::initializer_list<SetupForm*>{m_found, m_join, m_practice})
        connect(form, &SetupForm::backWanted, this, &SetupPage::goBack);
    connect(m_found, &FoundForm::answered, this, &SetupPage::found);
    connect(m_found, &FoundForm::folderNamed, this, [this](const std::filesystem::path& folder) {
        m_session.atGate(
            this, [folder](GatePort& gate) { return gate.checkNewFolder(folder); },
            [this, folder](Result<void> found) { m_found->noteFolder(folder, found); });
    });
    connect(m_join, &JoinForm::answered, this, &SetupPage::join);
    connect(m_practice, &PracticeForm::answered, this, &SetupPage::practice);
    connect(m_work, &WorkingPanel::stopWanted, this, &SetupPage::goBack);
    connect(m_outcome, &OutcomePanel::goOnWanted, this, [this] { emit ready(m_readyFolder, m_readyPerson); });
}

void SetupPage::setPlaces(std::filesystem::path office, std::filesystem::path practice) {
    m_officePlace = std::move(office);
    m_practicePlace = std::move(practice);
}

std::array<QWidget*, 6> SetupPage::panels() const { return {m_start, m_found, m_join, m_practice, m_work, m_outcome}; }

void SetupPage::show(QWidget* panel) {
    for (QWidget* one : panels()) one->setVisible(one == panel);
    m_panel = panel;
    m_scroll->ensureVisible(0, 0);
}

void SetupPage::show(SetupForm* form) {
    show(static_cast<QWidget*>(form));
    form->setMessage({});
    form->start();
}

void SetupPage::start(const std::optional<Error>& why, bool canGoBack) {
    m_direct = false;
    m_why = why;
    m_canGoBack = canGoBack;
    show(static_cast<QWidget*>(m_start));
    m_start->start(why, canGoBack);
}

void SetupPage::askToJoin(const std::filesystem::path& folder) {
    m_direct = true;
    m_join->suggest(folder);
    show(m_join);
}

void SetupPage::showFocus() {
    QWidget* const focus = QApplication::focusWidget();
    if (focus == nullptr || !m_panels->isAncestorOf(focus)) return;
    constexpr int kRoom = 60; // for the words below a line
    for (auto* keys : m_panels->findChildren<KeysChoice*>()) {
        if (keys->isAncestorOf(focus)) m_scroll->ensureWidgetVisible(keys, 0, 0);
    }
    m_scroll->ensureWidgetVisible(focus, 0, kRoom);
}

void SetupPage::goBack() {
    if (m_working) {
        m_work->setStopping();
        m_session.stopLongCommand();
        return;
    }
    if (auto* form = qobject_cast<SetupForm*>(m_panel)) {
        form->forget();
        if (m_direct) {
            emit backWanted();
            return;
        }
        start(m_why, m_canGoBack);
    } else if (m_panel == m_start) {
        if (m_canGoBack) emit backWanted();
    } else {
        emit ready(m_readyFolder, m_readyPerson);
    }
}

void SetupPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) goBack();
    else QWidget::keyPressEvent(event);
}

std::unexpected<SetupPage::Failed> SetupPage::failed(Blame blame, Error error) {
    return std::unexpected(Failed{blame, std::move(error)});
}

std::unexpected<SetupPage::Failed> SetupPage::failed(TokenFault fault) {
    return std::unexpected(Failed{.error = {}, .ofToken = std::move(fault)});
}

std::unexpected<SetupPage::Failed> SetupPage::failed(const NewKeys& keys, Error error) {
    if (auto fault = faultOfPin(keys, error)) return failed(*std::move(fault));
    return failed(Blame::nobody, std::move(error));
}

void SetupPage::remember(const NewKeys& keys) {
    if (keys.token) m_session.noteTokenModule(keys.module);
}

void SetupPage::run(const Text& heading, Job job, std::function<void(Outcome)> then) {
    m_working = true;
    show(static_cast<QWidget*>(m_work));
    m_work->start(heading);
    m_session.atGate(
        this,
        [&session = m_session, here = QPointer<QObject>(this), work = m_work, stop = m_session.newStop(),
         job = std::move(job)](GatePort& gate) {
            return job(
                gate, [&](const Text& doing) { session.tell(here, [work, doing] { work->setDoing(doing); }); }, stop);
        },
        [this, then = std::move(then)](Outcome outcome) {
            m_working = false;
            if (outcome) {
                m_readyFolder = outcome->office.folder;
                m_readyPerson = str(outcome->person.hex());
                for (SetupForm* form : std::initializer_list<SetupForm*>{m_found, m_join}) form->forget();
            }
            then(std::move(outcome));
        });
}

void SetupPage::found(const model::FoundRequest& request) {
    const auto keys = std::make_shared<NewKeys>(m_found->keys());
    run(
        {"Founding the office", "正在设立办公室"},
        [request, keys](GatePort& gate, const model::Doing& doing, const std::stop_token& stop) -> Outcome {
            if (auto machine = gate.checkMachine(); !machine) return failed(Blame::nobody, machine.error());
            if (auto place = gate.checkNewFolder(request.folder); !place) return failed(Blame::place, place.error());
            if (auto fault = faultOfToken(gate, *keys, request.suite)) return failed(*std::move(fault));
            const auto me = gate.found(request, *keys, doing, stop);
            if (!me) return failed(*keys, me.error());
            auto office = gate.officeToJoin(request.folder);
            if (!office) return failed(Blame::nobody, office.error());
            return Done{*std::move(office), *me};
        },
        [this, keys](Outcome outcome) {
            if (!outcome) return foundingFailed(outcome.error());
            remember(*keys);
            show(static_cast<QWidget*>(m_outcome));
            m_outcome->showFounded(outcome->office);
        });
}

void SetupPage::foundingFailed(const Failed& why) {
    show(m_found);
    if (why.ofToken) m_found->setTokenFault(*why.ofToken);
    else if (why.blame == Blame::place) m_found->setFolderFault(why.error);
    else m_found->setMessage(why.error);
    QTimer::singleShot(0, this, &SetupPage::showFocus);
}

SetupPage::Outcome SetupPage::byInvitation(GatePort& gate, const std::filesystem::path& file,
                                           const std::filesystem::path& place, const model::PersonRequest& request,
                                           const NewKeys& keys, const model::Doing& doing,
                                           const std::stop_token& stop) {
    if (auto free = gate.checkNewFolder(place); !free) return failed(Blame::nobody, free.error());
    if (auto fault = faultOfToken(gate, keys, crypto::Suite::intl1)) return failed(*std::move(fault));
    const auto me = gate.joinByInvitation(file, place, request, keys, doing, stop);
    if (!me) return failed(keys, me.error());
    auto office = gate.officeToJoin(place);
    if (!office) return failed(Blame::nobody, office.error());
    return Done{*std::move(office), *me, true};
}

void SetupPage::join(const std::filesystem::path& fileOrFolder, const model::PersonRequest& request) {
    const auto keys = std::make_shared<NewKeys>(m_join->keys());
    run(
        {"Asking to join", "正在申请加入"},
        [fileOrFolder, request, place = freePlace(m_officePlace), keys](GatePort& gate, const model::Doing& doing,
                                                                        const std::stop_token& stop) -> Outcome {
            if (auto machine = gate.checkMachine(); !machine) return failed(Blame::nobody, machine.error());
            const auto invited = gate.isInvitation(fileOrFolder);
            if (!invited) return failed(Blame::place, invited.error());
            if (*invited) return byInvitation(gate, fileOrFolder, place, request, *keys, doing, stop);
            auto office = gate.officeToJoin(fileOrFolder);
            if (!office) return failed(Blame::place, office.error());
            if (auto label = model::checkLabel(request.label, office->profiles); !label)
                return failed(Blame::label, label.error());
            if (auto fault = faultOfToken(gate, *keys, office->suite)) return failed(*std::move(fault));
            const auto me = gate.join(office->folder, request, *keys, doing, stop);
            if (!me) return failed(*keys, me.error());
            office = gate.officeToJoin(office->folder); // with the keys that were made
            if (!office) return failed(Blame::nobody, office.error());
            return Done{*std::move(office), *me};
        },
        [this, keys, label = request.label](Outcome outcome) {
            if (!outcome) return joiningFailed(outcome.error());
            remember(*keys);
            show(static_cast<QWidget*>(m_outcome));
            if (outcome->invited) m_outcome->showInvited(outcome->office, label, outcome->person);
            else m_outcome->showJoined(outcome->office, label, outcome->person);
        });
}

void SetupPage::joiningFailed(const Failed& why) {
    show(m_join);
    if (why.ofToken) m_join->setTokenFault(*why.ofToken);
    else if (why.blame == Blame::place) m_join->setPlaceFault(why.error);
    else if (why.blame == Blame::label) m_join->setLabelFault(why.error);
    else m_join->setMessage(why.error);
    QTimer::singleShot(0, this, &SetupPage::showFocus);
}

void SetupPage::practice(const std::filesystem::path& folder) {
    run(
        {"Making the practice office", "正在建立练习办公室"},
        [folder](GatePort& gate, const model::Doing& doing, const std::stop_token& stop) -> Outcome {
            // One that was made before is opened as it is.
            auto office = gate.officeToJoin(folder);
            if (!office || !model::isPracticeOffice(folder)) {
                if (auto machine = gate.checkMachine(); !machine) return failed(Blame::nobody, machine.error());
                if (auto place = gate.checkNewFolder(folder); !place) return failed(Blame::place, place.error());
                if (auto made = gate.makePractice(folder, doing, stop); !made)
                    return failed(Blame::nobody, made.error());
                office = gate.officeToJoin(folder);
                if (!office) return failed(Blame::nobody, office.error());
            }
            const auto officer = std::ranges::find(office->profiles, "officer", &model::Profile::label);
            const auto person = officer == office->profiles.end() ? PersonId{} : officer->id;
            return Done{*std::move(office), person};
        },
        [this](Outcome outcome) {
            if (outcome) {
                show(static_cast<QWidget*>(m_outcome));
                m_outcome->showPractice(outcome->office);
                return;
            }
            show(m_practice);
            if (outcome.error().blame == Blame::place) m_practice->setFolderFault(outcome.error().error);
            else m_practice->setMessage(outcome.error().error);
        });
}

void SetupPage::openFolder(const std::filesystem::path& folder) {
    m_session.atGate(
        this, [folder](GatePort& gate) { return gate.officeToJoin(folder); },
        [this](Result<model::OfficeInfo> office) {
            if (office) emit ready(office->folder, {});
            else m_start->setMessage(office.error());
        });
}

} // namespace ui
