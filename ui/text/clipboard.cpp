// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>

namespace ui {
namespace {

bool owns(QClipboard::Mode mode) {
    const auto* clipboard = QGuiApplication::clipboard();
    // A platform that draws into memory has a clipboard of its own that nobody else can reach, and does not say so.
    if (QGuiApplication::platformName() == QLatin1String("offscreen")) return mode == QClipboard::Clipboard;
    return mode == QClipboard::Clipboard   ? clipboard->ownsClipboard()
           : mode == QClipboard::Selection ? clipboard->ownsSelection()
                                           : false;
}

} // namespace

Clipboard::Clipboard(QObject* parent) : QObject(parent) {
    m_takeOff.setSingleShot(true);
    connect(&m_takeOff, &QTimer::timeout, this, &Clipboard::takeOff);
    connect(QGuiApplication::clipboard(), &QClipboard::changed, this,
            [this](QClipboard::Mode mode) { changed(static_cast<int>(mode)); });
}

void Clipboard::guard(int seconds) {
    m_guards = true;
    m_seconds = seconds;
}

void Clipboard::setSeconds(int seconds) {
    m_seconds = seconds;
    if (seconds == 0) m_takeOff.stop();
}

void Clipboard::leave() {
    if (!m_guards) return;
    m_guards = false;
    takeOff();
}

void Clipboard::takeOff() {
    m_takeOff.stop();
    for (const auto mode : {QClipboard::Clipboard, QClipboard::Selection}) {
        if (owns(mode)) QGuiApplication::clipboard()->clear(mode);
    }
}

void Clipboard::changed(int what) {
    const auto mode = static_cast<QClipboard::Mode>(what);
    if (!m_guards || m_marking || !owns(mode)) return;
    auto* clipboard = QGuiApplication::clipboard();
    const QMimeData* data = clipboard->mimeData(mode);
    if (data == nullptr || data->formats().isEmpty()) return;
    if (m_seconds > 0) m_takeOff.start(1000 * m_seconds);
    if (data->hasFormat(QLatin1String(kHint))) return;
    // What is there belongs to the clipboard: a marked copy takes its place.
    auto* marked = new QMimeData;
    if (data->hasText()) marked->setText(data->text());
    if (data->hasHtml()) marked->setHtml(data->html());
    if (data->hasUrls()) marked->setUrls(data->urls());
    marked->setData(QLatin1String(kHint), QByteArrayLiteral("secret"));
    m_marking = true;
    clipboard->setMimeData(marked, mode);
    m_marking = false;
}

} // namespace ui
