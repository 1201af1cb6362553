#include "server/runtime/pools.hpp"

namespace plenary::server {
namespace {

/// Two threads, so that one asker never has the whole pool.
constexpr std::size_t kThreads = 2;
/// The niceness (nice(2)) of threads that compute for long.
constexpr int kGivesWay = 10;
/// That of threads that hash passwords: 60 ms of a whole core each. They give way to the shards,
/// and go before what takes seconds: somebody waits to be let in.
constexpr int kGivesWayToShards = 5;

struct Common {
  Sharing sharing;
  const Pools::Failed& failed;
};

Pool::Options options(const Common& common, std::string_view name, std::size_t threads,
                      int niceness) {
  Pool::Options options{
      .name = name, .threads = threads, .niceness = niceness, .failed = common.failed};
  if (common.sharing == Sharing::kAltogether) {
    options.waiting_per_asker_max = options.waiting_max;
    options.running_per_asker_max = threads;
  }
  return options;
}

}  // namespace

Pools::Pools(Sharing sharing, const Failed& failed)
    : loading(options({sharing, failed}, "loading", kThreads, 0)),
      sealing(options({sharing, failed}, "sealing", 1, kGivesWay)),
      directory(options({sharing, failed}, "directory", kThreads, 0)),
      passwords(options({sharing, failed}, "passwords", kThreads, kGivesWayToShards)),
      conversions(options({sharing, failed}, "conversions", kThreads, kGivesWay)),
      reading(options({sharing, failed}, "reading", kThreads, kGivesWay)) {}

void Pools::stop() {
  // A pool ends before the pools to which its tasks post.
  conversions.stop();
  reading.stop();
  passwords.stop();
  directory.stop();
  loading.stop();
  sealing.stop();
}

std::size_t Pools::waiting() const {
  return loading.waiting() + sealing.waiting() + directory.waiting() + passwords.waiting() +
         conversions.waiting() + reading.waiting();
}

}  // namespace plenary::server
