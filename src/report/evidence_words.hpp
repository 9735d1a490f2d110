// The sentences that evidence is made of, and what they are in Chinese.
#pragma once

#include <span>
#include <string_view>

namespace linktender::report {

/// `{0}`, `{1}` ... stand for what is quoted, in the order of the English sentence.
struct EvidenceSentence {
    std::string_view en;
    std::string_view zh;
};

/// Causes without anything of the link at hand.
[[nodiscard]] std::span<const EvidenceSentence> evidence_causes() noexcept;
/// Sentences with places to fill; the more particular one stands first.
[[nodiscard]] std::span<const EvidenceSentence> evidence_sentences() noexcept;

}  // namespace linktender::report
