#include "protocol/ot/json0/op.hpp"

#include "protocol/base/assert.hpp"

namespace plenary::ot::json0 {

Component as_text_change(Component component) {
  auto& old = std::get<StringChange>(component.change);
  PLENARY_ASSERT(!component.path.empty() && component.path.back().index() == 1,
                 "the codec lets no string edit through without a position");
  const std::int64_t position = std::get<std::int64_t>(component.path.back());
  component.path.pop_back();
  component.change = TextChange{{text0::Edit{old.kind, position, std::move(old.text)}}};
  return component;
}

Component as_string_change(Path text_path, text0::Edit edit) {
  text_path.emplace_back(edit.position);
  return {std::move(text_path), StringChange{edit.kind, std::move(edit.text)}};
}

}  // namespace plenary::ot::json0
