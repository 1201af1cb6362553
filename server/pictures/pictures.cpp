#include "server/pictures/pictures.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/base/try.hpp"
#include "server/limits.hpp"
#include "server/runtime/clock.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

/// With a paper's id behind it: the pictures of each paper are a kind of their own.
constexpr const char* kPictureKind = "pictures/";

std::string pictures_of(const std::string& paper) {
  return kPictureKind + paper;
}

storage::RecordChange change_of(const std::string& paper, const StoredPicture& picture) {
  return {pictures_of(paper), picture.name, encode(picture)};
}

std::uint64_t bytes_in(const StoredPicture& picture) {
  return picture.bytes + (picture.screen ? picture.screen->bytes : 0);
}

/// Error: a paper with these may not have one more of so many bytes.
Result<void> check_room(const std::vector<StoredPicture>& there, std::uint64_t bytes) {
  for (const StoredPicture& picture : there) {
    bytes += bytes_in(picture);
  }
  if (there.size() >= kPicturesPerPaperMax || bytes > kPictureBytesPerPaperMax) {
    return Error{Errc::kDocumentExists,
                 "This document has as many pictures as it may have: " +
                     std::to_string(kPicturesPerPaperMax) + ", or " +
                     std::to_string(kPictureBytesPerPaperMax >> 20U) +
                     " MiB. Those that were taken out of the text count, for its history shows "
                     "them."};
  }
  return {};
}

const StoredPicture* find_in(const std::vector<StoredPicture>& pictures, const std::string& name) {
  const auto found = std::find_if(pictures.begin(), pictures.end(),
                                  [&name](const StoredPicture& one) { return one.name == name; });
  return found == pictures.end() ? nullptr : &*found;
}

/// Whether a copy shows the same: its height is right for its width, within 1 % or a pixel.
bool is_same_shape(Size copy, Size original) {
  const double right = double{1} * copy.width * original.height / original.width;
  return std::abs(copy.height - right) <= std::max(1.0, right / 100);
}

Result<void> check_screen(const Picture& copy, const StoredPicture& original) {
  if (copy.type == PictureType::kGif || copy.type == PictureType::kSvg) {
    return Error{Errc::kUnsupported, "A copy for screens is a PNG, JPEG or WebP."};
  }
  if (copy.size.width > kScreenCopyWidthMax || copy.bytes.size() > original.bytes) {
    return Error{Errc::kMalformed, "A copy for screens is at most " +
                                       std::to_string(kScreenCopyWidthMax) +
                                       " pixels wide, and has no more bytes than the picture."};
  }
  if (!is_same_shape(copy.size, original.size)) {
    return Error{Errc::kMalformed, "A copy for screens has the proportions of the picture."};
  }
  return {};
}

}  // namespace

Result<std::vector<StoredPicture>> Pictures::of(const std::string& paper) {
  std::vector<StoredPicture> pictures;
  Result<void> read;
  PLENARY_TRY_VOID(
      store_.read_records(pictures_of(paper), [&](std::string&& name, std::string&& json) {
        Result<StoredPicture> picture = decode_picture(std::move(name), json);
        if (!picture) {
          read = picture.error();
          return false;
        }
        pictures.push_back(*std::move(picture));
        return true;
      }));
  PLENARY_TRY_VOID(read);
  std::stable_sort(
      pictures.begin(), pictures.end(),
      [](const StoredPicture& a, const StoredPicture& b) { return a.added_at < b.added_at; });
  return pictures;
}

Result<StoredPicture> Pictures::find(const std::string& paper, const std::string& name) {
  PLENARY_TRY(const auto json, store_.record(pictures_of(paper), name));
  if (!json) {
    return Error{Errc::kNotFound, "This document has no such picture."};
  }
  return decode_picture(name, *json);
}

Result<std::string> Pictures::bytes_of(const std::string& name) {
  PLENARY_TRY(std::optional<std::string> bytes, store_.blob(name));
  if (!bytes) {
    return Error{Errc::kCorrupt, "the blob " + name + " is missing"};
  }
  return *std::move(bytes);
}

Result<Pictures::Added> Pictures::add(const std::string& paper, std::string_view file,
                                      const std::string& author) {
  PLENARY_TRY(const Picture picture, read_picture(file));
  const std::string name = storage::blob_name(picture.bytes);
  const std::lock_guard lock(changes_);
  PLENARY_TRY(const std::vector<StoredPicture> there, of(paper));
  if (const StoredPicture* const same = find_in(there, name)) {
    PLENARY_TRY_VOID(store_.put_blob(picture.bytes, {}));  // mends one that is damaged
    return Added{*same, false};
  }
  PLENARY_TRY_VOID(check_room(there, picture.bytes.size()));
  StoredPicture stored{.name = name,
                       .type = picture.type,
                       .size = picture.size,
                       .bytes = picture.bytes.size(),
                       .added_at = clock_.now(),
                       .added_by = author};
  const std::array change{change_of(paper, stored)};
  PLENARY_TRY_VOID(store_.put_blob(picture.bytes, change));
  return Added{std::move(stored), true};
}

Result<void> Pictures::add_screen(const std::string& paper, const std::string& name,
                                  std::string_view file) {
  PLENARY_TRY(const Picture copy, read_picture(file));
  const std::lock_guard lock(changes_);
  PLENARY_TRY(StoredPicture original, find(paper, name));
  PLENARY_TRY_VOID(check_screen(copy, original));
  if (original.screen) {
    return {};
  }
  original.screen = {storage::blob_name(copy.bytes), copy.type, copy.bytes.size()};
  const std::array change{change_of(paper, original)};
  return store_.put_blob(copy.bytes, change);
}

Result<void> Pictures::adopt(const std::string& from, const std::string& to,
                             std::span<const std::string> names) {
  const std::lock_guard lock(changes_);
  PLENARY_TRY(const std::vector<StoredPicture> offered, of(from));
  PLENARY_TRY(std::vector<StoredPicture> there, of(to));
  std::vector<storage::RecordChange> changes;
  for (const std::string& name : names) {
    const StoredPicture* const wanted = find_in(offered, name);
    if (wanted == nullptr || find_in(there, name) != nullptr) {
      continue;
    }
    PLENARY_TRY_VOID(check_room(there, bytes_in(*wanted)));
    changes.push_back(change_of(to, *wanted));
    there.push_back(*wanted);
  }
  return store_.change_records(changes);
}

}  // namespace plenary::server
