#include "protocol/ot/rich_text/codec.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "protocol/ot/rich_text/embed_change.hpp"

namespace plenary::ot::rich_text {
namespace {

using Kind = Component::Kind;
using json::Reader;

/// The greatest length of one component, and of all together: JavaScript clients count no further.
/// Sums of a few such lengths are still far from wrapping.
constexpr std::size_t kMaxLength = (std::size_t{1} << 53) - 1;

std::size_t read_length(Reader& reader) {
  if (reader.peek() != json::Kind::kNumber) {
    reader.fail(Errc::kBadOperation, "a retain or delete is not a number");
    return 0;
  }
  const double length = reader.number();
  if (!(length >= 1) || length > static_cast<double>(kMaxLength) || std::trunc(length) != length) {
    reader.fail(Errc::kBadOperation, "a retain or delete is not a whole number from 1");
    return 0;
  }
  return static_cast<std::size_t>(length);
}

/// How many units, or a change of one embed.
void read_retain(Reader& reader, Component& component) {
  component.kind = Kind::kRetain;
  if (reader.peek() != json::Kind::kObject) {
    component.length = read_length(reader);
    return;
  }
  component.change = read_change(reader);
  component.length = 1;
}

void read_insert(Reader& reader, Component& component) {
  if (reader.peek() == json::Kind::kString) {
    component.kind = Kind::kText;
    component.text = reader.string16();
    component.length = component.text.size();
    if (component.length == 0) {
      reader.fail(Errc::kBadOperation, "an inserted text is empty");
    }
  } else if (reader.peek() == json::Kind::kObject) {
    component.kind = Kind::kEmbed;
    component.embed = std::make_shared<const json::Value>(reader.value());
    component.length = 1;
  } else {
    reader.fail(Errc::kBadOperation, "an insert is neither a text nor an object");
  }
}

void read_component(Reader& reader, Component& component) {
  if (reader.peek() != json::Kind::kObject) {
    reader.fail(Errc::kBadOperation, "a component is not an object");
    return;
  }
  int actions = 0;
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (key == "insert") {
      ++actions;
      read_insert(reader, component);
    } else if (key == "retain") {
      ++actions;
      read_retain(reader, component);
    } else if (key == "delete") {
      ++actions;
      component.kind = Kind::kDelete;
      component.length = read_length(reader);
    } else if (key == "attributes") {
      component.attributes = read_attributes(reader);
    } else {
      reader.skip();
    }
  }
  if (actions != 1) {
    reader.fail(Errc::kBadOperation, "a component needs exactly one of insert, retain and delete");
  }
  if (component.kind == Kind::kDelete) {
    component.attributes = nullptr;
  }
}

std::vector<Component> read_components(Reader& reader) {
  std::vector<Component> components;
  if (reader.peek() != json::Kind::kArray) {
    reader.fail(Errc::kBadOperation, "a delta's ops are not a list");
    return components;
  }
  std::size_t total = 0;
  reader.begin_array();
  while (reader.next_element()) {
    if (components.empty()) {
      components.reserve(2);  // a key is a retain and an insert
    }
    read_component(reader, components.emplace_back());
    if (components.back().length > kMaxLength - total) {
      reader.fail(Errc::kBadOperation, "a delta's lengths add up to more than can be counted");
      break;
    }
    total += components.back().length;
  }
  return components;
}

}  // namespace

Attributes read_attributes(Reader& reader) {
  if (reader.peek() == json::Kind::kNull) {
    reader.null();
    return nullptr;
  }
  if (reader.peek() != json::Kind::kObject) {
    reader.fail(Errc::kBadOperation, "attributes are not an object");
    return nullptr;
  }
  json::Value value = reader.value();
  return value.empty() ? nullptr : std::make_shared<const json::Value>(std::move(value));
}

Delta read_list(Reader& reader) {
  return Delta(read_components(reader));
}

Decoded read(Reader& reader) {
  switch (reader.peek()) {
    case json::Kind::kNull:
      reader.null();
      return {};
    case json::Kind::kArray:
      return {Delta(read_components(reader)), Form::kArray};
    case json::Kind::kObject:
      break;
    default:
      reader.fail(Errc::kBadOperation, "a delta is neither a list nor an object with ops");
      return {};
  }
  Decoded decoded{Delta(), Form::kObject};
  bool found = false;
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (key == "ops") {
      found = true;
      decoded.delta = Delta(read_components(reader));
    } else {
      reader.skip();
    }
  }
  if (!found) {
    reader.fail(Errc::kBadOperation, "a delta has no ops");
  }
  return decoded;
}

Result<Decoded> decode(std::string_view json_text) {
  Reader reader(json_text);
  Decoded decoded = read(reader);
  if (auto done = reader.finish(); !done) {
    return done.error();
  }
  return decoded;
}

Result<Decoded> from_value(const json::Value& value) {
  return decode(json::to_string(value));
}

namespace {

/// Remembers where the maps that were written last stand in the text: a document of short styled
/// words shares few maps among many components, and a copy is cheaper than writing one again.
class WrittenMaps {
 public:
  void append(std::string& out, const Attributes& attributes) {
    Written& written =
        written_[reinterpret_cast<std::uintptr_t>(attributes.get()) / 16 % written_.size()];
    if (written.attributes == attributes.get()) {
      out.append(out, written.begin, written.length);
      return;
    }
    written = {.attributes = attributes.get(), .begin = out.size(), .length = 0};
    json::append(out, *attributes);
    written.length = out.size() - written.begin;
  }

 private:
  struct Written {
    const json::Value* attributes{nullptr};
    std::size_t begin{0};
    std::size_t length{0};
  };
  std::array<Written, 8> written_;
};

void append(std::string& out, const Component& component, WrittenMaps& maps) {
  switch (component.kind) {
    case Kind::kText:
      out += "{\"insert\":";
      json::append_string(out, std::u16string_view(component.text));
      break;
    case Kind::kEmbed:
      out += "{\"insert\":";
      json::append(out, *component.embed);
      break;
    case Kind::kRetain:
      out += "{\"retain\":";
      if (component.change != nullptr) {
        append(out, *component.change);
      } else {
        out += std::to_string(component.length);
      }
      break;
    case Kind::kDelete:
      out += "{\"delete\":" + std::to_string(component.length);
      break;
  }
  if (component.attributes != nullptr) {
    out += ",\"attributes\":";
    maps.append(out, component.attributes);
  }
  out.push_back('}');
}

}  // namespace

void append(std::string& out, const Component& component) {
  WrittenMaps maps;
  append(out, component, maps);
}

void append(std::string& out, const Delta& delta) {
  constexpr std::size_t kComponentBytes = 24;
  out.reserve(out.size() + delta.inserted_length() + kComponentBytes * delta.components().size());
  out.push_back('[');
  bool first = true;
  WrittenMaps maps;
  for (const Component& component : delta.components()) {
    if (!std::exchange(first, false)) {
      out.push_back(',');
    }
    append(out, component, maps);
  }
  out.push_back(']');
}

void append(std::string& out, const Delta& delta, Form form) {
  if (form == Form::kArray) {
    append(out, delta);
    return;
  }
  out += "{\"ops\":";
  append(out, delta);
  out.push_back('}');
}

}  // namespace plenary::ot::rich_text
