#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// The parts that links and their definitions are written with. Private to this folder.
///
/// Each function reads from `at`, and on success moves `at` to the end of its construct. Cost:
/// O(bytes that it reads).
namespace plenary::markup {

/// Bytes of a label: CommonMark's limit.
inline constexpr std::size_t kMaxLabelBytes = 999;

/// The text between the brackets of `[label]`. It has at least one word, and brackets only if they
/// are escaped.
[[nodiscard]] std::optional<std::string_view> read_label(std::string_view text, std::size_t& at);

/// The length of the `[^label]` that starts at `at`, or 0. The label has no spaces or brackets.
[[nodiscard]] std::size_t note_length(std::string_view text, std::size_t at);

/// An address, `<a b>` or `a(b)`, with its escapes resolved. May be empty only between `<>`. Adds
/// the bytes that it read to `work`.
[[nodiscard]] std::optional<std::string> read_destination(std::string_view text, std::size_t& at,
                                                          std::size_t& work);

/// The words of a title as they are written: `"a"`, `'a'` or `(a)`.
[[nodiscard]] std::optional<std::string_view> read_title(std::string_view text, std::size_t& at);

/// Goes over white space with at most one line feed.
void skip_space(std::string_view text, std::size_t& at);

/// `(address "title")`, with the escapes resolved. Adds the bytes that it read to `work`.
struct WrittenTarget {
  std::string address;
  std::string title;
};
[[nodiscard]] std::optional<WrittenTarget> read_target(std::string_view text, std::size_t& at,
                                                       std::size_t& work);

/// `[label]: address "title"` up to the end of its line.
struct LinkDefinition {
  std::string label;  // folded
  std::string address;
  std::string title;
  // Stricter than CommonMark: a single word is an address in angles only. Minutes have lines such
  // as `[Chair]: Agreed`; other definitions may follow them.
  bool defines{false};
};
[[nodiscard]] std::optional<LinkDefinition> read_definition(std::string_view text, std::size_t& at);

}  // namespace plenary::markup
