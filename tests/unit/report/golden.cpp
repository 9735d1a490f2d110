#include "golden.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace linktender::report::test {

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string all_sources() {
    std::string all;
    for (const char* folder : {LINKTENDER_SOURCES, LINKTENDER_RULES}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(
                 folder, std::filesystem::directory_options::follow_directory_symlink)) {
            const std::string name = entry.path().filename().string();
            if (entry.is_regular_file() && !name.starts_with("messages_") && name != "evidence_words.cpp")
                all += read_file(entry.path().string());
        }
    }
    return all;
}

std::string difference_from_golden(const std::string& name, const std::string& output) {
    const std::string path = LINKTENDER_REPORT_TESTS "/golden/" + name;
    if (std::getenv("LINKTENDER_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path, std::ios::binary) << output;
        return {};
    }
    const std::string golden = read_file(path);
    if (golden == output) return {};
    std::istringstream expected(golden);
    std::istringstream actual(output);
    std::string line;
    std::string other;
    for (int number = 1;; ++number) {
        const bool more = static_cast<bool>(std::getline(expected, line));
        const bool more_actual = static_cast<bool>(std::getline(actual, other));
        if (!more) line = "(end)";
        if (!more_actual) other = "(end)";
        if (line != other || !more)
            return name + " line " + std::to_string(number) + "\n  expected: " + line +
                   "\n  actual:   " + other;
    }
}

}  // namespace linktender::report::test
