#include "kernel/gateway/api_backups.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::size_t kListed = 200;

}  // namespace

void BackupsApi::add_to(Api& api) {
  api.add(*this, &BackupsApi::make_backup);
  api.add(*this, &BackupsApi::list_backups);
  api.add(*this, &BackupsApi::verify_backup);
  api.add(*this, &BackupsApi::restore_backup);
}

template <typename Answer, typename Work>
void BackupsApi::when_recorded(const ApiCaller& who, ApiReply<Answer> reply, Work work) {
  store::Batch batch;
  store::add_record(batch, who.by());
  parts_.store.append(std::move(batch), parts_.file_executor,
                      [reply = std::move(reply),
                       work = std::move(work)](base::Result<store::Appended> kept) mutable {
                        if (!kept) return reply.fail(kept.error());
                        work(std::move(reply));
                      });
}

void BackupsApi::make_backup(const ApiCaller& who, const MakeBackupRequest&,
                             ReplyTo<MakeBackupRequest> reply) {
  when_recorded(who, std::move(reply), [this](ReplyTo<MakeBackupRequest> then) {
    desk_.make(parts_.file_executor,
               [then = std::move(then)](base::Result<std::string> file) mutable {
                 file ? then({*file}) : then.fail(file.error());
               });
  });
}

void BackupsApi::list_backups(const ApiCaller&, const ListBackupsRequest&,
                              ReplyTo<ListBackupsRequest> reply) {
  const auto kept = desk_.list();
  if (!kept) return reply.fail(kept.error());
  ListBackupsAnswer answer;
  answer.folder = desk_.folder();
  for (const BackupDesk::Kept& each : *kept) {
    if (answer.backups.size() == kListed) break;
    answer.backups.push_back({each.name, static_cast<std::int64_t>(each.bytes)});
  }
  reply(answer);
}

void BackupsApi::verify_backup(const ApiCaller& who, const VerifyBackupRequest& request,
                               ReplyTo<VerifyBackupRequest> reply) {
  when_recorded(
      who, std::move(reply), [this, name = request.backup](ReplyTo<VerifyBackupRequest> then) {
        desk_.check(name, parts_.file_executor,
                    [then = std::move(then)](base::Result<BackupDesk::Checked> checked) mutable {
                      if (!checked) return then.fail(checked.error());
                      then({checked->fault.empty(), checked->fault.substr(0, 1000),
                            static_cast<std::int64_t>(checked->blobs),
                            static_cast<std::int64_t>(checked->bytes)});
                    });
      });
}

void BackupsApi::restore_backup(const ApiCaller& who, const RestoreBackupRequest& request,
                                ReplyTo<RestoreBackupRequest> reply) {
  when_recorded(
      who, std::move(reply), [this, name = request.backup](ReplyTo<RestoreBackupRequest> then) {
        desk_.restore(name, parts_.file_executor,
                      [then = std::move(then)](base::Result<BackupDesk::Restored> done) mutable {
                        if (!done) return then.fail(done.error());
                        then({done->folder, done->command, static_cast<std::int64_t>(done->events),
                              static_cast<std::int64_t>(done->blobs)});
                      });
      });
}

}  // namespace yc::gateway
