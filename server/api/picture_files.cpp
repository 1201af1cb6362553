#include "server/api/picture_files.hpp"

#include <optional>
#include <utility>
#include <variant>

#include "protocol/base/try.hpp"
#include "protocol/markup/data_address.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "protocol/ot/rich_text/embed_change.hpp"
#include "server/api/admission.hpp"
#include "server/api/creation.hpp"
#include "server/limits.hpp"
#include "server/pictures/pictures.hpp"

namespace plenary::server {
namespace {

constexpr std::string_view kPicturesBeside = "pictures/";

/// A fault of the picture and not of the server.
bool is_refusal(Errc code) {
  return code == Errc::kUnsupported || code == Errc::kMalformed || code == Errc::kDocumentExists;
}

/// Stores the pictures of one file, and remembers the first failure of the store.
class HeldPictures {
 public:
  HeldPictures(Pictures& pictures, const Asked& asked) : pictures_(pictures), asked_(asked) {}

  std::optional<markup::ShownPicture> store(std::string_view bytes) {
    const bool fits = bytes.size() <= kPictureBytesMax && failure_.has_value();
    const auto added =
        fits ? pictures_.add(asked_.document.id, bytes, asked_.who.name)
             : Result<Pictures::Added>(Error{Errc::kMalformed, "it is larger than it may be"});
    if (added) {
      const StoredPicture& picture = added->picture;
      return markup::ShownPicture{.address = std::string(kPicturesBeside) + picture.name,
                                  .width = picture.size.width,
                                  .height = picture.size.height};
    }
    if (!is_refusal(added.error().code)) {
      failure_ = added.error();
    }
    return std::nullopt;
  }

  [[nodiscard]] const Result<void>& failure() const { return failure_; }

 private:
  Pictures& pictures_;
  const Asked& asked_;
  Result<void> failure_{};
};

}  // namespace

const std::uint64_t PicturePlacer::kBytesMost = kInlinePictureBytesMax;

std::string_view PicturePlacer::name() const {
  return options_.inside ? "inside" : options_.below ? "below" : "";
}

markup::PlacePicture PicturePlacer::function() {
  if (options_.inside) {
    return [this](const std::string& address) { return held(address); };
  }
  if (options_.below) {
    return [](const std::string& address) { return "../" + address; };
  }
  return {};
}

/// The address that holds the picture; its own one if the paper has no such picture.
std::string PicturePlacer::held(const std::string& address) {
  const auto picture = pictures_.find(paper_, address.substr(kPicturesBeside.size()));
  bytes_ += picture ? picture->bytes : 0;
  const auto bytes =
      picture && !overflowed() ? pictures_.bytes_of(picture->name) : Result<std::string>(Error{});
  return bytes ? markup::data_address(media_type_of(picture->type), *bytes) : address;
}

namespace {

void add_pictures_in(const ot::rich_text::Delta& content, std::vector<std::string>& names) {
  for (const auto& component : content.components()) {
    if (component.embed == nullptr) {
      continue;
    }
    if (const auto picture = markup::picture_of(*component.embed, component.attributes)) {
      names.push_back(picture->address.substr(kPicturesBeside.size()));
    } else if (const auto inside = ot::rich_text::content_of(*component.embed)) {
      if (const auto* note = std::get_if<ot::rich_text::Note>(&inside->content)) {
        add_pictures_in(note->content, names);
      } else {
        for (const auto& [place, cell] : std::get<ot::rich_text::Table>(inside->content).cells) {
          add_pictures_in(cell.content, names);
        }
      }
    }
  }
}

Result<void> store_held_pictures(Pictures& pictures, const Asked& asked, Creation& creation) {
  creation.holds_pictures = false;
  PLENARY_TRY(const auto decoded, ot::rich_text::decode(creation.data));
  HeldPictures held(pictures, asked);
  const markup::Stored stored = markup::store_pictures(
      decoded.delta, [&held](std::string_view bytes) { return held.store(bytes); }, creation.held);
  PLENARY_TRY_VOID(held.failure());
  creation.held = {};
  creation.data.clear();
  ot::rich_text::append(creation.data, stored.document);
  if (stored.refused > 0) {
    creation.changes.push_back(
        stored.refused == 1
            ? "1 picture could not be taken: its description stands in its place."
            : std::to_string(stored.refused) +
                  " pictures could not be taken: their descriptions stand in their places.");
  }
  return {};
}

}  // namespace

std::vector<std::string> pictures_in(const ot::rich_text::Delta& content) {
  std::vector<std::string> names;
  add_pictures_in(content, names);
  return names;
}

Result<void> store_pictures_of(Pictures& pictures, const Asked& asked, Creation& creation) {
  if (!creation.adopts.empty()) {
    PLENARY_TRY_VOID(pictures.adopt(*creation.from, asked.document.id,
                                    std::exchange(creation.adopts, {}), asked.who.name));
  }
  return creation.holds_pictures ? store_held_pictures(pictures, asked, creation) : Result<void>();
}

}  // namespace plenary::server
