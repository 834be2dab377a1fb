#pragma once
// The table of events and its hash chain.
//
// hash = SHA-256 of: hash of the event before (zeros for the first), then as little-endian numbers
// position u64, stream u64, stream_sequence u64, at i64, actor u64, kind u16, version u8, and the
// payload. So no event can be changed, dropped or put elsewhere without breaking the chain.

#include <functional>

#include "kernel/store/sqlite.h"
#include "kernel/store/store.h"

namespace yc::store {

inline constexpr std::string_view kLogSchema = R"(
  CREATE TABLE event(
    position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, stream_sequence INTEGER NOT NULL,
    at INTEGER NOT NULL, actor INTEGER NOT NULL, kind INTEGER NOT NULL, version INTEGER NOT NULL,
    payload BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
  CREATE UNIQUE INDEX event_stream ON event(stream, stream_sequence);)";

// Where the log ends.
struct LogHead {
  std::uint64_t position = 0;
  base::Digest hash{};
};

base::Result<LogHead> read_head(Database& database);
base::Result<std::uint64_t> last_stream_sequence(Database& database, base::StreamId stream);

// Gives the event position, stream sequence and hash, writes it and moves the head.
base::Status write_event(Database& database, Event& event, LogHead& head);

// An event as it lies in the table, for checking.
struct StoredEvent {
  Event event;  // payload only when decoded is a value
  base::Status decoded;
  base::Digest stored_hash{};
  base::Digest computed_hash{};  // continuing from the given previous hash
};

// All events after a position, in order.
base::Status read_stored_events(Database& database, std::uint64_t after_position,
                                std::uint64_t limit, base::Digest previous_hash,
                                const std::function<base::Status(StoredEvent&)>& each);

// The same without the chain; the first malformed event is an error.
base::Result<std::vector<Event>> read_events(Database& database, std::uint64_t after_position,
                                             std::uint64_t limit);

}  // namespace yc::store
