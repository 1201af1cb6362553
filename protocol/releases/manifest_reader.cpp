#include "protocol/base/try.hpp"
#include "protocol/base/utf.hpp"
#include "protocol/json/members.hpp"
#include "protocol/releases/manifest.hpp"
#include "protocol/releases/signing.hpp"

namespace plenary::releases {
namespace {

constexpr int kManifestDepth = 4;

Result<ManifestFile> file_from(const json::Value& value) {
  ManifestFile file;
  PLENARY_TRY(file.name, json::required_text_member(value, "name"));
  PLENARY_TRY(file.type, json::required_text_member(value, "type"));
  PLENARY_TRY(file.bytes, json::whole_member(value, "bytes"));
  PLENARY_TRY(file.sha256, json::required_text_member(value, "sha256"));
  return file;
}

Result<std::vector<ManifestFile>> files_from(const json::Value& manifest) {
  const json::Value* const list = json::find_member(manifest, "files");
  if (list == nullptr || !list->is_array()) {
    return json::wrong_member("files", "a list");
  }
  if (list->size() > kManifestFilesMax) {
    return Error{Errc::kTooLarge, "the manifest has more than 1,000 files"};
  }
  std::vector<ManifestFile> files;
  for (const json::Value& each : *list) {
    PLENARY_TRY(ManifestFile file, file_from(each));
    files.push_back(std::move(file));
  }
  return files;
}

Result<Manifest> manifest_from(const json::Value& value) {
  PLENARY_TRY(const std::uint64_t format, json::whole_member(value, "plenary"));
  if (format != 1) {
    return Error{Errc::kMalformed, "the manifest is of a kind that this program does not know"};
  }
  Manifest manifest;
  PLENARY_TRY(manifest.consultation, json::required_text_member(value, "consultation"));
  PLENARY_TRY(manifest.release, json::whole_member(value, "release"));
  PLENARY_TRY(manifest.title, json::required_text_member(value, "title"));
  PLENARY_TRY(manifest.released, json::required_text_member(value, "released"));
  PLENARY_TRY(manifest.replaces, json::optional_whole_member(value, "replaces"));
  PLENARY_TRY(manifest.note, json::text_member(value, "note"));
  PLENARY_TRY(manifest.language, json::text_member(value, "language"));
  PLENARY_TRY(manifest.previous, json::text_member(value, "previous"));
  PLENARY_TRY(manifest.files, files_from(value));
  PLENARY_TRY_VOID(check(manifest));
  return manifest;
}

}  // namespace

Result<SignedManifest> read_manifest(std::string_view bytes) {
  if (bytes.size() > kManifestBytesMax) {
    return Error{Errc::kTooLarge, "a manifest has at most 1 MiB"};
  }
  if (!utf::is_utf8(bytes)) {
    return Error{Errc::kMalformed, "this is not a manifest: it is not text in UTF-8"};
  }
  PLENARY_TRY(const json::Value value, json::parse(bytes, kManifestDepth));
  const json::Value* const manifest = json::find_member(value, "manifest");
  if (manifest == nullptr) {
    return Error{Errc::kMalformed, "this is not a manifest: it has no member “manifest”"};
  }
  SignedManifest read;
  PLENARY_TRY(read.manifest, manifest_from(*manifest));
  PLENARY_TRY(read.key, json::required_text_member(value, "key"));
  PLENARY_TRY(read.signature, json::required_text_member(value, "signature"));
  if (!is_public_key(read.key)) {
    return json::wrong_member("key", "base64 of 32 bytes");
  }
  if (!is_signature(read.signature)) {
    return json::wrong_member("signature", "base64 of 64 bytes");
  }
  if (to_file(read) != bytes) {
    return Error{Errc::kMalformed,
                 "the manifest is not written as manifests are: something was added to it, or a "
                 "program wrote it anew. Get the file as it was published"};
  }
  return read;
}

}  // namespace plenary::releases
