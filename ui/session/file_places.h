// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <map>

class QFileDialog;
class QWidget;

namespace ui {

/// Kinds of files that people keep in different places.
enum class Files { reports, evidence, copies, papers, enrolment, offices, modules };

/// Where dialogs of files begin: in the folder that was used last for that kind in this run of the program, else among
/// the person's documents, or the system's libraries. Nothing of it is kept on disk. GUI thread.
class FilePlaces {
public:
    /// A dialog that begins there and remembers where it led to, for the caller to say what is wanted and to open. It
    /// is deleted when it is closed. `name` is for tests. This must outlive the dialog.
    QFileDialog* dialog(Files kind, const QString& title, const QString& name, QWidget* parent);
    /// Asks where to save, and gives the file that was chosen. `suggested` is its name, whose ending stands for one
    /// that is left out.
    void save(Files kind, const QString& title, const QString& name, const QString& suggested, QWidget* parent,
              std::function<void(const QString& file)> chosen);
    [[nodiscard]] QString place(Files kind) const;

private:
    std::map<Files, QString> m_used;
};

} // namespace ui
