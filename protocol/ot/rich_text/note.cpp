#include "protocol/ot/rich_text/note.hpp"

#include "protocol/ot/rich_text/codec.hpp"

namespace plenary::ot::rich_text {

void read(json::Reader& reader, Note& note) {
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (key == "content") {
      note.content = read_list(reader);
    } else {
      reader.fail(Errc::kBadOperation, "a note has something else than content");
    }
  }
}

void append(std::string& out, const Note& note) {
  out.push_back('{');
  if (!note.content.empty()) {
    out += "\"content\":";
    append(out, note.content);
  }
  out.push_back('}');
}

Note compose(const Note& a, const Note& b, bool /*keep_null*/) {
  return {compose(a.content, b.content)};
}

Note transform(const Note& op, const Note& over, Priority priority) {
  return {transform(op.content, over.content, priority)};
}

Note invert(const Note& op, const Note& base) {
  return {invert(op.content, base.content)};
}

}  // namespace plenary::ot::rich_text
