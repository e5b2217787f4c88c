// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/stage.h"

#include "model/practice/practice.h"
#include "tests/ui/walk/practice.h"
#include "ui/session/live_office.h"
#include "ui/setup/setup_page.h"

#include <QAbstractAnimation>
#include <QApplication>

#include <algorithm>

namespace walk {
namespace fs = std::filesystem;

Stage::Stage(fs::path office, fs::path place) : m_office(std::move(office)), m_place(std::move(place)) {}

Stage::~Stage() { leave(); }

void Stage::setLook(Look look) {
    m_look = look;
    m_languages.show(look.language);
    ui::applyTheme(*qApp, look.scheme);
    holdStill(); // the theme brings a new style
}

namespace {

/// Founding asks that the clock shows no day before the program was made, and nothing else of that office is looked at.
class FarClock final : public model::Clock {
public:
    [[nodiscard]] model::Instant now() const override { return model::startOfDay({std::chrono::year{2099} / 1 / 5}); }
};

} // namespace

/// Somebody new of the office has keys on a token that is plugged in.
void Stage::plugIn() {
    m_soft.reset(); // there is only one at a time
    m_soft = std::make_unique<SoftToken>(QStringLiteral("李伟"));
    m_soft->setSerial("0417A2C9");
    // The same path in every checkout, because it is shown.
    const fs::path module = m_place / "libtoken.so";
    fs::create_symlink(SoftToken::kStrict, module);
    m_tokens = std::make_unique<crypto::Tokens>(module.string());
    const auto clock = model::systemClock();
    const auto random = crypto::seededRandom(2);
    model::Surroundings with{clock.get(), random.get()};
    with.tokens = m_tokens.get();
    const auto require = [](const auto& result) {
        if (!result) throw Lost(model::sentence(result.error(), model::Language::en));
    };
    const auto info = model::inspectOffice(office());
    require(info);
    const auto head = std::ranges::find(info->profiles, "supervisor", &model::Profile::label);
    const auto passphrase = model::practicePassphrase("supervisor");
    auto admin = model::Workspace::unlock(office(), head->id, crypto::asBytes(passphrase), with);
    require(admin);
    const auto token = m_tokens->list();
    if (!token || token->size() != 1) throw Lost("the token is not plugged in");
    model::PersonRequest request;
    request.label = "wei"; // the last of all
    request.name = "李伟";
    request.roles = {model::Role::officer};
    request.token = token->front().name;
    require((*admin)->addPerson(request, SoftToken::pin()));
}

void Stage::open(bool founding, bool token, void (*prepare)(const fs::path& office)) {
    leave();
    m_clock = founding ? std::make_unique<FarClock>() : model::systemClock();
    fs::remove_all(m_place);
    fs::create_directories(m_place);
    fs::copy(m_office, office(), fs::copy_options::recursive);
    if (prepare != nullptr) prepare(office());
    m_random = crypto::seededRandom(1);
    if (token) plugIn();
    model::Surroundings with{m_clock.get(), m_random.get()};
    with.tokens = m_tokens.get();
    m_session = std::make_unique<ui::Session>(ui::liveOffice(office(), with));
    m_window = std::make_unique<ui::MainWindow>(*m_session);
    m_window->setPlaces("/office", "/practice");
    m_window->resize(m_look.size);
    m_window->start();
    m_window->show();
    m_person =
        std::make_unique<Person>(*m_session, *m_window, qEnvironmentVariable("TOUCHSTONE_PICTURES").toStdString());
    m_person->setScratch(m_place / "new");
    if (!QTest::qWaitForWindowActive(m_window.get(), 20'000)) throw Lost("the window does not become active");
}

void Stage::enter(const QString& label) { enter(label, nullptr); }

void Stage::enter(const QString& label, void (*prepare)(const fs::path& office)) {
    open(false, false, prepare);
    m_person->unlock(label, practicePassphrases(office())(label));
    m_person->settle();
}

void Stage::visit(const View& view) {
    if (view.person != nullptr) enter(QString::fromLatin1(view.person), view.prepare);
    else open(true, view.token);
    m_person->settle();
    view.go(*m_person);
    rest();
}

void Stage::rest() {
    // At 150 % the window manager and Qt round each other's sizes, now and then by a pixel less, and at any time.
    m_window->setFixedSize(m_look.size);
    // Previews and pages come from other threads; what is being made comes to rest only when it is done.
    if (!m_window->setupPage()->working()) m_person->settle();
    // Qt fades the button in that clears a line.
    m_person->until(
        [&] {
            const auto moving = m_window->findChildren<QAbstractAnimation*>();
            return std::ranges::none_of(moving,
                                        [](const auto* one) { return one->state() == QAbstractAnimation::Running; });
        },
        QStringLiteral("an animation does not end"));
    // The window manager hands the keyboard to a dialog when it comes to it.
    m_person->until(
        [] {
            const auto* const dialog = QApplication::activeModalWidget();
            return dialog == nullptr || QApplication::activeWindow() == dialog;
        },
        QStringLiteral("a dialog does not become active"));
    for (int i = 0; i < 3; ++i) QCoreApplication::processEvents(); // a layout that moves asks for another
}

void Stage::leave() {
    m_person.reset();
    m_window.reset();
    m_session.reset(); // its threads end here, and with them what they write
    m_tokens.reset();
    fs::remove_all(m_place);
}

void makePracticeOffice(const fs::path& folder) {
    if (fs::exists(folder / "README.txt")) return;
    model::PracticeRequest request;
    request.folder = folder;
    request.seed = 1;
    if (const auto made = model::makePractice(request, {}, {}); !made)
        throw Lost(model::sentence(made.error(), model::Language::en));
}

void holdStill() {
    QApplication::setCursorFlashTime(0);
    for (const auto effect : {Qt::UI_AnimateMenu, Qt::UI_FadeMenu, Qt::UI_AnimateCombo, Qt::UI_AnimateTooltip,
                              Qt::UI_FadeTooltip, Qt::UI_AnimateToolBox})
        QApplication::setEffectEnabled(effect, false);
}

} // namespace walk
