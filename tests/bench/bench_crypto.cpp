// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of crypto/ cost on this machine: the floors that everything above builds on.
//   bench_crypto [MIB]     MIB of a file to take in, 2048 where nothing is said
// Single calls are given in processor time, so other work on the machine hardly shows. Taking in a file is given in
// time passed, beside SHA-256 of the same bytes in turn, and fails above 1.3 times that where there are two cores.
#include "crypto/aead.h"
#include "crypto/derive.h"
#include "crypto/envelope.h"
#include "crypto/merkle.h"
#include "crypto/passphrase.h"
#include "crypto/pipeline.h"
#include "crypto/self_test.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>

using namespace crypto;

namespace {

/// Processor seconds of this thread for one call: the best of three rounds of `count` calls.
template <class Call>
double secondsOf(int count, Call call) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
    };
    double best = 1e9;
    for (int round = 0; round < 3; ++round) {
        const double start = now();
        for (int i = 0; i < count; ++i) call();
        best = std::min(best, (now() - start) / count);
    }
    return best;
}

/// Seconds passed during one call.
template <class Call>
double passed(Call call) {
    const auto start = std::chrono::steady_clock::now();
    call();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class Call>
void micros(Suite suite, const char* what, int count, Call call) {
    std::printf("%-7s %-46s %10.2f us\n", std::string(suiteName(suite)).c_str(), what, secondsOf(count, call) * 1e6);
}

void perCall(Suite suite) {
    const auto random = seededRandom(1);
    const Secret key = Secret::random(32, *random);
    const Bytes event(600, 7);
    Bytes out;
    Aead aead(suite);
    micros(suite, "digest of 600 B", 20000, [&] { (void)digest(suite, event); });
    micros(suite, "sealOnce of 600 B, kept cipher, new key", 20000, [&] {
        aead.rekey(key.view());
        aead.sealOnce(event, {}, out);
    });
    Bytes opened;
    micros(suite, "openOnce of 600 B, kept cipher, new key", 20000, [&] {
        aead.rekey(key.view());
        (void)aead.openOnce(out, {}, opened);
    });
    micros(suite, "sealOnce of 600 B, free function", 20000, [&] { (void)sealOnce(suite, key, event, {}); });
    Deriver deriver(suite, key.view());
    micros(suite, "deriveKey", 20000, [&] { (void)deriveKey(suite, key.view(), "event", event); });
    micros(suite, "Deriver::derive, 32 B of context", 20000, [&] { (void)deriver.derive("event", key.view()); });

    const Identity identity = Identity::generate(suite, *random);
    const Bytes signature = identity.signHere(event);
    micros(suite, "generate an identity", 200, [&] { (void)Identity::generate(suite, *random); });
    micros(suite, "sign 600 B", 1000, [&] { (void)identity.signHere(event); });
    micros(suite, "verify 600 B", 1000, [&] { (void)verify(identity.publicPart(), event, signature); });
    const Bytes sealed = sealTo(identity.publicPart(), key.view(), {}, *random).value();
    micros(suite, "sealTo 32 B", 500, [&] { (void)sealTo(identity.publicPart(), key.view(), {}, *random); });
    micros(suite, "openSealed 32 B", 500, [&] { (void)openSealed(identity, sealed, {}); });
    const Bytes encoded = identity.publicPart().encode();
    micros(suite, "PublicIdentity::decode", 500, [&] { (void)PublicIdentity::decode(encoded); });
    const std::vector<Digest> entries(100'000);
    micros(suite, "merkleRoot of 100,000", 1, [&] { (void)merkleRoot(suite, entries); });
}

/// Taking in `size` bytes from memory, beside the SHA-256 of the same bytes: three times in turn, the best of each.
double pipeline(Suite suite, std::uint64_t size) {
    Bytes block(1024 * 1024);
    seededRandom(2)->fill(block);
    const auto hash = [&] {
        Hasher hasher = Hasher::sha256();
        for (std::uint64_t done = 0; done < size; done += block.size()) hasher.update(block);
        (void)hasher.finish();
    };
    const auto takeIn = [&] {
        SealPipeline sealer(suite, Secret::random(32, *systemRandom()));
        std::uint64_t left = size;
        const auto source = [&](std::span<std::uint8_t> to) -> Result<std::size_t> {
            const std::size_t count = std::min<std::uint64_t>(left, to.size());
            std::copy_n(block.begin(), count, to.begin());
            left -= count;
            return count;
        };
        (void)sealer.run(source, [](auto, auto, auto) -> Result<void> { return {}; });
    };
    double hashing = 1e9;
    double sealing = 1e9;
    for (int round = 0; round < 3; ++round) {
        hashing = std::min(hashing, passed(hash));
        sealing = std::min(sealing, passed(takeIn));
    }
    std::printf("%-7s take in %4llu MiB: %.2f s, SHA-256 alone %.2f s, ratio %.2f\n",
                std::string(suiteName(suite)).c_str(), static_cast<unsigned long long>(size >> 20), sealing, hashing,
                sealing / hashing);
    std::fflush(stdout);
    return sealing / hashing;
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t size = (argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2048) << 20;
    std::printf("self-test %54.2f ms\n", secondsOf(5, [] { (void)selfTest(); }) * 1e3);
    for (const Suite suite : {Suite::intl1, Suite::gm1}) perCall(suite);
    const PassphraseCost floor{.memoryKiB = kMinMemoryKiB, .passes = 3, .lanes = 1};
    std::printf("argon2id 64 MiB, 3 passes, 1 lane %30.0f ms\n",
                passed([&] { (void)stretch(asBytes("passphrase"), Bytes(16), floor); }) * 1e3);
    std::fflush(stdout);
    (void)pipeline(Suite::gm1, size / 4); // SM4 is slower than SHA-256: no promise
    const bool kept = pipeline(Suite::intl1, size) <= 1.3 || std::thread::hardware_concurrency() < 2;
    return kept ? 0 : 1;
}
