// Writes to a data directory as a busy server does until it is killed, and prints every
// acknowledgement: "<document> <version>\n". The parent is kill_test.cpp.
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

#include "storage/commit_queue.hpp"
#include "storage/rocks/open.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/letters.hpp"

namespace plenary::storage::testing {
namespace {

constexpr std::size_t kDocuments = 4;

void acknowledge(std::size_t document, std::uint64_t version) {
  const std::string line = std::to_string(document) + " " + std::to_string(version) + "\n";
  // One write of few bytes: the line is in the pipe whole, or not at all.
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) {
    std::abort();
  }
}

/// Packs what the others wrote, a part at a time.
void seal_for_ever(Store& store, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  while (true) {
    const DocumentKey key = paper(std::to_string(random() % kDocuments));
    const std::uint64_t head = store.head(key).value().version.value;
    if (head > 0 && !store.seal(key, {head - random() % head})) {
      std::abort();
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 5000));
  }
}

void write_for_ever(Store& store, std::uint64_t seed) {
  CommitQueue queue(store);
  std::mt19937_64 random(seed);
  std::array<std::uint64_t, kDocuments> next{};
  for (std::size_t d = 0; d < kDocuments; ++d) {
    next[d] = store.head(paper(std::to_string(d))).value().version.value;
  }
  while (true) {
    const std::size_t d = random() % kDocuments;
    const DocumentKey key = paper(std::to_string(d));
    const std::uint64_t count = 1 + random() % 4;
    const std::uint64_t after = next[d] + count;
    const Result<void> taken =
        queue.submit(letters_append(key, next[d], count), [d, after](const Result<void>& answer) {
          if (!answer) {
            std::abort();
          }
          acknowledge(d, after);
        });
    next[d] = taken ? after : next[d];
    if (random() % 256 == 0) {
      const std::uint64_t head = store.head(key).value().version.value;
      if (head > 0 && !store.put_snapshot(key, letters_snapshot(key, head))) {
        std::abort();
      }
    }
    if (random() % 4 == 0) {
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 2000));
    }
  }
}

}  // namespace
}  // namespace plenary::storage::testing

int main(int argc, char** argv) {
  using namespace plenary::storage;  // NOLINT(google-build-using-namespace): a short program
  if (argc != 3) {
    std::fputs("usage: storage_kill_child DIRECTORY SEED\n", stderr);
    return 2;
  }
  // Small, so that the kill often comes while a file is being made.
  auto store = open_rocks({.directory = argv[1], .unsaved_bytes = 256 * 1024});
  if (!store) {
    std::fputs((store.error().detail + "\n").c_str(), stderr);
    return 1;
  }
  const std::uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  std::thread([&] { testing::seal_for_ever(**store, ~seed); }).detach();
  testing::write_for_ever(**store, seed);
}
