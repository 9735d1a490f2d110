// From what a page claims to what we take it to say: the precedence of sources, field by field.
#pragma once

#include <string_view>
#include <vector>

#include "claims.hpp"
#include "linktender/core/time.hpp"
#include "linktender/page/facts.hpp"
#include "linktender/url/url.hpp"

namespace linktender::page {

struct MetadataInput {
    const std::vector<Claim>& claims;
    const url::Url* url = nullptr;       ///< where the page came from; null when that is no URL
    const url::Url* base = nullptr;      ///< what relative URLs in it refer to; null likewise
    std::string_view visible_text = {};  ///< tells the language where nothing else does
    std::string_view html = {};  ///< the decoded page: its scripts have JSON-LD and what its host writes
    core::TimePoint now{};       ///< the epoch: not known
};

/// The tables of metadata_tables.hpp, carried out. Pure; any thread.
[[nodiscard]] Metadata build_metadata(const MetadataInput& input);

}  // namespace linktender::page
