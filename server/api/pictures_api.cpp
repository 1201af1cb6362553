#include "server/api/pictures_api.hpp"

#include <memory>
#include <string>
#include <utility>

#include "protocol/base/try.hpp"
#include "protocol/json/value.hpp"
#include "server/api/admission.hpp"
#include "server/api/handlers.hpp"
#include "server/api/service.hpp"
#include "server/history/archive.hpp"
#include "server/http/answers.hpp"
#include "server/http/negotiation.hpp"
#include "server/http/problem.hpp"
#include "server/pictures/pictures.hpp"
#include "server/runtime/times.hpp"

namespace plenary::server {
namespace {

/// A picture that is opened by itself is drawn as in a page: an SVG loads nothing and runs nothing.
constexpr const char* kPicturePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/// The reader's browser may keep it, and asks each time whether the reader still may have it.
constexpr const char* kPictureCaching = "private, no-cache";

const std::string& name_in(const Exchange& exchange) {
  return exchange.captures.at(1);
}

json::Value picture_value(const StoredPicture& picture) {
  return {{"picture", picture.name},
          {"address", "pictures/" + picture.name},
          {"type", media_type_of(picture.type)},
          {"width", picture.size.width},
          {"height", picture.size.height},
          {"bytes", picture.bytes}};
}

json::Value listed_value(const StoredPicture& picture) {
  json::Value value = picture_value(picture);
  value["added_at"] = to_rfc3339(picture.added_at);
  value["added_by"] = picture.added_by.empty() ? json::Value() : json::Value(picture.added_by);
  value["screen"] = picture.screen.has_value();
  return value;
}

/// The answer for a file that cannot be taken.
HttpResponse refuse_picture(const Error& error) {
  switch (error.code) {
    case Errc::kUnsupported:
      return to_response({415, kUnsupportedMediaType, error.detail});
    case Errc::kMalformed:
      return to_response({422, kInvalidRequest, error.detail});
    default:
      return refuse(error);
  }
}

}  // namespace

void PicturesApi::add_to(Handlers& handlers) {
  handlers.add("listPictures", *this, &PicturesApi::list);
  handlers.add("addPicture", *this, &PicturesApi::add);
  handlers.add("readPicture", *this, &PicturesApi::read);
  handlers.add("addScreenCopy", *this, &PicturesApi::add_screen);
}

PicturesApi::Answer PicturesApi::list(const Exchange& exchange) {
  PLENARY_TRY(const auto pictures, services_.pictures.of(asked_of(exchange).document.id));
  json::Value values = json::Value::array();
  for (const StoredPicture& picture : pictures) {
    values.push_back(listed_value(picture));
  }
  HttpResponse response = json_response(200, json::Value{{"pictures", std::move(values)}});
  response.headers.emplace_back("cache-control", kAskAgain);
  return tagged(exchange.request, std::move(response));
}

PicturesApi::Answer PicturesApi::add(const Exchange& exchange) {
  const Asked asked = asked_of(exchange);
  const auto added =
      services_.pictures.add(asked.document.id, exchange.request.body, asked.who.name);
  if (!added) {
    return refuse_picture(added.error());
  }
  services_.archive.bylines.note(asked.who);
  return json_response(added->is_new ? 201 : 200, picture_value(added->picture));
}

PicturesApi::Answer PicturesApi::read(const Exchange& exchange) {
  PLENARY_TRY(const StoredPicture picture,
              services_.pictures.find(asked_of(exchange).document.id, name_in(exchange)));
  const bool small = parameter(exchange.request, "for") == "screen" && picture.screen.has_value();
  const PictureType type = small ? picture.screen->type : picture.type;
  const std::string& blob = small ? picture.screen->name : picture.name;
  const std::string etag = "\"" + blob + "\"";
  HttpResponse response{200,
                        {{"content-type", std::string(media_type_of(type))},
                         {"cache-control", kPictureCaching},
                         {"content-security-policy", kPicturePolicy},
                         {"content-disposition",
                          "inline; filename=\"picture." + std::string(ending_of(type)) + "\""}}};
  if (!etag_matches(header(exchange.request, "if-none-match"), etag)) {
    PLENARY_TRY(std::string bytes, services_.pictures.bytes_of(blob));
    response.body = std::make_shared<const std::string>(std::move(bytes));
  }
  return with_etag(exchange.request, std::move(response), etag);
}

PicturesApi::Answer PicturesApi::add_screen(const Exchange& exchange) {
  const auto added = services_.pictures.add_screen(asked_of(exchange).document.id,
                                                   name_in(exchange), exchange.request.body);
  return added ? no_content() : refuse_picture(added.error());
}

}  // namespace plenary::server
