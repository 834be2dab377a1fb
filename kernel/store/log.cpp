#include "kernel/store/log.h"

namespace yc::store {
namespace {

struct RawEvent {
  Event event;  // without payload
  std::uint16_t kind = 0;
  std::uint8_t version = 0;
  std::span<const std::byte> payload;
};

base::Digest chain_hash(const base::Digest& previous, const RawEvent& raw) {
  PayloadWriter writer;
  writer.put(previous);
  writer.put(raw.event.position);
  writer.put(raw.event.stream);
  writer.put(raw.event.stream_sequence);
  writer.put(raw.event.at.unix_ms);
  writer.put(raw.event.actor);
  writer.put(raw.kind);
  writer.put(raw.version);
  base::Sha256 hash;
  hash.add(writer.take());
  hash.add(raw.payload);
  return hash.finish();
}

RawEvent raw_of(const Row& row) {  // columns in table order
  RawEvent raw;
  raw.event.position = row.number(0);
  raw.event.stream = row.id<base::StreamId>(1);
  raw.event.stream_sequence = row.number(2);
  raw.event.at = {row.integer(3)};
  raw.event.actor = row.id<base::PrincipalId>(4);
  raw.kind = static_cast<std::uint16_t>(row.integer(5));
  raw.version = static_cast<std::uint8_t>(row.integer(6));
  raw.payload = row.blob(7);
  return raw;
}

base::Result<Event> decoded_event(const Row& row) {
  RawEvent raw = raw_of(row);
  YC_TRY(raw.event.payload, decode_payload(raw.kind, raw.version, raw.payload));
  return std::move(raw.event);
}

}  // namespace

base::Result<LogHead> read_head(Database& database) {
  LogHead head;
  YC_CHECK(database.query("SELECT position, hash FROM event ORDER BY position DESC LIMIT 1", {},
                          [&head](const Row& row) {
                            head = {row.number(0), row.digest(1)};
                          }));
  return head;
}

base::Result<std::uint64_t> last_stream_sequence(Database& database, base::StreamId stream) {
  YC_TRY(const std::int64_t last,
         database.integer("SELECT max(stream_sequence) FROM event WHERE stream = ?1", {stream}));
  return static_cast<std::uint64_t>(last);
}

base::Status write_event(Database& database, Event& event, LogHead& head) {
  YC_TRY(const std::uint64_t last, last_stream_sequence(database, event.stream));
  event.position = head.position + 1;
  event.stream_sequence = last + 1;
  PayloadWriter writer;
  RawEvent raw{event, 0, 0, {}};
  std::visit(
      [&](const auto& payload) {
        payload.write(writer);
        raw.kind = payload.kKind;
        raw.version = payload.kVersion;
      },
      event.payload);
  const std::vector<std::byte> bytes = writer.take();
  raw.payload = bytes;
  const base::Digest hash = chain_hash(head.hash, raw);
  YC_CHECK(database.run("INSERT INTO event VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        {event.position, event.stream, event.stream_sequence, event.at.unix_ms,
                         event.actor, raw.kind, raw.version, bytes, hash}));
  head = {event.position, hash};
  return {};
}

base::Status read_stored_events(Database& database, std::uint64_t after_position,
                                std::uint64_t limit, base::Digest previous_hash,
                                const std::function<base::Status(StoredEvent&)>& each) {
  return database.query_checked(
      "SELECT * FROM event WHERE position > ?1 ORDER BY position LIMIT ?2", {after_position, limit},
      [&](const Row& row) -> base::Status {
        RawEvent raw = raw_of(row);
        StoredEvent stored;
        stored.stored_hash = row.digest(8);
        stored.computed_hash = chain_hash(previous_hash, raw);
        previous_hash = stored.stored_hash;
        auto payload = decode_payload(raw.kind, raw.version, raw.payload);
        stored.event = std::move(raw.event);
        if (payload) {
          stored.event.payload = *std::move(payload);
        } else {
          stored.decoded = std::unexpected(std::move(payload).error());
        }
        return each(stored);
      });
}

base::Result<std::vector<Event>> read_events(Database& database, std::uint64_t after_position,
                                             std::uint64_t limit) {
  std::vector<Event> events;
  YC_CHECK(
      database.query_checked("SELECT * FROM event WHERE position > ?1 ORDER BY position LIMIT ?2",
                             {after_position, limit}, [&events](const Row& row) -> base::Status {
                               YC_TRY(events.emplace_back(), decoded_event(row));
                               return {};
                             }));
  return events;
}

}  // namespace yc::store
