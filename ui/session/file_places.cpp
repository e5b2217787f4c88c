// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/file_places.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace ui {

QString FilePlaces::place(Files kind) const {
    const auto used = m_used.find(kind);
    if (used != m_used.end() && QFileInfo(used->second).isDir()) return used->second;
    if (kind == Files::modules && QFileInfo(QStringLiteral("/usr/lib")).isDir()) return QStringLiteral("/usr/lib");
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QFileInfo(documents).isDir() ? documents : QDir::homePath();
}

QFileDialog* FilePlaces::dialog(Files kind, const QString& title, const QString& name, QWidget* parent) {
    auto* dialog = new QFileDialog(parent, title, place(kind));
    dialog->setObjectName(name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog, [this, kind](const QStringList& names) {
        if (!names.isEmpty()) m_used[kind] = QFileInfo(names.constFirst()).absolutePath();
    });
    return dialog;
}

void FilePlaces::save(Files kind, const QString& title, const QString& name, const QString& suggested, QWidget* parent,
                      std::function<void(const QString& file)> chosen) {
    auto* asks = dialog(kind, title, name, parent);
    asks->setAcceptMode(QFileDialog::AcceptSave);
    asks->setDefaultSuffix(QFileInfo(suggested).suffix());
    asks->selectFile(suggested);
    QObject::connect(asks, &QFileDialog::fileSelected, parent, std::move(chosen));
    asks->open();
}

} // namespace ui
