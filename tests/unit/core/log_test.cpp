#include "linktender/core/log.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace linktender;

TEST_CASE("core: lines go to the output that was set, with the fields of the scopes that live", "[core]") {
    std::vector<std::string> lines;
    core::init_log(core::LogLevel::verbose);
    core::set_log_output([&](spdlog::level::level_enum level, std::string_view message,
                             const std::vector<core::LogField>& fields) {
        std::string line = fmt::format("{} {}", static_cast<int>(level), message);
        for (const core::LogField& field : fields) line += fmt::format(" {}={}", field.name, field.value);
        lines.push_back(line);
    });

    core::log::debug("not shown");
    core::log::info("before");
    {
        const core::LogScope outer("A", "1");
        const core::LogScope inner("B", "{}");
        core::log::warn("within {}", 7);
    }
    core::log::error("after");
    core::init_log(core::LogLevel::quiet);

    CHECK(lines == std::vector<std::string>{"2 before", "3 within 7 A=1 B={}", "4 after"});
}
