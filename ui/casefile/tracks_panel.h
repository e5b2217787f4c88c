// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/casefile/open_case.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace ui {

/// The procedures beside the main one: each that is open with its stage, its periods and the steps that can be taken in
/// it, those that have ended, and behind one button those that can be opened. Nothing where the case has none and none
/// can be opened.
class TracksPanel : public QWidget {
    Q_OBJECT
public:
    explicit TracksPanel(OpenCase& open, QWidget* parent = nullptr);

    void clear();
    void refresh();
    /// The first button, or null.
    [[nodiscard]] QPushButton* first() const;

signals:
    void stepWanted(const std::string& step, const std::optional<model::Digest>& on);

private:
    void addOpen(const model::OpenedTrack& one);
    void addOpening();
    QLabel* addLine(const QString& words, Meaning meaning);

    OpenCase& m_open;
    QLabel* m_title;
    QVBoxLayout* m_rows;
    QPushButton* m_new;
};

} // namespace ui
