// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/still.h"

#include <atomic>
#include <ctime>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

std::atomic<std::int64_t> stillAt{0}; // milliseconds since 1970; 0: the clock goes on

int systemClock(clockid_t clock, timespec* out) { return static_cast<int>(syscall(SYS_clock_gettime, clock, out)); }

} // namespace

// A program's own definitions come before those of the C library, also for the libraries it loads. They have to be in
// the program itself, not in an archive, whose symbols our programs hide.
extern "C" {

int clock_gettime(clockid_t clock, timespec* out) noexcept {
    const std::int64_t at = stillAt.load(std::memory_order_relaxed);
    const bool wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    if (!wall || at == 0) return systemClock(clock, out);
    *out = {at / 1000, at % 1000 * 1'000'000};
    return 0;
}

int gettimeofday(timeval* __restrict out, void* __restrict) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    *out = {now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t* out) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != nullptr) *out = now.tv_sec;
    return now.tv_sec;
}
}

namespace walk {

void stopWallClock(model::Instant moment) { stillAt = moment.time_since_epoch().count(); }

model::Instant momentOfPictures() {
    return model::startOfDay({std::chrono::year{2026} / 1 / 12}) + std::chrono::hours{10};
}

} // namespace walk
