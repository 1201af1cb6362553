#include <algorithm>
#include <string_view>

#include "protocol/base/utf.hpp"
#include "protocol/tables/row_edits.hpp"

namespace plenary::tables {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;

/// Whether a cut at `at` would part the two halves of a pair.
bool parts_a_pair(std::u16string_view text, std::size_t at) {
  return at > 0 && at < text.size() && utf::is_high_surrogate(text[at - 1]) &&
         utf::is_low_surrogate(text[at]);
}

/// Appends the change of one stretch of text.
void push_change(Delta& change, std::u16string_view before, std::u16string_view after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) {
    ++head;
  }
  head -= parts_a_pair(before, head) || parts_a_pair(after, head) ? 1 : 0;
  std::size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - tail - 1] == after[after.size() - tail - 1]) {
    ++tail;
  }
  tail -= tail > 0 && (parts_a_pair(before, before.size() - tail) ||
                       parts_a_pair(after, after.size() - tail))
              ? 1
              : 0;
  change.push(Component::retain(head));
  change.push(Component::insert(std::u16string(after.substr(head, after.size() - head - tail))));
  change.push(Component::remove(before.size() - head - tail));
  change.push(Component::retain(tail));
}

/// A new text cannot bring an embed: a sign for one that is not there is left out.
std::u16string without_signs(std::u16string_view text) {
  std::u16string words(text);
  words.erase(std::remove(words.begin(), words.end(), kEmbedSign), words.end());
  return words;
}

}  // namespace

Delta change_words(const Delta& content, const std::u16string& wanted) {
  const std::u16string text = plain_text(content);
  Delta change;
  if (std::count(text.begin(), text.end(), kEmbedSign) !=
      std::count(wanted.begin(), wanted.end(), kEmbedSign)) {
    push_change(change, text, without_signs(wanted));
    return change.chop();
  }
  std::u16string_view before(text);
  std::u16string_view after(wanted);
  for (;;) {
    const std::size_t before_end = std::min(before.find(kEmbedSign), before.size());
    const std::size_t after_end = std::min(after.find(kEmbedSign), after.size());
    push_change(change, before.substr(0, before_end), after.substr(0, after_end));
    if (before_end == before.size()) {
      return change.chop();
    }
    change.push(Component::retain(1));
    before.remove_prefix(before_end + 1);
    after.remove_prefix(after_end + 1);
  }
}

}  // namespace plenary::tables
