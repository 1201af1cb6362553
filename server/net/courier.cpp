#include "server/net/courier.hpp"

namespace plenary::server {

void Courier::send(const PeerRef& peer, Bytes bytes) {
  if (peer->is_gone()) {
    return;  // it may have lost the right to these very words
  }
  if (&peer->shard() == &home_) {
    peer->send(std::move(bytes));
  } else {
    pack(peer, {peer, std::move(bytes), {}, {}});
  }
}

void Courier::send_newest(const PeerRef& peer, std::string key, Bytes bytes) {
  if (peer->is_gone()) {
    return;
  }
  if (&peer->shard() == &home_) {
    peer->send_newest(key, std::move(bytes));
  } else {
    pack(peer, {peer, std::move(bytes), std::move(key), {}});
  }
}

void Courier::run(const PeerRef& peer, Task task) {
  if (&peer->shard() == &home_) {
    home_.post(std::move(task));
  } else {
    pack(peer, {peer, {}, {}, std::move(task)});
  }
}

void Courier::close(const PeerRef& peer, CloseReason reason) {
  dispatch();  // frames that were sent before must leave before
  peer->shard().post([peer, reason] { peer->close(reason); });
}

void Courier::pack(const PeerRef& peer, Item item) {
  parcels_[peer->shard().index()].push_back(std::move(item));
  if (!std::exchange(scheduled_, true)) {
    home_.post([this] { dispatch(); });
  }
}

void Courier::dispatch() {
  scheduled_ = false;
  for (std::vector<Item>& parcel : parcels_) {
    if (parcel.empty()) {
      continue;
    }
    Shard& shard = parcel.front().peer->shard();
    shard.post([items = std::exchange(parcel, {})]() mutable {
      for (Item& item : items) {
        if (item.task) {
          item.task();
        } else if (item.peer->is_gone()) {
          continue;
        } else if (item.newest_key.empty()) {
          item.peer->send(std::move(item.bytes));
        } else {
          item.peer->send_newest(item.newest_key, std::move(item.bytes));
        }
      }
    });
  }
}

}  // namespace plenary::server
