#pragma once

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"
#include "protocol/ot/json0/op.hpp"

/// The server's checks beyond those of the stock type, which lets bad operations damage the
/// document. Pure; any thread.
namespace plenary::ot::json0 {

/// The deepest nesting of a document. A frame holds it a few levels deep, and readers accept
/// json::kMaxDepth.
inline constexpr int kMaxDocumentDepth = 48;
static_assert(kMaxDocumentDepth + 8 <= json::kMaxDepth);

/// Components and text edits in one operation. Transform takes time in proportion to the product of
/// two such numbers.
inline constexpr std::size_t kMaxParts = 4096;

/// Units of text and items of lists that one operation may move or copy, counted again for each
/// component: about a second of work.
inline constexpr std::size_t kMaxWork = 256u * 1024 * 1024;

/// Checks an op before any document meets it: no path through a name that JavaScript clients cannot
/// have as a key ("Invalid path segment"), no value deeper than kMaxDocumentDepth, at most
/// kMaxParts parts. Errors: kNotApplicable, kTooDeep, kTooLarge. Cost: O(op).
[[nodiscard]] Result<void> check(const Op& op);

/// Checks that `data` may be a document. Errors: kTooDeep. Cost: O(data).
[[nodiscard]] Result<void> check_document(const json::Value& data);

/// Applies `op` in place. On error the document is unchanged. Refuses every op that check refuses:
/// a transform can make an operation larger, and the result must be readable again. Refuses more
/// than apply: list indexes and text positions out of range, list indexes that are strings, numbers
/// that leave a double's range. Errors: kNotApplicable, kTooDeep, kTooLarge. Cost: O(op · path
/// lengths), and that of the lists and texts that it changes.
[[nodiscard]] Result<void> apply_strictly(json::Value& document, const Op& op);

}  // namespace plenary::ot::json0
