// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/office_folder.h"
#include "app/link/http_transport.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/token.h"
#include "model/base/clock.h"
#include "ui/presence/bus_notifier.h"
#include "ui/presence/bus_presence.h"
#include "ui/session/live_office.h"
#include "ui/session/session.h"
#include "ui/shell/main_window.h"
#include "ui/text/say.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace {

int refuse(const char* why) {
    (void)std::fprintf(stderr, "touchstone: %s\n", why);
    return 1;
}

/// What can be said to the program; both manuals say it too.
struct Options {
    QCommandLineParser parser;
    QCommandLineOption office{QStringLiteral("office"),
                              QStringLiteral("The office's folder, in place of the one that was used last."),
                              QStringLiteral("DIR")};
    QCommandLineOption language{QStringLiteral("lang"), QStringLiteral("en or zh."), QStringLiteral("LANG")};
    QCommandLineOption dark{QStringLiteral("dark"), QStringLiteral("Dark colours.")};
    QCommandLineOption light{QStringLiteral("light"), QStringLiteral("Light colours.")};
    QCommandLineOption contrast{QStringLiteral("contrast"), QStringLiteral("Colours of high contrast.")};
    QCommandLineOption module{
        QStringLiteral("token-module"),
        QStringLiteral("The PKCS#11 module through which tokens are reached, in place of those that the system knows."),
        QStringLiteral("PATH")};
    QCommandLineOption person{QStringLiteral("person"), QStringLiteral("The profile to choose."),
                              QStringLiteral("LABEL")};

    Options() {
        parser.setApplicationDescription(QStringLiteral("The case file of an export-control enforcement office."));
        parser.addHelpOption();
        parser.addVersionOption();
        parser.addOptions({office, language, dark, light, contrast, person, module});
        parser.addPositionalArgument(QStringLiteral("OFFICE"),
                                     QStringLiteral("The office's folder, or its file office.cbor."),
                                     QStringLiteral("[OFFICE]"));
    }
};

/// Whether the program only prints: then it needs no screen, without which a QApplication ends it at once.
bool onlyPrints(int argc, char** argv) {
    return std::any_of(argv + 1, argv + argc, [](std::string_view word) {
        return word == "--help" || word == "-h" || word == "--help-all" || word == "--version" || word == "-v";
    });
}

/// Whether there is nowhere to draw, so that Qt would end the program with words about plugins.
bool hasNoScreen(int argc, char** argv) {
    const bool named = std::any_of(argv + 1, argv + argc, [](std::string_view word) {
        return word == "-platform" || word == "--platform" || word == "-display" || word == "--display";
    });
    if (named || qgetenv("XDG_SESSION_TYPE") == "wayland") return false;
    return std::ranges::none_of(std::array{"DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"},
                                [](const char* name) { return !qEnvironmentVariableIsEmpty(name); });
}

void sayWho() {
    QCoreApplication::setApplicationName(QStringLiteral("touchstone"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TOUCHSTONE_VERSION));
}

} // namespace

int main(int argc, char** argv) {
    crypto::hardenProcess(); // where the system refuses, keys are still wiped
    sayWho();
    if (onlyPrints(argc, argv)) {
        const QCoreApplication plain(argc, argv);
        Options().parser.process(plain); // prints and ends, unless the word was the value of an option
    }
    if (hasNoScreen(argc, argv))
        return refuse("there is no screen here (DISPLAY is not set). touchstonectl does the same without one.");
    ui::prepareFonts();
    QApplication application(argc, argv);
    QApplication::setDesktopFileName(QStringLiteral(TOUCHSTONE_APP_ID));
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    const QString ownOffice = data + QStringLiteral("/touchstone");
    Options said;
    auto& options = said.parser;
    options.process(application);
    const QStringList named = options.positionalArguments();
    if (named.size() > (options.isSet(said.office) ? 0 : 1)) return refuse("one office is opened at a time");
    const QString word = named.isEmpty() ? options.value(said.office) : named.constFirst();

    QSettings settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("touchstone"),
                       QStringLiteral("desk"));
    const auto rememberOffice = [&settings](const std::filesystem::path& used) {
        settings.setValue(QStringLiteral("office"), ui::str(used.string()));
    };
    // A module is code that runs here: it comes from who starts the desk, and never from an office's folder.
    if (said.parser.isSet(said.module)) settings.setValue(QStringLiteral("tokenModule"), options.value(said.module));
    crypto::Tokens tokens(ui::utf8(
        settings
            .value(QStringLiteral("tokenModule"),
                   qEnvironmentVariable("TOUCHSTONE_TOKEN_MODULE", ui::str(std::string(crypto::kSystemTokenModule))))
            .toString()));
    const auto folder = app::firstOffice(ui::utf8(word), ui::utf8(settings.value(QStringLiteral("office")).toString()),
                                         ui::utf8(ownOffice));
    QString languageName = options.value(said.language);
    if (languageName.isEmpty())
        languageName = settings.value(QStringLiteral("language"), QLocale::system().name()).toString();
    ui::LanguageSwitch languages;
    languages.show(languageName.startsWith(QStringLiteral("zh")) ? ui::Language::zh : ui::Language::en);
    QString scheme = settings.value(QStringLiteral("scheme"), QStringLiteral("light")).toString();
    if (options.isSet(said.dark)) scheme = QStringLiteral("dark");
    if (options.isSet(said.light)) scheme = QStringLiteral("light");
    if (options.isSet(said.contrast)) scheme = QStringLiteral("contrast");
    ui::applyTheme(application, scheme == QStringLiteral("dark")       ? ui::Scheme::dark
                                : scheme == QStringLiteral("contrast") ? ui::Scheme::contrast
                                                                       : ui::Scheme::light);

    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    model::Surroundings with{clock.get(), random.get(), app::httpWay};
    with.tokens = &tokens;
    ui::Session session(ui::liveOffice(folder, with));
    ui::BusPresence presence(QDBusConnection::systemBus(), QDBusConnection::sessionBus());
    ui::BusNotifier notifier(QDBusConnection::sessionBus());
    ui::MainWindow window(session);
    window.follow(&presence);
    window.setNotifier(&notifier);
    window.setPlaces(ui::utf8(ownOffice), ui::utf8(data + QStringLiteral("/touchstone-practice")));
    QObject::connect(&window, &ui::MainWindow::officeChosen, &window, rememberOffice);
    QObject::connect(&session, &ui::Session::stateChanged, &window, [&](ui::Session::State state) {
        if (state == ui::Session::State::open) rememberOffice(session.office().folder);
    });
    QObject::connect(&session, &ui::Session::tokenModuleUsed, &window,
                     [&](const QString& module) { settings.setValue(QStringLiteral("tokenModule"), module); });
    QObject::connect(&window, &ui::MainWindow::languageWanted, &window, [&](ui::Language wanted) {
        languages.show(wanted);
        settings.setValue(QStringLiteral("language"),
                          wanted == ui::Language::zh ? QStringLiteral("zh") : QStringLiteral("en"));
    });
    QObject::connect(&window, &ui::MainWindow::schemeWanted, &window, [&](ui::Scheme wanted) {
        ui::applyTheme(application, wanted);
        settings.setValue(QStringLiteral("scheme"), wanted == ui::Scheme::dark       ? QStringLiteral("dark")
                                                    : wanted == ui::Scheme::contrast ? QStringLiteral("contrast")
                                                                                     : QStringLiteral("light"));
    });
    QObject::connect(&window, &ui::MainWindow::lettersWanted, &window, [&](bool on) {
        window.setLettersOn(on);
        settings.setValue(QStringLiteral("letters"), on);
    });
    QObject::connect(&window, &ui::MainWindow::toolsWanted, &window, [&](bool shown) {
        window.setToolsShown(shown);
        settings.setValue(QStringLiteral("tools"), shown);
    });
    window.setToolsShown(settings.value(QStringLiteral("tools"), true).toBool());
    window.setLettersOn(settings.value(QStringLiteral("letters"), true).toBool());
    window.setIdleSeconds(60 * settings.value(QStringLiteral("idleMinutes"), 10).toInt());
    window.restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    window.start(options.value(said.person));
    window.show();
    const int result = QApplication::exec();
    settings.setValue(QStringLiteral("geometry"), window.saveGeometry());
    return result;
}
