#include "protocol/ot/rich_text/delta.hpp"

#include <algorithm>
#include <utility>

#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::ot::rich_text {

namespace {

using Kind = Component::Kind;

bool same_change(const ChangeRef& a, const ChangeRef& b) {
  return a == b || (a != nullptr && b != nullptr && *a == *b);
}

}  // namespace

Component Component::insert(std::u16string text, Attributes attributes) {
  const std::size_t length = text.size();
  return {Kind::kText, length, std::move(text), nullptr, nullptr, std::move(attributes)};
}

Component Component::insert_embed(std::shared_ptr<const json::Value> embed, Attributes attributes) {
  return {Kind::kEmbed, 1, {}, std::move(embed), {}, std::move(attributes)};
}

Component Component::retain(std::size_t length, Attributes attributes) {
  return {Kind::kRetain, length, {}, nullptr, nullptr, std::move(attributes)};
}

Component Component::change_embed(std::shared_ptr<const EmbedChange> change,
                                  Attributes attributes) {
  Component component = retain(1, std::move(attributes));
  component.change = std::move(change);
  return component;
}

Component Component::remove(std::size_t length) {
  return {Kind::kDelete, length, {}, nullptr, nullptr, nullptr};
}

bool operator==(const Component& a, const Component& b) {
  return a.kind == b.kind && a.length == b.length && a.text == b.text && same(a.embed, b.embed) &&
         same_change(a.change, b.change) && same(a.attributes, b.attributes);
}

Delta& Delta::push(Component component) {
  if (component.length == 0) {
    return *this;
  }
  std::size_t index = components_.size();
  if (index > 0 && component.kind == Kind::kDelete && components_.back().kind == Kind::kDelete) {
    components_.back().length += component.length;
    return *this;
  }
  if (index > 0 && component.is_insert() && components_.back().kind == Kind::kDelete) {
    --index;  // an insert goes in front of the delete before it, so that equal changes look equal
  }
  if (index > 0) {
    Component& last = components_[index - 1];
    if (last.kind == component.kind && same(last.attributes, component.attributes)) {
      if (component.kind == Kind::kText) {
        last.text += component.text;
        last.length += component.length;
        return *this;
      }
      if (component.is_plain_retain() && last.is_plain_retain()) {
        last.length += component.length;
        return *this;
      }
    }
  }
  components_.insert(components_.begin() + static_cast<std::ptrdiff_t>(index),
                     std::move(component));
  return *this;
}

bool Delta::type(const Delta& op) {
  const std::vector<Component>& steps = op.components_;
  const bool moves =
      !steps.empty() && steps.front().is_plain_retain() && steps.front().attributes == nullptr;
  const std::size_t at = moves ? steps.front().length : 0;
  if (components_.size() != 1 || components_.front().kind != Kind::kText ||
      steps.size() != (moves ? 2u : 1u)) {
    return false;
  }
  Component& text = components_.front();
  const Component& step = steps.back();
  if (step.kind == Kind::kText && at <= text.length && same(step.attributes, text.attributes)) {
    text.text.insert(at, step.text);
    text.length += step.length;
    return true;
  }
  if (step.kind == Kind::kDelete && at <= text.length && step.length < text.length &&
      step.length <= text.length - at) {
    text.text.erase(at, step.length);
    text.length -= step.length;
    return true;
  }
  return false;
}

Delta& Delta::chop() {
  if (!components_.empty() && components_.back().is_plain_retain() &&
      components_.back().attributes == nullptr) {
    components_.pop_back();
  }
  return *this;
}

std::size_t Delta::base_length() const {
  std::size_t units = 0;
  for (const Component& component : components_) {
    units += component.is_insert() ? 0 : component.length;
  }
  return units;
}

std::size_t Delta::inserted_length() const {
  std::size_t units = 0;
  for (const Component& component : components_) {
    units += component.is_insert() ? component.length : 0;
  }
  return units;
}

bool Delta::is_document() const {
  return std::all_of(components_.begin(), components_.end(),
                     [](const Component& component) { return component.is_insert(); });
}

Delta normal_form(const Delta& delta) {
  Delta joined;
  for (Component component : delta.components()) {
    if (component.attributes != nullptr && component.attributes->empty()) {
      component.attributes = nullptr;
    }
    joined.push(std::move(component));
  }
  return joined.chop();
}

Result<void> check_applies(const Delta& op, std::size_t length) {
  std::size_t used = 0;
  for (const Component& component : op.components()) {
    if (component.length == 0) {
      return Error{Errc::kNotApplicable, "a component of the operation has no length"};
    }
    if (component.is_insert()) {
      continue;
    }
    if (component.length > length - used) {
      return Error{Errc::kNotApplicable, "the operation goes past the end of the document"};
    }
    used += component.length;
  }
  return {};
}

}  // namespace plenary::ot::rich_text
