// Writes HTML reports for the browser test: report_sample DIRECTORY.
#include <exception>
#include <filesystem>
#include <iostream>
#include <ostream>

#include "linktender/report/atomic_file.hpp"
#include "linktender/report/render.hpp"
#include "unit/report/samples.hpp"

namespace {

namespace report = linktender::report;

void write(const std::filesystem::path& file, const report::Model& model,
           const report::RenderOptions& options = {}) {
    report::write_file_atomically(file, [&](std::ostream& out) { report::render_html(out, model, options); });
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 2) {
        std::cerr << "usage: report_sample DIRECTORY\n";
        return 3;
    }
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    write(folder / "sample.html", report::test::sample_model(),
          {.base_path = "https://git.example/archive/blob/main/"});
    write(folder / "tended.html", report::test::tended_model(),
          {.base_path = "https://git.example/archive/blob/main/"});
    write(folder / "tended-zh.html", report::test::tended_model(),
          {.language = report::Language::zh, .base_path = "https://git.example/archive/blob/main/"});
    write(folder / "verbose.html", report::test::sample_model(), {.verbosity = 1});
    write(folder / "fine.html", report::test::fine_model());
    write(folder / "hostile.html", report::test::hostile_model());
    write(folder / "large.html", report::test::tended(report::test::large_model(100, 50)));
    return 0;
} catch (const std::exception& error) {
    std::cerr << "report_sample: " << error.what() << '\n';
    return 1;
}
