// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/secret_arena.h"

#include "crypto/check.h"
#include "crypto/secret.h"

#include <array>
#include <bit>
#include <cstring>
#include <mutex>
#include <new>
#include <sys/mman.h>

namespace crypto::arena {

namespace {

constexpr std::size_t kSlabSize = 64 * 1024;
constexpr std::size_t kSmallestSlot = 32;
constexpr std::size_t kLargestSlot = 4096;
constexpr std::size_t kClasses = 8; // 32, 64, … 4096
constexpr std::size_t kLinkSize = sizeof(std::uint8_t*);

std::uint8_t* mapPages(std::size_t size) {
    void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    require(pages != MAP_FAILED, "no memory for secrets");
    // Best effort: the usual limit (8 MiB) holds a quarter of a million keys, and what is beyond is still wiped.
    (void)mlock(pages, size);
    (void)madvise(pages, size, MADV_DONTDUMP);
    (void)madvise(pages, size, MADV_WIPEONFORK);
    return static_cast<std::uint8_t*>(pages);
}

/// Slots of one size. A free slot holds the address of the next free one and is zero otherwise.
class SlotClass {
public:
    std::uint8_t* take(std::size_t slotSize) {
        const std::lock_guard lock(m_mutex);
        if (m_free == nullptr) cutSlab(slotSize);
        std::uint8_t* slot = m_free;
        std::memcpy(static_cast<void*>(&m_free), slot, sizeof m_free);
        std::memset(slot, 0, kLinkSize);
        return slot;
    }

    void giveBack(std::uint8_t* slot) noexcept {
        const std::lock_guard lock(m_mutex);
        std::memcpy(slot, static_cast<const void*>(&m_free), sizeof m_free);
        m_free = slot;
    }

private:
    void cutSlab(std::size_t slotSize) {
        std::uint8_t* slab = mapPages(kSlabSize);
        for (std::size_t at = kSlabSize; at != 0; at -= slotSize) {
            std::uint8_t* slot = slab + at - slotSize;
            std::memcpy(slot, static_cast<const void*>(&m_free), sizeof m_free);
            m_free = slot;
        }
    }

    std::mutex m_mutex;
    std::uint8_t* m_free = nullptr;
};

using SlotClasses = std::array<SlotClass, kClasses>;

/// The one thing in this folder that the whole process shares. Never destroyed, because Secrets may outlive every
/// other static object.
SlotClasses& slotClasses() {
    alignas(SlotClasses) static std::byte storage[sizeof(SlotClasses)];
    static SlotClasses* classes = new (storage) SlotClasses;
    return *classes;
}

std::size_t slotSizeFor(std::size_t size) { return std::bit_ceil(size < kSmallestSlot ? kSmallestSlot : size); }

std::size_t classOf(std::size_t slotSize) {
    return static_cast<std::size_t>(std::countr_zero(slotSize) - std::countr_zero(kSmallestSlot));
}

} // namespace

std::uint8_t* allocate(std::size_t size) {
    require(size != 0, "an empty secret needs no memory");
    if (size > kLargestSlot) return mapPages(size);
    const std::size_t slotSize = slotSizeFor(size);
    return slotClasses()[classOf(slotSize)].take(slotSize);
}

void release(std::uint8_t* memory, std::size_t size) noexcept {
    wipe({memory, size});
    if (size > kLargestSlot) {
        munmap(memory, size);
        return;
    }
    slotClasses()[classOf(slotSizeFor(size))].giveBack(memory);
}

} // namespace crypto::arena
