#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "protocol/base/document_key.hpp"
#include "server/access/identity.hpp"
#include "server/access/roles.hpp"
#include "server/access/scope.hpp"

namespace plenary::server {

/// The standing of an identity in a paper.
struct Standing {
  Role role{Role::kNone};
  bool history{false};  // kReadHistory was granted by itself
  friend bool operator==(const Standing&, const Standing&) = default;
};

/// The source of rights. Thread: any, any number at once. Cost of each call: a few look-ups, no
/// allocation.
class Rights {
 public:
  Rights() = default;
  Rights(const Rights&) = delete;
  Rights& operator=(const Rights&) = delete;
  virtual ~Rights() = default;

  /// The best role that `who` was given in the paper; kNone if the session, account, link or token
  /// has ended. A paper without an owner belongs to the administrators.
  [[nodiscard]] virtual Standing standing(const Identity& who, std::string_view paper) const = 0;
  [[nodiscard]] virtual bool is_administrator(const Identity& who) const = 0;
  /// Whether `who` may bring papers into being, and nobody has a right to this one.
  [[nodiscard]] virtual bool may_found(const Identity& who, std::string_view paper) const = 0;
  /// A number that every change of rights raises.
  [[nodiscard]] virtual std::uint64_t generation() const = 0;
};

/// The words of a paper: of its newest version, or of any before it.
enum class Words : std::uint8_t { kPresent, kPast };

/// Answers every question about rights: may this identity do this there? Thread: any.
class Access {
 public:
  /// Open mode: everybody may do everything. It is for tests, for loopback, and for embedding
  /// behind an application that checks access itself.
  Access() = default;
  /// Lifetime: `rights` outlives it.
  explicit Access(const Rights& rights) : rights_(&rights) {}

  [[nodiscard]] bool is_open() const { return rights_ == nullptr; }

  /// kAdminister is about the server, whatever the scope. In a paper the role decides.
  /// Administrators may give any paper a new owner, which is audited; being one gives no right to
  /// read it.
  [[nodiscard]] bool may(const Identity& who, Ability what, Scope scope) const;
  /// All of these abilities.
  [[nodiscard]] bool may_all(const Identity& who, AbilitySet what, Scope scope) const;

  /// Whether `who` may get words of a paper. Every answer that holds old words (an old version, an
  /// export of one, a quote, what a client missed) asks this with kPast: they may be words that
  /// were deleted.
  [[nodiscard]] bool may_read_words(const Identity& who, Scope paper, Words words) const {
    return may(who, words == Words::kPast ? Ability::kReadHistory : Ability::kReadDocument, paper);
  }

  /// The role of `who` in that paper; owner in open mode. An identity may be allowed less than its
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
