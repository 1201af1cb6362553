#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "protocol/base/document_key.hpp"
#include "server/access/identity.hpp"
#include "server/access/roles.hpp"

namespace plenary::server {

/// The collection of papers, and that of their tables: the table "budget" of paper "dc" is
/// ("records", "dc.budget") and inherits the paper's rights; to make one is to edit the paper.
/// Table names have no dot.
inline constexpr std::string_view kPaperCollection = "documents";
inline constexpr std::string_view kTableCollection = "records";
/// Collections that begin so are the server's own: nobody reaches them from outside, ever.
inline constexpr std::string_view kReservedCollections = "plenary/";

/// The paper whose rights decide about a document, or nothing if it belongs to none. A part of
/// `document`.
[[nodiscard]] std::optional<std::string_view> paper_of(const DocumentKey& document) noexcept;

/// What somebody is to a paper.
struct Standing {
  Role role{Role::kNone};
  bool history{false};  // kReadHistory was granted by itself
  friend bool operator==(const Standing&, const Standing&) = default;
};

/// Where rights are known. Thread: any, any number at once. Cost of each: a few look-ups, no
/// allocation.
class Rights {
 public:
  Rights() = default;
  Rights(const Rights&) = delete;
  Rights& operator=(const Rights&) = delete;
  virtual ~Rights() = default;

  /// The best of what `who` was given; nothing for a session, an account, a link or a token that
  /// has ended. A paper without an owner is the administrators'.
  [[nodiscard]] virtual Standing standing(const Identity& who, std::string_view paper) const = 0;
  [[nodiscard]] virtual bool is_administrator(const Identity& who) const = 0;
  /// Whether `who` may bring papers into being, and nobody has a right to this one.
  [[nodiscard]] virtual bool may_found(const Identity& who, std::string_view paper) const = 0;
  /// Raised by every change after which an answer may be another.
  [[nodiscard]] virtual std::uint64_t generation() const = 0;
};

/// The one place that answers who may do what. Thread: any.
class Access {
 public:
  /// Open mode: everybody may do everything. It is for tests, for loopback, and for embedding
  /// behind an application that checks access itself.
  Access() = default;
  /// Lifetime: `rights` outlives it.
  explicit Access(const Rights& rights) : rights_(&rights) {}

  [[nodiscard]] bool is_open() const { return rights_ == nullptr; }

  /// For kAdminister the document does not matter.
  /// A paper: by the role. Administrators may give any paper a new owner, which is audited; being
  /// one gives no right to read it. A document of another collection belongs to no paper: it is for
  /// administrators only.
  [[nodiscard]] bool may(const Identity& who, Ability what, const DocumentKey& document) const;

  /// What `who` is to that paper; its owner in open mode. An identity may be allowed less than its
  /// role says (a token): ask `may`.
  [[nodiscard]] Standing standing(const Identity& who, std::string_view paper) const {
    return rights_ == nullptr ? Standing{Role::kOwner, true} : rights_->standing(who, paper);
  }

  /// An answer of `may` holds until this number is another, or a session or link expires.
  [[nodiscard]] std::uint64_t generation() const {
    return rights_ == nullptr ? 0 : rights_->generation();
  }

 private:
  const Rights* rights_{nullptr};
};

}  // namespace plenary::server
