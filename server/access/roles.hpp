#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

/// Abilities, and the roles that allow them. Pure; thread: any.
namespace plenary::server {

/// One question each: may this identity do this with this document? Values are in stored tokens as
/// names (name_of): rename none.
enum class Ability : std::uint8_t {
  kReadDocument,       // the text as it is, and as it changes from now on
  kReadHistory,        // how it came to be: operations and versions below the head
  kEditDocument,       // change the text
  kRenameDocument,     // change title and other properties
  kDeleteDocument,     // and restore
  kCreateDocument,     // bring it into being
  kSeePresence,        // who is there
  kShowPresence,       // be seen
  kReadThreads,        // comments
  kComment,            // open threads, reply, react; change one's own
  kSuggest,            // propose changes
  kModerateThreads,    // resolve, label, assign; delete others' comments
  kManageAccess,       // grants and share links
  kTransferOwnership,  // make somebody else the owner
  kExportDocument,     // take it away as a file
  kAdminister,         // accounts, groups, the audit log; about no document
};
inline constexpr std::size_t kAbilityCount = 16;

/// The ability's own name without the k, in snake_case: "read_document".
[[nodiscard]] std::string_view name_of(Ability ability) noexcept;
/// The inverse of name_of.
[[nodiscard]] std::optional<Ability> parse_ability(std::string_view name) noexcept;

/// A set of abilities; a regular value of four bytes.
class AbilitySet {
 public:
  constexpr AbilitySet() = default;
  constexpr AbilitySet(std::initializer_list<Ability> abilities) {
    for (const Ability ability : abilities) {
      bits_ |= bit(ability);
    }
  }
  [[nodiscard]] static constexpr AbilitySet all() {
    AbilitySet set;
    set.bits_ = (std::uint32_t{1} << kAbilityCount) - 1;
    return set;
  }

  [[nodiscard]] constexpr bool has(Ability ability) const { return (bits_ & bit(ability)) != 0; }
  /// Whether every ability of `other` is in this set, too.
  [[nodiscard]] constexpr bool has_all(AbilitySet other) const {
    return (other.bits_ & ~bits_) == 0;
  }
  [[nodiscard]] constexpr AbilitySet with(AbilitySet other) const {
    other.bits_ |= bits_;
    return other;
  }
  friend constexpr bool operator==(AbilitySet, AbilitySet) = default;

 private:
  static constexpr std::uint32_t bit(Ability ability) {
    return std::uint32_t{1} << static_cast<unsigned>(ability);
  }
  std::uint32_t bits_{0};
};

/// The part that somebody has in a document. Each role allows everything that the one before it
/// allows, and more.
enum class Role : std::uint8_t { kNone, kReader, kCommenter, kSuggester, kEditor, kOwner };
inline constexpr std::size_t kRoleCount = 6;

/// "none", "reader", "commenter", "suggester", "editor", "owner".
[[nodiscard]] std::string_view name_of(Role role) noexcept;
[[nodiscard]] std::optional<Role> parse_role(std::string_view name) noexcept;

/// The abilities of each role. kReadHistory may also be granted by itself to a lower role;
/// kAdminister comes from no role.
[[nodiscard]] constexpr AbilitySet abilities_of(Role role) noexcept {
  using enum Ability;
  constexpr AbilitySet kReads{kReadDocument, kExportDocument, kSeePresence};
  constexpr AbilitySet kComments = kReads.with({kReadThreads, kComment, kShowPresence});
  constexpr AbilitySet kSuggests = kComments.with({Ability::kSuggest});
  constexpr AbilitySet kEdits =
      kSuggests.with({kEditDocument, kRenameDocument, kReadHistory, kModerateThreads});
  constexpr AbilitySet kOwns =
      kEdits.with({kDeleteDocument, kCreateDocument, kManageAccess, kTransferOwnership});
  constexpr std::array<AbilitySet, kRoleCount> kTable{AbilitySet{}, kReads, kComments,
                                                      kSuggests,    kEdits, kOwns};
  return kTable[static_cast<std::size_t>(role)];
}

}  // namespace plenary::server
