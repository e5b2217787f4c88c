// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"

namespace walk {

/// The wall clock of this whole process stands still at `moment` from now on, for the program and for Qt; what counts
/// elapsed time (timers, waiting) goes on. So that what shows a date or "2 days left" shows the same every day. A
/// program that calls this must call it before it starts threads.
void stopWallClock(model::Instant moment);

/// When the pictures are taken: a week after the day of a seeded practice office.
model::Instant momentOfPictures();

} // namespace walk
