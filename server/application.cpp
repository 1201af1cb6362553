#include "server/application.hpp"

#include <sodium.h>

#include <array>
#include <atomic>
#include <future>
#include <thread>
#include <utility>
#include <vector>

#include "protocol/base/try.hpp"
#include "server/access/access.hpp"
#include "server/access/credentials.hpp"
#include "server/access/directory.hpp"
#include "server/access/jwt_keys.hpp"
#include "server/access/log_in.hpp"
#include "server/access/throttle.hpp"
#include "server/api/service.hpp"
#include "server/config/config.hpp"
#include "server/documents/past.hpp"
#include "server/history/archive.hpp"
#include "server/http/origin.hpp"
#include "server/net/connection_budgets.hpp"
#include "server/net/connection_limits.hpp"
#include "server/net/failure.hpp"
#include "server/net/listener.hpp"
#include "server/net/live_connections.hpp"
#include "server/net/tls_front.hpp"
#include "server/net/trusted_proxies.hpp"
#include "server/ops/control_socket.hpp"
#include "server/ops/log.hpp"
#include "server/ops/metrics.hpp"
#include "server/pictures/pictures.hpp"
#include "server/runtime/byte_budget.hpp"
#include "server/runtime/clock.hpp"
#include "server/runtime/descriptors.hpp"
#include "server/runtime/pools.hpp"
#include "server/sessions/founding.hpp"
#include "server/sessions/reading_since.hpp"
#include "server/sessions/sync_session.hpp"
#include "server/shards.hpp"
#include "server/threads/read_marks.hpp"
#include "server/webhooks/webhooks.hpp"
#include "storage/commit_queue.hpp"
#include "storage/rocks/open.hpp"

namespace plenary::server {
namespace {

/// 128 random bits in hex: an id that nobody can guess.
std::string random_id() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 2 * bytes.size() + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  return {hex.data(), 2 * bytes.size()};
}

class CommitMetrics final : public storage::CommitObserver {
 public:
  explicit CommitMetrics(Metrics& metrics) : metrics_(metrics) {}
  void on_commit(const storage::CommitReport& report) noexcept override {
    metrics_.committed_batch(report.documents, report.ops,
                             std::chrono::duration<double>(report.written).count());
  }

 private:
  Metrics& metrics_;
};

/// Says in the journal and the metrics whether the store takes writes.
class StoreWatch final : public storage::WriteObserver {
 public:
  explicit StoreWatch(Metrics& metrics) : metrics_(metrics) {}
  void on_writes_stopped(const Error& why) noexcept override {
    metrics_.store_takes_writes(false);
    log::error("store_takes_no_writes", {{"reason", why.detail}});
  }
  void on_writes_resumed() noexcept override {
    metrics_.store_takes_writes(true);
    log::info("store_takes_writes_again", {});
  }

 private:
  Metrics& metrics_;
};

/// Under --open everybody is one asker, who may have all of it.
ByteBudget::Options options_of_read_answers(const Config& config) {
  return {.bytes_max = kReadAnswerBytesMax,
          .bytes_per_asker_max = config.open ? kReadAnswerBytesMax : kReadAnswerBytesPerAskerMax};
}

/// The connections of one shard.
struct Connections {
  PeerSet peers;
  LiveConnections live;
};

/// Runs `task` on the shard and waits for its end.
template <class Do>
void on_shard(Shard& shard, Do task) {
  std::promise<void> done;
  shard.post([&] {
    task();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace

struct Application::Parts {
  explicit Parts(const Config& c) : config(c) {}

  Result<void> open_store() {
    storage::RocksOptions options;
    options.directory = config.data_dir;
    options.durability = config.durability;
    options.observer = &store_watch;
    options.descriptors = descriptors.store;
    if (const auto closed = storage::close_to_others(config.data_dir); !closed) {
      log::warning("data_dir_open_to_others", {{"reason", closed.error().detail}});
    } else if (*closed) {
      log::warning("data_dir_closed_to_others", {{"directory", config.data_dir.string()}});
    }
    PLENARY_TRY(store, storage::open_rocks(options));
    PLENARY_TRY(control, ControlSocket::listen(config.data_dir / "control.sock", *store));
    commits = std::make_unique<storage::CommitQueue>(*store, storage::CommitQueue::Options{},
                                                     &commit_metrics);
    read_marks = std::make_unique<ReadMarks>(*store);
    return config.open ? Result<void>() : open_directory();
  }

  Result<void> open_directory() {
    PLENARY_TRY(directory, Directory::load(*store, clock));
    access = Access(*directory);
    directory->when_rights_are_taken([this] { reading_since.recheck(); });
    std::vector<JwtIssuer> issuers;
    if (config.jwt_key_file) {
      PLENARY_TRY(JwtIssuer issuer,
                  issuer_of_key_file(config.jwt_issuer, config.jwt_audience, *config.jwt_key_file));
      issuers.push_back(std::move(issuer));
    }
    doorman = Doorman(*directory, clock, std::move(issuers));
    return {};
  }

  Result<void> furnish() {
    if (directory != nullptr) {
      PLENARY_TRY(webhooks, Webhooks::load(*store, clock, pools->directory,
                                           make_http_sender(config.webhooks_to_private)));
    }
    past = std::make_unique<Past>(*store);
    shards = std::make_unique<Shards>(
        config.threads, DocumentServices{*store, *commits, *pools, *past, read_answers, clock,
                                         config.limits, metrics, webhooks.get()});
    connections_of = std::vector<Connections>(shards->size());
    Documents& documents = shards->documents();
    client_ids = std::make_unique<ClientIds>(*store, clock);
    pictures = std::make_unique<Pictures>(*store, clock);
    archive = std::make_unique<Archive>(*store, clock, random_id, *past, documents, *pools);
    if (directory != nullptr) {
      founding = std::make_unique<Founding>(documents, pools->directory, *directory);
      log_in = std::make_unique<LogIn>(*directory, clock);
    }
    sessions = std::make_unique<SessionServices>(SessionServices{
        documents, shards->presence(), shards->threads(), access, *client_ids, config.limits,
        metrics, read_answers, random_id, founding.get(), config.open ? nullptr : &reading_since,
        &archive->bylines, config.open ? nullptr : &creations});
    http_services = std::make_unique<HttpServices>(
        HttpServices{documents, shards->presence(), shards->threads(), *read_marks, *past, *archive,
                     *pictures, *store, *pools, metrics, clock, config, random_id, draining});
    http_services->access = access;
    http_services->directory = directory.get();
    http_services->log_in = log_in.get();
    http_services->founding = founding.get();
    http_services->webhooks = webhooks.get();
    http_services->creations = config.open ? nullptr : &creations;
    PLENARY_TRY(http_service, make_http_service(*http_services));
    PLENARY_TRY(TrustedProxies proxies, TrustedProxies::parse(config.trusted_proxies));
    if (config.tls_certificate) {
      PLENARY_TRY(tls, TlsFront::load(*config.tls_certificate, *config.tls_key));
    }
    budgets = std::make_unique<ConnectionBudgets>(config.limits);
    connection_limits = std::make_unique<ConnectionLimits>(limits_of_connections(), clock);
    connections = std::make_unique<ConnectionServices>(ConnectionServices{
        [this](const PeerRef& peer, SocketClient client) -> std::shared_ptr<FrameHandler> {
          return std::make_shared<SyncSession>(*sessions, peer, std::move(client.who),
                                               std::move(client.limit_key),
                                               EmbedKinds::named(client.query["embeds"]));
        },
        http_service.handler,
        [this](const std::string& origin, const std::string& host) {
          return is_allowed_origin(config, origin, host);
        },
        [this](const std::string& host) { return is_allowed_host(config, host); },
        [this](const std::string& cookie, const std::string& authorization) {
          return doorman.identify(read_credentials(cookie, authorization));
        },
        http_service.body_bytes_max, config.limits, metrics, *connection_limits, *budgets,
        std::move(proxies)});
    return {};
  }

  /// The most connections that leave the store its descriptors. One address may have half of them.
  [[nodiscard]] ConnectionLimits::Options limits_of_connections() const {
    const std::size_t each = tls == nullptr ? 1 : 3;
    ConnectionLimits::Options options;
    options.by_address = !config.open;
    options.encrypted = tls != nullptr;
    options.connections_max =
        std::clamp<std::size_t>(descriptors.connections / each, 1, kConnectionsMax);
    options.connections_per_address_max =
        std::clamp<std::size_t>(options.connections_max / 2, 1, kConnectionsPerAddressMax);
    options.sockets_per_address_max =
        std::clamp<std::size_t>(options.connections_per_address_max / 2, 1, kSocketsPerAddressMax);
    return options;
  }

  void begin() {
    shards->start();
    watch_queues();
    if (tls != nullptr) {
      watch_certificate();
    }
    if (directory != nullptr) {
      watch_rights(0, 0);
      webhooks->start();
      sweep_directory();
    }
  }

  /// Has all sockets check their rights again each time that rights have changed, and now and then
  /// because a right may have expired.
  void watch_rights(std::uint64_t seen, std::int64_t checks) {
    constexpr std::int64_t kChecksPerSweep =
        std::chrono::milliseconds(kSweepInterval) / kRightsCheckInterval;
    const std::uint64_t generation = access.generation();
    if (generation != seen || checks % kChecksPerSweep == 0) {
      for (std::size_t i = 0; i < shards->size(); ++i) {
        (*shards)[i].post([&peers = connections_of[i].peers] { peers.recheck_all(); });
      }
    }
    (*shards)[0].after(kRightsCheckInterval,
                       [this, generation, checks] { watch_rights(generation, checks + 1); });
  }

  void sweep_directory() {
    (*shards)[0].after(kDirectorySweepInterval, [this] {
      pools->directory.post([this] {
        if (const Result<void> swept = directory->sweep(); !swept) {
          log::warning("directory_not_swept", {{"reason", swept.error().detail}});
        }
        if (const Result<void> swept = client_ids->sweep(); !swept) {
          log::warning("client_ids_not_swept", {{"reason", swept.error().detail}});
        }
        reading_since.recheck();  // rights also expire
      });
      sweep_directory();
    });
  }

  void watch_certificate() {
    (*shards)[0].after(kCertificateInterval, [this] {
      pools->directory.post([this] {
        if (const auto refreshed = tls->refresh(); !refreshed) {
          log::warning("certificate_not_read", {{"reason", refreshed.error().detail}});
        } else if (*refreshed) {
          log::info("certificate_read", {});
        }
      });
      watch_certificate();
    });
  }

  void watch_queues() {
    (*shards)[0].after(kSweepInterval, [this] {
      metrics.commit_queue_depth(commits->waiting_ops());
      metrics.background_depth(pools->waiting());
      metrics.read_memory(read_answers.held(), past->bytes());
      watch_queues();
    });
  }

  template <class Do>
  void on_each_shard(Do task) {
    for (std::size_t i = 0; i < shards->size(); ++i) {
      on_shard((*shards)[i], [&] { task(connections_of[i]); });
    }
  }

  void drain() {
    draining = true;
    listener->stop();
    on_each_shard([](Connections& here) { here.peers.stop_reading(); });
    // Messages that were taken may still be on their way, also between shards. After two turns of
    // each shard all of them have reached the commit queue.
    on_each_shard([](Connections&) {});
    on_each_shard([](Connections&) {});
    commits->stop();
    on_each_shard([](Connections&) {});  // the answers
    on_each_shard([](Connections& here) { here.peers.close_all(CloseReason::kServiceRestart); });
    const std::size_t left =
        wait_for_none(kDrainTime, [](Connections& here) { return here.peers.size(); });
    log::info("drained", {{"sockets_left", left}});
  }

  /// Ends all connections: after this none uses any part of the server.
  void end_connections() {
    // Each time anew: an encrypted connection joins a second time after its handshake.
    const std::size_t left = wait_for_none(kConnectionsEndTime, [](Connections& here) {
      here.live.end_all();
      return here.live.size();
    });
    if (left > 0) {
      log::warning("connections_left", {{"count", left}});
    }
  }

  /// Waits until the sum of `count` over the shards is 0. Returns the last one.
  template <class Count>
  std::size_t wait_for_none(std::chrono::milliseconds time, Count count) {
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (true) {
      std::size_t left = 0;
      on_each_shard([&](Connections& here) { left += count(here); });
      if (left == 0 || std::chrono::steady_clock::now() >= deadline) {
        return left;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  const Config& config;
  SystemClock clock;
  Metrics metrics;
  CommitMetrics commit_metrics{metrics};
  StoreWatch store_watch{metrics};
  Access access;
  Doorman doorman;
  ReadingSince reading_since{access};
  Throttle creations{clock, kCreationsPerPerson, kCreationRefillPerPerson};
  ByteBudget read_answers{options_of_read_answers(config)};
  std::atomic<bool> draining{false};
  // Members are destroyed in the reverse of this order: each comes after the members that it uses.
  // stop() has ended all threads but the control socket's by then, which uses the store only.
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<ControlSocket> control;
  std::unique_ptr<Directory> directory;  // null in open mode
  std::unique_ptr<storage::CommitQueue> commits;
  std::unique_ptr<Pools> pools;
  std::unique_ptr<Webhooks> webhooks;  // null in open mode
  std::unique_ptr<Past> past;
  std::vector<Connections> connections_of;  // by shard
  std::unique_ptr<Shards> shards;
  std::unique_ptr<Pictures> pictures;
  std::unique_ptr<Archive> archive;
  std::unique_ptr<ReadMarks> read_marks;
  std::unique_ptr<ClientIds> client_ids;
  std::unique_ptr<Founding> founding;  // null in open mode
  std::unique_ptr<LogIn> log_in;       // null in open mode
  std::unique_ptr<SessionServices> sessions;
  std::unique_ptr<HttpServices> http_services;
  HttpService http_service;
  DescriptorPlan descriptors;
  std::unique_ptr<ConnectionBudgets> budgets;
  std::unique_ptr<ConnectionLimits> connection_limits;
  std::unique_ptr<ConnectionServices> connections;
  std::unique_ptr<TlsFront> tls;  // null: in the clear
  std::unique_ptr<Listener> listener;
};

Application::Application(const Config& config) : parts_(std::make_unique<Parts>(config)) {}

Application::~Application() {
  stop();
}

Result<std::uint16_t> Application::start() {
  if (sodium_init() < 0) {
    return Error{Errc::kIo, "this machine gives no random numbers"};
  }
  Parts& parts = *parts_;
  const std::size_t descriptors = raise_descriptor_limit();
  reserve_descriptors(descriptors);
  parts.descriptors = plan_descriptors(descriptors);
  PLENARY_TRY_VOID(parts.open_store());
  parts.pools = std::make_unique<Pools>(
      parts.config.open ? Sharing::kAltogether : Sharing::kByAsker,
      [](std::string_view pool, const std::exception_ptr& thrown) { log_failure(pool, thrown); });
  PLENARY_TRY_VOID(parts.furnish());
  std::vector<ConnectionHome> homes;
  for (std::size_t i = 0; i < parts.shards->size(); ++i) {
    Connections& here = parts.connections_of[i];
    homes.push_back({(*parts.shards)[i], here.peers, here.live});
  }
  parts.listener =
      std::make_unique<Listener>(*parts.connections, std::move(homes), parts.tls.get());
  parts.begin();
  return parts.listener->start(parts.config.listen.address, parts.config.listen.port);
}

std::string Application::set_up_secret() const {
  return parts_->directory == nullptr ? std::string() : parts_->directory->set_up_secret();
}

void Application::stop() {
  Parts& parts = *parts_;
  if (parts.shards == nullptr) {
    return;
  }
  if (parts.listener != nullptr && !parts.draining) {
    parts.drain();
    parts.end_connections();  // then the pools drop the tasks of their requests
  }
  // Pools and webhooks post to shards, so they end first. A task that they post to a shard that has
  // stopped is destroyed with it, and may hold objects of any shard: all threads end before that.
  parts.pools->stop();
  if (parts.webhooks != nullptr) {
    parts.webhooks->stop();
  }
  parts.shards->stop();
  parts.listener.reset();
  parts.shards.reset();
}

}  // namespace plenary::server
