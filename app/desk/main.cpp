// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk/office_folder.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/self_test.h"
#include "model/base/clock.h"
#include "model/store/database.h"
#include "ui/session/live_office.h"
#include "ui/session/session.h"
#include "ui/shell/main_window.h"
#include "ui/text/say.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QStandardPaths>

#include <cstdio>

namespace {

int refuse(const char* why) {
    (void)std::fprintf(stderr, "touchstone: %s\n", why);
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    crypto::hardenProcess(); // where the system refuses, keys are still wiped
    if (!crypto::selfTest())
        return refuse("a cryptographic primitive gives wrong answers on this machine; nothing was opened");
    if (const auto guarded = model::storageGuard(); !guarded) {
        return refuse(model::sentence(guarded.error(), model::Language::en).c_str());
    }
    ui::prepareFonts();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("touchstone"));
    QApplication::setApplicationVersion(QStringLiteral(TOUCHSTONE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral(TOUCHSTONE_APP_ID));

    QCommandLineParser options;
    options.setApplicationDescription(QStringLiteral("The case file of an export-control enforcement office."));
    options.addHelpOption();
    options.addVersionOption();
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    const QCommandLineOption office(QStringLiteral("office"), QStringLiteral("The office's folder."),
                                    QStringLiteral("DIR"), data + QStringLiteral("/touchstone"));
    const QCommandLineOption language(QStringLiteral("lang"), QStringLiteral("en or zh."), QStringLiteral("LANG"));
    const QCommandLineOption dark(QStringLiteral("dark"), QStringLiteral("Dark colours."));
    const QCommandLineOption light(QStringLiteral("light"), QStringLiteral("Light colours."));
    const QCommandLineOption person(QStringLiteral("person"), QStringLiteral("The profile to choose."),
                                    QStringLiteral("LABEL"));
    const QCommandLineOption contrast(QStringLiteral("contrast"), QStringLiteral("Colours of high contrast."));
    options.addOptions({office, language, dark, light, contrast, person});
    options.addPositionalArgument(QStringLiteral("OFFICE"),
                                  QStringLiteral("The office's folder, or its file office.cbor."),
                                  QStringLiteral("[OFFICE]"));
    options.process(application);
    const QStringList named = options.positionalArguments();
    if (named.size() > (options.isSet(office) ? 0 : 1)) return refuse("one office is opened at a time");
    const QString folder = named.isEmpty() ? options.value(office) : named.constFirst();

    QSettings settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("touchstone"),
                       QStringLiteral("desk"));
    QString languageName = options.value(language);
    if (languageName.isEmpty())
        languageName = settings.value(QStringLiteral("language"), QLocale::system().name()).toString();
    ui::LanguageSwitch languages;
    languages.show(languageName.startsWith(QStringLiteral("zh")) ? ui::Language::zh : ui::Language::en);
    QString scheme = settings.value(QStringLiteral("scheme"), QStringLiteral("light")).toString();
    if (options.isSet(dark)) scheme = QStringLiteral("dark");
    if (options.isSet(light)) scheme = QStringLiteral("light");
    if (options.isSet(contrast)) scheme = QStringLiteral("contrast");
    ui::applyTheme(application, scheme == QStringLiteral("dark")       ? ui::Scheme::dark
                                : scheme == QStringLiteral("contrast") ? ui::Scheme::contrast
                                                                       : ui::Scheme::light);

    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    ui::Session session(ui::liveOffice(app::officeFolder(ui::utf8(folder)), {clock.get(), random.get()}));
    ui::MainWindow window(session);
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
    window.setIdleSeconds(60 * settings.value(QStringLiteral("idleMinutes"), 10).toInt());
    window.restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    window.start(options.value(person));
    window.show();
    const int result = QApplication::exec();
    settings.setValue(QStringLiteral("geometry"), window.saveGeometry());
    return result;
}
