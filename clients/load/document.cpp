#include "clients/load/document.hpp"

#include <algorithm>

namespace plenary::load {

namespace {

constexpr std::string_view kRichTextUri = "http://sharejs.org/types/rich-text/v1";
constexpr std::int64_t kCharsPerLine = 400;    // a paragraph
constexpr std::uint32_t kNobody = UINT32_MAX;  // the create is the set-up's, not an editor's op

// Characters [from, to) of an endless text of words in paragraphs, as JSON string content.
void append_text(std::string& out, std::int64_t from, std::int64_t to) {
  constexpr std::string_view kWords = "the paper says what the group agreed on and who will do it ";
  for (std::int64_t i = from; i < to; ++i) {
    if (i % kCharsPerLine == kCharsPerLine - 1) {
      out += "\\n";
    } else {
      out += kWords[static_cast<std::size_t>(i) % kWords.size()];
    }
  }
}

}  // namespace

Document::Document(const Options& options, std::string id)
    : id_(std::move(id)),
      address_("\"c\":\"" + options.collection + "\",\"d\":\"" + id_ + "\""),
      op_prefix_("{\"a\":\"op\"," + address_ + ",\"v\":"),
      commits_{{.author = kNobody, .sequence = 0, .length_after = options.chars}} {}

std::string Document::create_frame(const Options& options) const {
  std::string frame = op_prefix_ + "0,\"seq\":1,\"x\":{},\"create\":{\"type\":\"";
  frame += kRichTextUri;
  frame += "\",\"data\":[";
  const std::int64_t step = options.run_chars > 0 ? options.run_chars : options.chars;
  for (std::int64_t at = 0, run = 0; at < options.chars; at += step, ++run) {
    frame += at == 0 ? "{\"insert\":\"" : ",{\"insert\":\"";
    append_text(frame, at, std::min(at + step, options.chars));
    frame += run % 2 == 1 ? "\",\"attributes\":{\"bold\":true}}" : "\"}";
  }
  return frame + "]}}";
}

bool Document::note(std::int64_t version, std::uint32_t author, std::int64_t sequence,
                    std::int64_t effect) {
  if (version < head()) {
    const Commit& known = commits_[static_cast<std::size_t>(version)];
    return known.author == author && known.sequence == sequence;
  }
  commits_.push_back({.author = author,
                      .sequence = sequence,
                      .length_after = commits_.back().length_after + effect});
  return true;
}

}  // namespace plenary::load
