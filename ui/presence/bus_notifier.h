// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/presence/notifier.h"

#include <QDBusConnection>
#include <QObject>

namespace ui {

/// Over org.freedesktop.Notifications. Where nobody answers there, nothing is told.
class BusNotifier : public QObject, public Notifier {
    Q_OBJECT
public:
    explicit BusNotifier(const QDBusConnection& session, QObject* parent = nullptr);
    void tell(const QString& line) override;
    void takeBack() override;

private:
    QDBusConnection m_session;
    uint m_shown = 0; ///< the number of the notification that is shown; 0: none
};

} // namespace ui
