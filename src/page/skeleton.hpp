// What is left of a page that is too dear to parse.
#pragma once

#include <string>
#include <string_view>

namespace linktender::page {

enum class SkeletonPart : bool { with_text, head_only };

/// A small page made from a large or hostile one by one linear scan, without building a tree: its
/// `<title>`, `<meta>`, `<link>`, `<base>` and `<html>` tags, then (with_text) its text without
/// tags, scripts, styles and comments. It is flat, so parsing it costs what its length costs.
[[nodiscard]] std::string skeleton_of(std::string_view html, SkeletonPart part);

}  // namespace linktender::page
