#pragma once

#include <cstddef>

namespace plenary::threads {

/// Bytes of a comment's Markdown: four printed pages. A longer text is an attachment.
inline constexpr std::size_t kMaxCommentBytes = 16 * 1024;
/// Bytes of the words that a thread hangs on, as they were when it began: a long passage is told
/// apart by its start.
inline constexpr std::size_t kMaxQuoteBytes = 1000;
/// Of a row or a column that a thread is about; longer than any that a table may have.
inline constexpr std::size_t kMaxLineIdBytes = 320;
/// Comments of one thread: it is answered whole, so it bounds an answer.
inline constexpr std::size_t kMaxCommentsPerThread = 1000;
/// Threads of one document: 100 times the largest round that our users have had.
inline constexpr std::size_t kMaxThreads = 100'000;
inline constexpr std::size_t kMaxLabels = 20;
inline constexpr std::size_t kMaxLabelBytes = 100;
/// Edits of one comment that are kept to be read. The log keeps all.
inline constexpr std::size_t kMaxRevisions = 100;
/// Bytes of a display name: as many as the longest name that an account may have.
inline constexpr std::size_t kMaxNameBytes = 256;

}  // namespace plenary::threads
