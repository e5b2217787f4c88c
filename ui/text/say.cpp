// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/say.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace ui {

Language currentLanguage() { return QLocale().language() == QLocale::Chinese ? Language::zh : Language::en; }

LanguageSwitch::LanguageSwitch() = default;

LanguageSwitch::~LanguageSwitch() {
    if (m_qt && QCoreApplication::instance() != nullptr) QCoreApplication::removeTranslator(m_qt.get());
}

void LanguageSwitch::show(Language language) {
    const bool zh = language == Language::zh;
    QLocale::setDefault(zh ? QLocale(QLocale::Chinese, QLocale::China)
                           : QLocale(QLocale::English, QLocale::UnitedKingdom));
    // Installing or removing a translator is what makes Qt tell every widget that the language changed, so there is
    // always one installed: for English an empty one.
    auto next = std::make_unique<QTranslator>();
    if (zh) {
        // Without the file Qt's own few words stay English; everything else is in the program.
        (void)next->load(QStringLiteral("qtbase_zh_CN"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    }
    auto previous = std::move(m_qt);
    m_qt = std::move(next);
    QCoreApplication::installTranslator(m_qt.get());
    if (m_qt->isEmpty()) { // Qt sends nothing for an empty translator
        QEvent event(QEvent::LanguageChange);
        QCoreApplication::sendEvent(QCoreApplication::instance(), &event);
    }
    if (previous) QCoreApplication::removeTranslator(previous.get());
}

QString say(const Text& text) { return str(text.in(currentLanguage())); }

QString say(const model::Error& error) {
    model::Error shown = error;
    // What refuses is a rule, and its place is the name of a step or a stage in the definition: no word for a reader.
    if (model::isRefusal(shown.code)) shown.where.clear();
    for (auto* words : {&shown.what.en, &shown.what.zh}) { // the sentence goes on after it
        if (words->ends_with(".")) words->pop_back();
        else if (words->ends_with("。")) words->resize(words->size() - std::string_view("。").size());
    }
    QString sentence = str(model::sentence(shown, currentLanguage()));
    const QString stop = currentLanguage() == Language::zh ? QStringLiteral("。") : QStringLiteral(".");
    if (!sentence.isEmpty() && !QStringLiteral(".。!！?？").contains(sentence.back())) sentence += stop;
    return sentence;
}

QString sayMinute(model::Instant moment) {
    if (moment == model::Instant{}) return {};
    return str(model::formatMinute(moment));
}

Text withoutKey(Text words) {
    for (std::string* one : {&words.en, &words.zh}) {
        const auto mark = one->find('&');
        if (mark == std::string::npos) continue;
        const bool bracketed = mark > 0 && (*one)[mark - 1] == '(' && one->find(')', mark) == mark + 2;
        if (bracketed) one->erase(mark - 1, 4);
        else one->erase(mark, 1);
    }
    return words;
}

QString sayFingerprint(std::string_view hex) {
    QString grouped;
    for (std::size_t at = 0; at < hex.size(); at += 4) {
        if (at > 0) grouped += u' ';
        grouped += str(hex.substr(at, 4));
    }
    return grouped;
}

QString sayNumber(std::uint64_t number) { return QLocale().toString(static_cast<qulonglong>(number)); }

QString sayBytes(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

} // namespace ui
