#include "protocol/wire/fields.hpp"

#include <algorithm>
#include <array>

namespace plenary::wire {
namespace {

using json::Kind;
using json::Reader;

Field* field_of(Fields& fields, std::string_view key) {
  struct Entry {
    std::string_view key;
    Field Fields::*field;
  };
  static constexpr std::array<Entry, 20> kEntries{{{"a", &Fields::a},
                                                   {"c", &Fields::c},
                                                   {"d", &Fields::d},
                                                   {"v", &Fields::v},
                                                   {"seq", &Fields::seq},
                                                   {"op", &Fields::op},
                                                   {"src", &Fields::src},
                                                   {"id", &Fields::id},
                                                   {"b", &Fields::b},
                                                   {"create", &Fields::create},
                                                   {"del", &Fields::del},
                                                   {"ts", &Fields::ts},
                                                   {"ch", &Fields::ch},
                                                   {"p", &Fields::p},
                                                   {"pv", &Fields::pv},
                                                   {"t", &Fields::t},
                                                   {"r", &Fields::r},
                                                   {"from", &Fields::from},
                                                   {"protocol", &Fields::protocol},
                                                   {"protocolMinor", &Fields::minor}}};
  const auto* const entry =
      std::find_if(kEntries.begin(), kEntries.end(), [&](const Entry& e) { return e.key == key; });
  return entry == kEntries.end() ? nullptr : &(fields.*(entry->field));
}

}  // namespace

void read_field(Reader& reader, Field& field) {
  field = Field{};
  field.kind = reader.peek();
  switch (field.kind) {
    case Kind::kString: {
      field.text = reader.string();
      return;
    }
    case Kind::kNumber:
      field.number = reader.number();
      return;
    default:
      field.raw = reader.skip();
  }
}

Result<void> read_fields(std::string_view frame, Fields& fields) {
  Reader reader(frame);
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (Field* field = field_of(fields, key)) {
      read_field(reader, *field);
    } else {
      reader.skip();
    }
  }
  return reader.finish();
}

std::string as_json(const Field& field) {
  std::string out;
  switch (field.kind) {
    case Kind::kString:
      json::append_string(out, std::string_view(field.text));
      break;
    case Kind::kNumber:
      json::append_number(out, field.number);
      break;
    case Kind::kNone:
      out = "null";
      break;
    default:
      out = field.raw;
  }
  return out;
}

}  // namespace plenary::wire
