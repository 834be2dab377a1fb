#include "kernel/store/sqlite.h"

#include <sqlite3.h>

#include <cstring>

#include "kernel/base/assert.h"

namespace yc::store {
namespace {

using base::ErrorCode;
using base::fail;

constexpr int kBusyTimeoutMs = 5000;
constexpr std::string_view kConstraint = "the database refuses: ";

// The text of a row's value as SQL would write it, so that values of different types differ.
std::string quoted_value(const Row& row, sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return std::to_string(row.integer(column));
    case SQLITE_TEXT:
      return "'" + row.text(column) + "'";
    case SQLITE_BLOB:
      return "x'" + base::to_hex(row.blob(column)) + "'";
    default:
      return "null";
  }
}

// Resets the statement when the caller leaves, so that no read transaction stays open.
class ResetOnExit {
 public:
  explicit ResetOnExit(sqlite3_stmt* statement) : statement_(statement) {}
  ~ResetOnExit() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  ResetOnExit(const ResetOnExit&) = delete;
  ResetOnExit& operator=(const ResetOnExit&) = delete;

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

int Row::columns() const {
  return sqlite3_column_count(statement_);
}

bool Row::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Row::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string Row::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::span<const std::byte> Row::blob(int column) const {
  const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

base::Digest Row::digest(int column) const {
  base::Digest digest{};
  const auto bytes = blob(column);
  if (bytes.size() == digest.size()) std::memcpy(digest.data(), bytes.data(), digest.size());
  return digest;
}

std::string Row::quoted() const {
  std::string text = "(";
  for (int column = 0; column < columns(); ++column) {
    if (column > 0) text += ", ";
    text += quoted_value(*this, statement_, column);
  }
  return text + ")";
}

base::Result<std::unique_ptr<Database>> Database::open(const std::string& path, DatabaseMode mode,
                                                       const char* vfs) {
  const int flags = mode == DatabaseMode::create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                 : SQLITE_OPEN_READWRITE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, vfs);
  std::unique_ptr<Database> database(new Database(handle, path));
  if (code != SQLITE_OK) return database->error(code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  YC_CHECK(database->script("PRAGMA temp_store = MEMORY;"));
  if (mode == DatabaseMode::read_only) YC_CHECK(database->run("PRAGMA query_only = 1"));
  return database;
}

Database::Database(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}

Database::~Database() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  const int code = sqlite3_close(handle_);
  YC_ASSERT(code == SQLITE_OK);
}

std::unexpected<base::Error> Database::error(int code) const {
  const std::string detail = handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_);
  // A full disk shows first where the WAL's index cannot grow.
  const bool full = code == SQLITE_IOERR_SHMSIZE || (code & 0xff) == SQLITE_FULL;
  switch (full ? SQLITE_FULL : code & 0xff) {
    case SQLITE_FULL:
      return fail(ErrorCode::full, "the disk of " + path_ + " is full",
                  "free space on that disk; nothing was changed");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fail(ErrorCode::corrupt, path_ + " is damaged (" + detail + ")",
                  "restore the last backup into a new folder: yuancheng restore FILE --data DIR");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(ErrorCode::unavailable, path_ + " is busy (" + detail + ")", "try again");
    case SQLITE_CONSTRAINT:
      return fail(ErrorCode::conflict, std::string(kConstraint) + detail);
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return fail(ErrorCode::io, "cannot open or write " + path_ + " (" + detail + ")",
                  "give the server's user the right to read and write that folder");
    default:
      return fail(
          ErrorCode::io,
          "database " + path_ + " failed (" + detail + ", code " + std::to_string(code) + ")",
          "look at the disk's health, then start again");
  }
}

base::Result<sqlite3_stmt*> Database::prepare(std::string_view sql) {
  const auto found = statements_.find(std::string(sql));
  if (found != statements_.end()) return found->second;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return error(code);
  statements_.emplace(sql, statement);
  return statement;
}

base::Status Database::bind(sqlite3_stmt* statement, std::initializer_list<Value> values) {
  YC_ASSERT(static_cast<int>(values.size()) == sqlite3_bind_parameter_count(statement));
  int index = 0;
  for (const Value& value : values) {
    ++index;
    int code = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&value.held)) {
      code = sqlite3_bind_int64(statement, index, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&value.held)) {
      code = sqlite3_bind_text64(statement, index, text->data() ? text->data() : "", text->size(),
                                 SQLITE_STATIC, SQLITE_UTF8);
    } else {
      const auto blob = std::get<std::span<const std::byte>>(value.held);
      code = blob.empty()
                 ? sqlite3_bind_zeroblob(statement, index, 0)
                 : sqlite3_bind_blob64(statement, index, blob.data(), blob.size(), SQLITE_STATIC);
    }
    if (code != SQLITE_OK) return error(code);
  }
  return {};
}

base::Status Database::run(std::string_view sql, std::initializer_list<Value> values) {
  return query(sql, values, [](const Row&) {});
}

base::Status Database::query(std::string_view sql, std::initializer_list<Value> values,
                             const std::function<void(const Row&)>& each) {
  return query_checked(sql, values, [&each](const Row& row) -> base::Status {
    each(row);
    return {};
  });
}

base::Status Database::query_checked(std::string_view sql, std::initializer_list<Value> values,
                                     const std::function<base::Status(const Row&)>& each) {
  YC_TRY(sqlite3_stmt * statement, prepare(sql));
  const ResetOnExit reset(statement);
  YC_CHECK(bind(statement, values));
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return error(code);
    YC_CHECK(each(Row(statement)));
  }
}

base::Result<std::int64_t> Database::integer(std::string_view sql,
                                             std::initializer_list<Value> values) {
  std::int64_t value = 0;
  YC_CHECK(query(sql, values, [&value](const Row& row) { value = row.integer(0); }));
  return value;
}

base::Status Database::script(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code);
  return {};
}

base::Result<bool> Database::empty_wal() {
  sqlite3_busy_timeout(handle_, 0);
  const auto busy = integer("PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  if (!busy) return std::unexpected(busy.error());
  return *busy == 0;
}

void Database::roll_back() {
  if (sqlite3_get_autocommit(handle_) == 0)
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

bool is_constraint(const base::Error& error) {
  return error.cause.starts_with(kConstraint);
}

}  // namespace yc::store
