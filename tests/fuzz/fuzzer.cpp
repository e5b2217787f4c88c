// SPDX-License-Identifier: GPL-3.0-or-later
// One decoder under libFuzzer, named by TOUCHSTONE_DECODER. With TOUCHSTONE_SEEDS it only writes its seeds into that
// folder.
#include "tests/fuzz/decoders.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

const fuzz::Decoder* chosen = nullptr;

} // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    const char* name = std::getenv("TOUCHSTONE_DECODER");
    chosen = name != nullptr ? fuzz::decoder(name) : nullptr;
    if (chosen == nullptr) {
        std::fputs("TOUCHSTONE_DECODER is one of:", stderr);
        for (const auto& one : fuzz::decoders()) std::fprintf(stderr, " %s", one.name);
        std::fputs("\n", stderr);
        std::exit(2);
    }
    if (const char* folder = std::getenv("TOUCHSTONE_SEEDS")) {
        std::filesystem::create_directories(folder);
        int number = 0;
        for (const auto& seed : chosen->seeds()) {
            std::ofstream file(std::filesystem::path(folder) / ("seed-" + std::to_string(++number)), std::ios::binary);
            file.write(reinterpret_cast<const char*>(seed.data()), static_cast<std::streamsize>(seed.size()));
        }
        std::exit(0);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto wrong = chosen->hold({data, size});
    if (wrong.empty()) return 0;
    std::fprintf(stderr, "%s: %s\n", chosen->name, wrong.c_str());
    std::abort();
}
