// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/phrases.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

/// What is being done, in words, and a button that stops it.
class WorkingPanel : public QWidget {
    Q_OBJECT
public:
    explicit WorkingPanel(QWidget* parent);
    void start(const Text& heading);
    void setDoing(const Text& doing);
    /// The person has stopped it; it ends by itself.
    void setStopping();

signals:
    void stopWanted();

private:
    void sayAll();
    QLabel* m_title;
    QLabel* m_doing;
    QLabel* m_promise;
    QPushButton* m_stop;
    Text m_heading;
    Text m_what;
    bool m_stopping = false;
    Phrases m_phrases{this};
};

} // namespace ui
