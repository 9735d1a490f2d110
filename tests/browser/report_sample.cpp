// Writes HTML reports for the browser test: report_sample DIRECTORY; or reports of the other formats for
// readers that are not ours: report_sample --formats DIRECTORY.
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "linktender/report/atomic_file.hpp"
#include "linktender/report/render.hpp"
#include "unit/report/samples.hpp"

namespace {

namespace report = linktender::report;

void write(const std::filesystem::path& file, const report::Model& model,
           const report::RenderOptions& options = {}) {
    report::write_file_atomically(file, [&](std::ostream& out) { report::render_html(out, model, options); });
}

void write_pages(const std::filesystem::path& folder) {
    const std::string base = "https://git.example/archive/blob/main/";
    write(folder / "sample.html", report::test::sample_model(), {.base_path = base});
    write(folder / "tended.html", report::test::tended_model(), {.base_path = base});
    write(folder / "tended-zh.html", report::test::tended_model(),
          {.language = report::Language::zh, .base_path = base});
    write(folder / "verbose.html", report::test::sample_model(), {.verbosity = 1});
    write(folder / "fine.html", report::test::fine_model());
    write(folder / "hostile.html", report::test::hostile_model());
    write(folder / "large.html", report::test::tended(report::test::large_model(100, 50)));
}

/// MODEL-LANGUAGE.FORMAT for each.
void write_formats(const std::filesystem::path& folder) {
    using Render = void (*)(std::ostream&, const report::Model&, const report::RenderOptions&);
    const std::pair<const char*, Render> formats[] = {
        {"txt", report::render_text},    {"json", report::render_json},     {"jsonl", report::render_jsonl},
        {"md", report::render_markdown}, {"csv", report::render_csv},       {"xml", report::render_junit},
        {"sarif", report::render_sarif}, {"github", report::render_github}, {"atom", report::render_atom},
        {"badge", report::render_badge},
    };
    const std::pair<const char*, report::Model> models[] = {
        {"sample", report::test::sample_model()},     {"tended", report::test::tended_model()},
        {"fine", report::test::fine_model()},         {"hostile", report::test::hostile_model()},
        {"large", report::test::large_model(20, 50)},
    };
    for (const auto& [name, model] : models) {
        for (const report::Language language : report::k_languages) {
            for (const auto& [ending, render] : formats) {
                std::string file(name);
                file.append("-").append(report::language_tag(language)).append(".").append(ending);
                std::ofstream out(folder / file, std::ios::binary);
                render(out, model, {.language = language});
                if (!out.flush()) throw std::runtime_error("cannot write " + file);
            }
        }
    }
}

}  // namespace

int main(int argc, char** argv) try {
    const bool formats = argc == 3 && std::string_view(argv[1]) == "--formats";
    if (argc != 2 && !formats) {
        std::cerr << "usage: report_sample [--formats] DIRECTORY\n";
        return 3;
    }
    const std::filesystem::path folder = argv[argc - 1];
    std::filesystem::create_directories(folder);
    formats ? write_formats(folder) : write_pages(folder);
    return 0;
} catch (const std::exception& error) {
    std::cerr << "report_sample: " << error.what() << '\n';
    return 1;
}
