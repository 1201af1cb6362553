#pragma once

#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "server/pictures/stored_picture.hpp"

namespace plenary::storage {
class Store;
}

namespace plenary::server {

class Clock;

/// The pictures of papers. A picture is stored once, whatever papers have it, and a paper has those
/// that a record of it names. A paper keeps every picture that it ever had: its history shows them,
/// also when the paper is deleted.
///
/// Thread: any; calls block, changes until they are on disk. Errors of all: those of the store.
class Pictures {
 public:
  /// Lifetime: the store and the clock outlive it.
  Pictures(storage::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  struct Added {
    StoredPicture picture{};
    bool is_new{false};  // to the paper
  };
  /// Gives a paper the picture in a file, without its metadata. `author`: an author id, or empty.
  /// Errors: those of read_picture; kDocumentExists: the paper has as many pictures as it may have.
  [[nodiscard]] Result<Added> add(const std::string& paper, std::string_view file,
                                  const std::string& author);

  /// Adds a smaller copy for screens. The first one stays: later ones are taken and forgotten.
  /// Errors: kNotFound: the paper has no such picture; kUnsupported: neither PNG, JPEG nor WebP;
  /// kMalformed: it is damaged, too wide, larger than the picture or of other proportions.
  [[nodiscard]] Result<void> add_screen(const std::string& paper, const std::string& name,
                                        std::string_view file);

  /// Error kNotFound: the paper has no such picture, whatever others have.
  [[nodiscard]] Result<StoredPicture> find(const std::string& paper, const std::string& name);
  /// In the order in which they were added.
  [[nodiscard]] Result<std::vector<StoredPicture>> of(const std::string& paper);
  /// The bytes of a picture or a smaller copy that find() gave.
  [[nodiscard]] Result<std::string> bytes_of(const std::string& name);

  /// Gives a paper those of the pictures that another one has: for a paper that is made from
  /// another. Names that the other one has not are passed over. Error kDocumentExists: see add().
  [[nodiscard]] Result<void> adopt(const std::string& from, const std::string& to,
                                   std::span<const std::string> names);

 private:
  storage::Store& store_;
  const Clock& clock_;
  /// Held from counting a paper's pictures to storing one more. One write at a time costs nothing:
  /// they share a disk.
  std::mutex changes_;
};

}  // namespace plenary::server
