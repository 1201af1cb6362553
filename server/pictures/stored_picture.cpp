#include "server/pictures/stored_picture.hpp"

#include <array>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/members.hpp"

namespace plenary::server {
namespace {

using json::Value;

constexpr std::array kPictureTypes{PictureType::kPng, PictureType::kJpeg, PictureType::kWebp,
                                   PictureType::kGif, PictureType::kSvg};

Result<PictureType> type_member(const Value& object) {
  PLENARY_TRY(const std::string name, json::required_text_member(object, "type"));
  for (const PictureType type : kPictureTypes) {
    if (name == media_type_of(type)) {
      return type;
    }
  }
  return Error{Errc::kMalformed, "\"type\" is no type of picture"};
}

Result<std::uint32_t> side_member(const Value& object, const char* name) {
  PLENARY_TRY(const std::uint64_t side, json::whole_member(object, name));
  return static_cast<std::uint32_t>(side);
}

Result<StoredPicture> from_value(std::string name, const Value& value) {
  StoredPicture picture{.name = std::move(name)};
  PLENARY_TRY(picture.type, type_member(value));
  PLENARY_TRY(picture.size.width, side_member(value, "width"));
  PLENARY_TRY(picture.size.height, side_member(value, "height"));
  PLENARY_TRY(picture.bytes, json::whole_member(value, "bytes"));
  PLENARY_TRY(picture.added_at.ms, json::integer_member(value, "added_at"));
  picture.added_by = json::text_or_empty(value, "added_by");
  if (const Value* const screen = json::find_member(value, "screen")) {
    StoredPicture::Screen copy;
    PLENARY_TRY(copy.name, json::required_text_member(*screen, "picture"));
    PLENARY_TRY(copy.type, type_member(*screen));
    PLENARY_TRY(copy.bytes, json::whole_member(*screen, "bytes"));
    picture.screen = std::move(copy);
  }
  return picture;
}

}  // namespace

std::string encode(const StoredPicture& picture) {
  Value value{{"type", media_type_of(picture.type)}, {"width", picture.size.width},
              {"height", picture.size.height},       {"bytes", picture.bytes},
              {"added_at", picture.added_at.ms},     {"added_by", picture.added_by}};
  if (picture.screen) {
    value["screen"] = {{"picture", picture.screen->name},
                       {"type", media_type_of(picture.screen->type)},
                       {"bytes", picture.screen->bytes}};
  }
  return json::to_string(value);
}

Result<StoredPicture> decode_picture(std::string name, std::string_view json) {
  const Result<Value> value = json::parse(json);
  Result<StoredPicture> picture = value ? from_value(name, *value) : value.error();
  if (!picture) {
    return Error{Errc::kCorrupt, "the record of the picture " + name +
                                     " cannot be read: " + picture.error().detail};
  }
  return picture;
}

}  // namespace plenary::server
