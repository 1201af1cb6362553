#pragma once

#include "clients/cli/http_client.hpp"
#include <CLI/CLI.hpp>

#include <optional>
#include <string>

#include "protocol/json/value.hpp"

/// What the commands that look at a document's history have in common.
namespace plenary::cli {

/// Whose history, and where it is.
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

/// Who the `by` of `told` is among the authors of an answer: a name, or an id where nobody has one.
[[nodiscard]] std::string author_of(const json::Value& answer, const json::Value& told);

/// Ends a command: complains if standard output could not be written.
[[nodiscard]] int done();

}  // namespace plenary::cli
