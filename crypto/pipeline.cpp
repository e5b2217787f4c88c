// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/pipeline.h"

#include "crypto/check.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace crypto {

namespace {

/// One chunk on its way. Chunk i uses buffer i modulo their number.
struct Buffer {
    Bytes plain;
    std::size_t size = 0;
    bool last = false;
    Bytes sealed;
    bool isSealed = false;
};

/// What the threads of one run share. Counters are guarded by the mutex; the content of a buffer belongs to whoever
/// the counters say, so it is touched without the lock.
class Run {
public:
    Run(Suite suite, const Secret& key, std::size_t chunkSize, unsigned buffers)
        : m_suite(suite), m_key(key), m_chunkSize(chunkSize), m_buffers(buffers) {
        for (Buffer& buffer : m_buffers) {
            buffer.plain.resize(chunkSize);
            buffer.sealed.reserve(chunkSize + kAeadTagSize);
        }
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run() {
        for (Buffer& buffer : m_buffers) wipe(buffer.plain);
    }

    void fail(Fault fault) {
        const std::lock_guard lock(m_mutex);
        if (!m_fault) m_fault = fault;
        m_changed.notify_all();
    }

    void read(const SealPipeline::Source& source);
    void work();
    Result<SealedStream> take(const SealPipeline::Sink& sink, const SealPipeline::Progress& progress);

private:
    using Lock = std::unique_lock<std::mutex>;

    Buffer& bufferOf(std::uint64_t chunk) { return m_buffers[chunk % m_buffers.size()]; }
    bool awaitBuffer(std::uint64_t chunk);
    std::optional<std::size_t> fill(const SealPipeline::Source& source, std::span<std::uint8_t> out);
    void publish(std::uint64_t chunk, std::size_t size, bool last);
    void hashNext(Lock& lock);
    void sealNext(Lock& lock, ChunkSealer& sealer);

    const Suite m_suite;
    const Secret& m_key;
    const std::size_t m_chunkSize;
    std::vector<Buffer> m_buffers;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_read = 0;   ///< chunks that are read
    std::uint64_t m_hashed = 0; ///< chunks in the digest
    std::uint64_t m_given = 0;  ///< chunks given to a worker to seal
    std::uint64_t m_taken = 0;  ///< chunks the sink has
    std::uint64_t m_bytes = 0;
    bool m_allRead = false;
    bool m_hashing = false;
    std::optional<Fault> m_fault;

    Hasher m_hasher = Hasher::sha256();
};

/// Waits until the chunk that used this buffer before is hashed and taken. False when the run has failed.
bool Run::awaitBuffer(std::uint64_t chunk) {
    Lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_fault || chunk < std::min(m_hashed, m_taken) + m_buffers.size(); });
    return !m_fault;
}

/// Reads until `out` is full or the source ends.
std::optional<std::size_t> Run::fill(const SealPipeline::Source& source, std::span<std::uint8_t> out) {
    std::size_t filled = 0;
    while (filled < out.size()) {
        const auto got = source(out.subspan(filled));
        if (!got) {
            fail(got.error());
            return std::nullopt;
        }
        require(*got <= out.size() - filled, "a source gave more bytes than there was room for");
        if (*got == 0) break;
        filled += *got;
    }
    return filled;
}

void Run::publish(std::uint64_t chunk, std::size_t size, bool last) {
    const std::lock_guard lock(m_mutex);
    Buffer& buffer = bufferOf(chunk);
    buffer.size = size;
    buffer.last = last;
    buffer.isSealed = false;
    m_bytes += size;
    m_read = chunk + 1;
    m_allRead = last;
    m_changed.notify_all();
}

/// Whether a full chunk is the last shows only when the next one is read: so the reader is one chunk ahead.
void Run::read(const SealPipeline::Source& source) {
    if (!awaitBuffer(0)) return;
    auto size = fill(source, bufferOf(0).plain);
    if (!size) return;
    for (std::uint64_t chunk = 0;; ++chunk) {
        std::optional<std::size_t> following = 0;
        if (*size == m_chunkSize) {
            if (!awaitBuffer(chunk + 1)) return;
            following = fill(source, bufferOf(chunk + 1).plain);
            if (!following) return;
        }
        publish(chunk, *size, *following == 0);
        if (*following == 0) return;
        size = following;
    }
}

void Run::hashNext(Lock& lock) {
    const Buffer& buffer = bufferOf(m_hashed);
    m_hashing = true;
    lock.unlock();
    m_hasher.update(ByteView(buffer.plain).first(buffer.size));
    lock.lock();
    m_hashing = false;
    ++m_hashed;
    m_changed.notify_all();
}

void Run::sealNext(Lock& lock, ChunkSealer& sealer) {
    const std::uint64_t chunk = m_given++;
    Buffer& buffer = bufferOf(chunk);
    lock.unlock();
    sealer.seal(chunk, buffer.last, ByteView(buffer.plain).first(buffer.size), buffer.sealed);
    lock.lock();
    buffer.isSealed = true;
    m_changed.notify_all();
}

void Run::work() {
    ChunkSealer sealer(m_suite, m_key);
    Lock lock(m_mutex);
    while (!m_fault) {
        if (!m_hashing && m_hashed < m_read) hashNext(lock);
        else if (m_given < m_read) sealNext(lock, sealer);
        else if (m_allRead && m_hashed == m_read) return;
        else m_changed.wait(lock);
    }
}

Result<SealedStream> Run::take(const SealPipeline::Sink& sink, const SealPipeline::Progress& progress) {
    ChunkList list(m_suite);
    std::uint64_t bytes = 0;
    Lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [&] {
            const bool all = m_allRead && m_taken == m_read && m_hashed == m_read;
            return m_fault || all || (m_taken < m_read && bufferOf(m_taken).isSealed);
        });
        if (m_fault) return std::unexpected(*m_fault);
        if (m_taken == m_read) break;
        const std::uint64_t chunk = m_taken;
        const Buffer& buffer = bufferOf(chunk);
        lock.unlock();
        list.add(buffer.sealed);
        const auto taken = sink(chunk, buffer.last, buffer.sealed);
        bytes += buffer.size;
        if (taken && progress) progress(bytes);
        lock.lock();
        if (!taken) return std::unexpected(m_fault.value_or(taken.error()));
        ++m_taken;
        m_changed.notify_all();
    }
    return SealedStream{
        .plainSha256 = m_hasher.finish(), .address = list.address(), .plainBytes = m_bytes, .chunks = m_read};
}

} // namespace

SealPipeline::SealPipeline(Suite suite, const Secret& itemKey, SealOptions options)
    : m_suite(suite), m_itemKey(itemKey.copy()), m_options(options) {
    require(options.chunkSize >= 4096 && options.chunkSize <= 64 * 1024 * 1024, "a chunk has 4 KiB to 64 MiB");
    if (m_options.threads == 0) m_options.threads = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
    if (m_options.buffers == 0) m_options.buffers = 2 * m_options.threads + 4;
    m_options.buffers = std::max(m_options.buffers, 2U);
}

Result<SealedStream> SealPipeline::run(const Source& source, const Sink& sink, std::stop_token stop,
                                       const Progress& progress) {
    require(!std::exchange(m_used, true), "a second file sealed under one item key");
    try {
        Run run(m_suite, m_itemKey, m_options.chunkSize, m_options.buffers);
        const std::stop_callback stopped(stop, [&run] { run.fail(Fault::exhausted); });
        std::vector<std::jthread> threads;
        // Whatever ends take(), the threads must see it before they are joined.
        struct Ender {
            Run& run;
            ~Ender() { run.fail(Fault::exhausted); }
        };
        const Ender ender{run};
        threads.reserve(m_options.threads + 1);
        threads.emplace_back([&run, &source] { run.read(source); });
        for (unsigned i = 0; i < m_options.threads; ++i) threads.emplace_back([&run] { run.work(); });
        return run.take(sink, progress);
    } catch (const std::exception&) { // no memory for the buffers, or no thread
        return std::unexpected(Fault::exhausted);
    }
}

} // namespace crypto
