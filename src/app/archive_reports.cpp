#include "linktender/app/archive_reports.hpp"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <filesystem>
#include <ostream>

#include "linktender/app/publish.hpp"
#include "linktender/app/reporting.hpp"
#include "linktender/core/text.hpp"
#include "linktender/store/reader.hpp"

namespace linktender::app {

namespace {

std::filesystem::path folder_for(const Settings& settings, const Archive& archive,
                                 const ReportTarget& target) {
    if (!target.directory.empty()) return target.directory;
    return std::filesystem::absolute(settings.database).parent_path() / "reports" / archive.name;
}

}  // namespace

std::vector<std::string> write_archive_reports(const Settings& settings, const Archive& archive,
                                               store::RunId run) {
    std::vector<OutputTarget> formats;
    for (const ReportTarget& target : archive.reports)
        formats.push_back({target.format, std::string(ending_of(target.format))});
    const store::Reader reader(settings.database);
    const report::Model model = build_report(settings, reader, run, formats, {});
    const report::RenderOptions options{.language = settings.language.value_or(language_of_environment()),
                                        .base_path = settings.source_url};
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(model.run.started_at)};
    std::vector<std::string> problems;
    for (const ReportTarget& target : archive.reports) {
        const auto folder = folder_for(settings, archive, target);
        try {
            const Publication publication{folder, archive.name, std::string(ending_of(target.format)), day,
                                          target.keep};
            publish_report(publication,
                           [&](std::ostream& out) { render(out, target.format, model, options); });
        } catch (const std::exception& error) {
            problems.push_back(fmt::format("report in {}: {}", core::escape_control(folder.string()),
                                           core::escape_control(error.what())));
        }
    }
    return problems;
}

}  // namespace linktender::app
