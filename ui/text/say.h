// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/base/text.h"

#include <QString>

#include <memory>

class QTranslator;

namespace ui {

using model::Language;
using model::Text;

/// The language that is shown now: that of Qt's default locale, so that the program keeps no second copy of it. GUI
/// thread.
Language currentLanguage();

/// Shows the program in one language from now on, Qt's own words included; every widget gets a LanguageChange event.
/// Keep one of these in main(), because it owns Qt's translation.
class LanguageSwitch {
public:
    LanguageSwitch();
    ~LanguageSwitch();
    void show(Language language);

private:
    std::unique_ptr<QTranslator> m_qt;
};

/// UTF-8 to what widgets take.
inline QString str(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}
inline std::string utf8(const QString& text) { return text.toStdString(); }

/// A text in the language shown now.
QString say(const Text& text);
inline QString say(const char* en, const char* zh) { return say(Text{en, zh}); }

/// What happened, with the article that asks for it and the cure, in the language shown now.
QString say(const model::Error& error);

/// "2026-03-04 15:10" in China; empty for the zero moment.
QString sayMinute(model::Instant moment);
/// The words without the mark of the key that leads there: "Folder" of "&Folder", "文件夹" of "文件夹(&F)".
Text withoutKey(Text words);

/// A fingerprint's digits in groups of four, to be read out and compared.
QString sayFingerprint(std::string_view hex);
/// "48,120".
QString sayNumber(std::uint64_t number);
/// "1.3 MB".
QString sayBytes(std::uint64_t bytes);

} // namespace ui
