#pragma once

#include <cstdint>
#include <string_view>

#include "protocol/base/document_key.hpp"

namespace plenary::server {

/// The collection of papers, and that of their tables: the table "budget" of paper "dc" is
/// ("records", "dc.budget") and inherits the paper's rights. Table names have no dot.
inline constexpr std::string_view kPaperCollection = "documents";
inline constexpr std::string_view kTableCollection = "records";
/// The server's own collections begin so: nobody reaches them from outside, ever.
inline constexpr std::string_view kReservedCollections = "plenary/";

/// The thing that a right is about. Valid for the length of one question: it refers to the id that
/// it was made from. Every document key is a scope. Releases and consultations become kinds of
/// their own. Thread: any (pure).
struct Scope {
  enum class Kind : std::uint8_t {
    kServer,    // accounts, groups, the audit: about no document
    kPaper,     // a paper
    kTable,     // a table of a paper: to make one is to edit the paper
    kUnowned,   // a document that belongs to no paper: for administrators
    kReserved,  // the server's own: for nobody
  };

  constexpr Scope() = default;
  Scope(const DocumentKey& document)  // NOLINT(google-explicit-constructor): a key names a scope
      : Scope(document.collection, document.id) {}
  Scope(std::string_view collection, std::string_view document_id);
  [[nodiscard]] static Scope of_paper(std::string_view id) { return {kPaperCollection, id}; }

  Kind kind{Kind::kServer};
  std::string_view id{};  // the paper's; empty for kServer, kUnowned and kReserved
};

}  // namespace plenary::server
