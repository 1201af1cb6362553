// plenaryd: the server.

#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>
#include <variant>

#ifdef PLENARY_MIMALLOC
#include <mimalloc.h>
#endif

#include "protocol/wire/decode.hpp"
#include "server/api/routes.hpp"
#include "server/application.hpp"
#include "server/config/config.hpp"
#include "server/ops/log.hpp"
#include "server/runtime/scheduling.hpp"

namespace {

using namespace plenary::server;  // NOLINT(google-build-using-namespace): this file is the program

/// Waits for SIGTERM or SIGINT. Both are blocked in all threads, so that only this one takes them.
int wait_for_signal(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  return signal;
}

/// Keeps free pages mapped, unless MIMALLOC_ALLOW_DECOMMIT says otherwise. To give them back and
/// take them again, mimalloc changes the address space. A thread that computes at a low priority
/// holds that lock and is preempted; then a shard that needs one page waits for tens of ms.
/// The price: the process keeps about the memory of its busiest hour (ADR 7).
void keep_free_memory() {
#ifdef PLENARY_MIMALLOC
  mi_option_set_default(mi_option_allow_decommit, 0);
#endif
}

int run(const Config& config) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  ::umask(S_IRWXG | S_IRWXO);  // what is written is people's data: for the owner only
  log::set_level(config.log_level);
  request_short_slices();
  Application application(config);
  const auto port = application.start();
  if (!port) {
    std::fprintf(stderr, "plenaryd: %s\n", port.error().detail.c_str());
    return 1;
  }
  ListenAddress address = config.listen;
  address.port = *port;
  const std::string site = (config.tls_certificate ? "https://" : "http://") + address.to_string();
  std::printf("listening on %s\n", site.c_str());
  if (const std::string secret = application.set_up_secret(); !secret.empty()) {
    // Behind the #, so that it is sent to nobody by accident.
    std::printf("there is no account yet: make the first one at %s/set-up#%s\n", site.c_str(),
                secret.c_str());
  }
  std::fflush(stdout);
  log::info("listening", {{"address", address.to_string()}, {"open", config.open}});
  const int signal = wait_for_signal(signals);
  log::info("stopping", {{"signal", signal}});
  application.stop();
  return 0;
}

/// Prints the actions of the socket, one a line.
void print_actions() {
  for (const std::string_view action : plenary::wire::actions()) {
    std::printf("%.*s\n", static_cast<int>(action.size()), action.data());
  }
}

}  // namespace

int main(int argc, char** argv) {
  keep_free_memory();
  // For tests and audits of rights. Both need no data directory.
  const std::string_view asked = argc == 2 ? argv[1] : "";
  if (asked == "--print-routes") {
    std::puts(routes_as_json().c_str());
    return 0;
  }
  if (asked == "--print-actions") {
    print_actions();
    return 0;
  }
  const auto settings = read_config(argc, argv);
  if (const auto* farewell = std::get_if<Farewell>(&settings)) {
    std::fputs(farewell->text.c_str(), farewell->status == 0 ? stdout : stderr);
    return farewell->status;
  }
  return run(std::get<Config>(settings));
}
