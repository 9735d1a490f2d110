// Issues on their way from the inputs into the store. Private to the room.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "linktender/app/archive.hpp"
#include "linktender/app/settings.hpp"
#include "linktender/crawl/link_list.hpp"
#include "linktender/store/writer.hpp"

namespace linktender::app {

/// What sites are asked to answer in, by the language that anchor texts are written in: editors of a
/// Chinese archive want to know what their readers see.
class AnchorLanguages {
public:
    void add(std::string_view anchor);
    /// A value for Accept-Language.
    [[nodiscard]] std::string_view accepted() const noexcept;

private:
    std::size_t anchors_ = 0;
    std::size_t chinese_ = 0;
};

/// What reading the inputs gave: the distinct links to look at, and how much could not be read.
struct Reading {
    crawl::LinkList links;
    std::size_t problems = 0;
    AnchorLanguages languages;
};

/// Stores every issue as it is read and collects the links they use, each once.
[[nodiscard]] Reading read_inputs(const Settings& settings, const std::vector<std::string>& inputs,
                                  store::Writer& writer, store::RunId run);

/// Stores the issues of an archive that changed since `hashes` (`Reader::content_hashes`) were taken, and
/// keeps the others. Those below the archive's folder are called by their path in it, wherever that lies
/// today. Returns how many inputs could not be read; those are said in the log.
[[nodiscard]] std::size_t read_archive(const Settings& settings, const Archive& archive,
                                       const std::map<std::string, std::string>& hashes,
                                       store::Writer& writer, store::RunId run);

}  // namespace linktender::app
