#pragma once

#include "clients/cli/http_client.hpp"
#include <CLI/CLI.hpp>

#include <optional>
#include <string>

#include "protocol/json/value.hpp"

/// The common part of the commands that read a document's history.
namespace plenary::cli {

/// A document and its server.
struct HistorySource {
  std::string id;
  std::string server{kDefaultServer};
};

/// Adds ID and --server. Lifetime: `source` outlives the command.
void add_source(CLI::App& command, HistorySource& source);

/// Reads what the API has at the document's `what`, "blame" say. Nothing if it was not given: then
/// the person has been told why.
[[nodiscard]] std::optional<std::string> read_text(const HistorySource& source,
                                                   const std::string& what, const Query& query);
[[nodiscard]] std::optional<json::Value> read_object(const HistorySource& source,
                                                     const std::string& what, const Query& query);

/// The author that the `by` of `told` refers to in an answer: a name, or an id if there is no name.
[[nodiscard]] std::string author_of(const json::Value& answer, const json::Value& told);

/// Ends a command: complains if standard output could not be written.
[[nodiscard]] int done();

}  // namespace plenary::cli
