#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include <sys/stat.h>

#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "protocol/base/try.hpp"
#include "storage/key_value_store.hpp"
#include "storage/keys.hpp"
#include "storage/rocks/open.hpp"

namespace plenary::cli {
namespace {

/// Keys begin with names, and no name begins like that (storage/FORMAT.md, 3).
constexpr std::string_view kBehindAllKeys = "\xff\xff\xff\xff\xff\xff\xff\xff";

struct Packed {
  std::uint64_t documents{0};
  std::uint64_t operations{0};
};

/// Every document that has a log. Error: kCorrupt.
Result<std::vector<DocumentKey>> documents_in(storage::Families& families) {
  std::vector<DocumentKey> keys;
  const auto cursor = families.cursor(storage::Family::kHeads);
  for (cursor->seek(""); cursor->valid(); cursor->next()) {
    if (auto key = storage::parse_document_key(cursor->key())) {
      keys.push_back(*std::move(key));
    }
  }
  PLENARY_TRY_VOID(cursor->status());
  return keys;
}

Result<Packed> compact(const std::string& directory) {
  PLENARY_TRY(const std::shared_ptr<storage::Families> families,
              storage::open_rocks_families({.directory = directory, .create = false}));
  PLENARY_TRY(const std::vector<DocumentKey> keys, documents_in(*families));
  storage::KeyValueStore store(families);
  Packed packed;
  for (const DocumentKey& key : keys) {
    PLENARY_TRY(const storage::Head head, store.head(key));
    PLENARY_TRY(const storage::Sealed sealed, store.seal(key, head.version, 1));
    packed.documents += sealed.ops > 0 ? 1 : 0;
    packed.operations += sealed.ops;
  }
  // Deleted rows still lie in the files.
  for (const storage::Family family : storage::kAllFamilies) {
    PLENARY_TRY_VOID(families->reclaim(family, "", kBehindAllKeys));
  }
  return packed;
}

int compact_directory(const std::string& directory) {
  ::umask(S_IRWXG | S_IRWXO);  // the data is its owner's only
  const Result<Packed> packed = compact(directory);
  if (!packed) {
    return complain({packed.error().detail, "What was packed before is packed, and nothing is lost",
                     "`plenary check` tells what is wrong with the data, if something is."});
  }
  std::cout << "packed " << packed->operations << " operations of " << packed->documents
            << " documents\n";
  return kDone;
}

}  // namespace

void add_compact(CLI::App& program, Chosen& chosen) {
  const auto directory = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand(
      "compact", "Pack the history of all documents, as a running server does with long ones");
  command->add_option("--data-dir", *directory, "The data directory of a server that is stopped")
      ->required();
  command->footer(
      "All versions stay readable and nothing is lost: the operations only take less space.\n"
      "It may be stopped at any moment and started again.");
  command->callback(
      [directory, &chosen] { chosen = [directory] { return compact_directory(*directory); }; });
}

}  // namespace plenary::cli
