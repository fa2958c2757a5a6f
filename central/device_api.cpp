#include "central/device_api.h"

#include "central/enrolment.h"
#include "central/incarnations.h"
#include "central/ingest.h"
#include "central/refusals.h"
#include "central/renewal.h"
#include "central/sides.h"
#include "central/signed_files.h"
#include "httpd/static_files.h"
#include "wire/batch.h"
#include "wire/key_change.h"
#include "wire/side.h"

namespace hadir::central {
namespace {

using httpd::Request;
using httpd::RequestHead;
using httpd::Response;

// Runs `work` with a connection of this request's own.
template <class Work>
auto with_database(const DeviceApi& api, const RequestHead& head, Work work)
    -> std::invoke_result_t<Work, const Database&> {
    const auto loan = api.pool.borrow();
    if (!loan) return httpd::problem(head.id, problem_of(loan.error()));
    return work(**loan);
}

Response upload(const DeviceApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Response {
        const Upload upload = upload_of(request, request.body);
        UploadOutcome outcome = handle_upload(upload, database, api.keys.receipt, api.clock.wall());
        if (outcome.contact) api.feed.tell(database, *upload.peer.dev, outcome.arrivals);
        return std::move(outcome.answer);
    });
}

std::optional<Response> admit_upload(const DeviceApi& api, const RequestHead& head) {
    return with_database(api, head, [&](const Database& database) -> std::optional<Response> {
        return refuse_upload(upload_of(head, {}), database);
    });
}

// Whom the certificate names; the path may say so too.
Result<Device> known_peer(const Database& database, const RequestHead& head) {
    if (head.captures.empty()) return find_peer(database, peer_of(head), std::nullopt);
    const auto dev = DeviceId::parse_hex(head.captures.front());
    if (!dev) return fail(ErrorCode::not_found, "the path names no terminal");
    return find_peer(database, peer_of(head), *dev);
}

std::optional<Response> admit_peer(const DeviceApi& api, const RequestHead& head) {
    return with_database(api, head, [&](const Database& database) -> std::optional<Response> {
        const auto device = known_peer(database, head);
        if (!device) return httpd::problem(head.id, problem_of(device.error()));
        return std::nullopt;
    });
}

Response file_response(const RequestHead& head, const IssuedFile& file) {
    const std::string etag = '"' + std::to_string(file.version) + '"';
    if (httpd::not_modified(head, etag)) return {304, {{"ETag", etag}}, ""};
    return {200, {{"Content-Type", "text/plain; charset=utf-8"}, {"ETag", etag}}, file.file};
}

// `make` gives the file for the terminal that asks.
template <class Make>
Response signed_file(const DeviceApi& api, const Request& request, Make make) {
    return with_database(api, request, [&](const Database& database) -> Response {
        const auto device = known_peer(database, request);
        if (!device) return httpd::problem(request.id, problem_of(device.error()));
        const Result<IssuedFile> file = make(database, *device);
        if (!file) return httpd::problem(request.id, problem_of(file.error()));
        return file_response(request, *file);
    });
}

Result<IssuedFile> keys_file(const Database& database) {
    return database.read([&]() -> Result<IssuedFile> {
        auto file = FilesRepository(database).newest({FileKind::keys, std::nullopt});
        if (!file) return fail(ErrorCode::not_found, "no keys file is here yet");
        return *std::move(file);
    });
}

Response nonce(const DeviceApi& api) {
    return httpd::json_response(200, wire::write_nonce_answer(api.nonces.make(api.clock.wall())));
}

OwnLedger own_of(const DeviceApi& api) {
    return {api.keys.ledger, api.clock, api.random, api.mirror};
}

Response sides(const DeviceApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Response {
        const auto device = known_peer(database, request);
        if (!device) return httpd::problem(request.id, problem_of(device.error()));
        return handle_sides(request, database, *device);
    });
}

Response enrol(const DeviceApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Response {
        return handle_enrolment(request, database, own_of(api), api.keys.ca);
    });
}

Response incarnation(const DeviceApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Response {
        const auto device = known_peer(database, request);
        if (!device) return httpd::problem(request.id, problem_of(device.error()));
        Response response = handle_incarnation(request, database, own_of(api), *device, api.nonces);
        if (response.status == 201) api.feed.tell(database, device->dev, {});
        return response;
    });
}

Response renew(const DeviceApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Response {
        return handle_renewal(request, database, api.keys.ca, api.nonces, api.clock.wall());
    });
}

Result<Hash> photo_in(const RequestHead& head) {
    const auto sha256 = head.captures.size() == 2 ? Hash::parse_hex(head.captures[1]) : std::nullopt;
    if (!sha256) return fail(ErrorCode::not_found, "the path names no photograph");
    return *sha256;
}

// Nobody sends two megabytes for nothing.
std::optional<Response> admit_photo(const DeviceApi& api, const RequestHead& head) {
    return with_database(api, head, [&](const Database& database) -> std::optional<Response> {
        const auto device = known_peer(database, head);
        if (!device) return httpd::problem(head.id, problem_of(device.error()));
        const auto sha256 = photo_in(head);
        if (!sha256) return httpd::problem(head.id, problem_of(sha256.error()));
        if (api.photos == nullptr)
            return httpd::problem(head.id,
                                  problem_of(ErrorCode::not_found, "this server takes no photographs"));
        const auto expected = expect_photo(database, *device, *sha256);
        return expected ? std::nullopt : std::optional(httpd::problem(head.id, problem_of(expected.error())));
    });
}

Response photo(const DeviceApi& api, const Request& request) {
    return with_database(api, request, [&](const Database& database) -> Response {
        const auto device = known_peer(database, request);
        if (!device) return httpd::problem(request.id, problem_of(device.error()));
        const auto sha256 = photo_in(request);
        if (!sha256) return httpd::problem(request.id, problem_of(sha256.error()));
        const auto taken = take_photo(database, *api.photos, *device, *sha256, as_bytes(request.body));
        if (!taken) return httpd::problem(request.id, problem_of(taken.error()));
        return {*taken == PhotoTaken::stored ? 201 : 200, {}, ""};
    });
}

}  // namespace

std::vector<httpd::Route> device_routes(const DeviceApi& api) {
    const auto roster = [api](const Request& request) {
        return signed_file(api, request, [&](const Database& database, const Device& device) {
            return roster_for(database, device, api.keys.roster, api.clock.wall());
        });
    };
    const auto policy = [api](const Request& request) {
        return signed_file(api, request, [&](const Database& database, const Device&) {
            return current_policy(database, api.policy, api.keys.policy, api.clock.wall());
        });
    };
    const auto keys = [api](const Request& request) {
        return signed_file(api, request,
                           [&](const Database& database, const Device&) { return keys_file(database); });
    };
    std::vector<httpd::Route> routes;
    // The upload looks at its own Content-Type: 415 must not come before 404.
    routes.push_back({.method = "POST",
                      .pattern = "/v1/devices/{dev}/records",
                      .body_bytes_max = wire::kBatchPackedBytesMax,
                      .admit = [api](const RequestHead& head) { return admit_upload(api, head); },
                      .handle = [api](const Request& request) { return upload(api, request); }});
    routes.push_back({.method = "POST",
                      .pattern = "/v1/devices/{dev}/sides",
                      .body_bytes_max = wire::kSidesBytesMax,
                      .content_types = {"application/x-ndjson"},
                      .admit = [api](const RequestHead& head) { return admit_peer(api, head); },
                      .handle = [api](const Request& request) { return sides(api, request); }});
    routes.push_back({.method = "GET", .pattern = "/v1/devices/{dev}/roster", .handle = roster});
    routes.push_back({.method = "GET", .pattern = "/v1/devices/{dev}/policy", .handle = policy});
    routes.push_back({.method = "GET", .pattern = "/v1/keys", .handle = keys});
    routes.push_back(
        {.method = "GET", .pattern = "/v1/nonce", .handle = [api](const Request&) { return nonce(api); }});
    routes.push_back({.method = "POST",
                      .pattern = "/v1/enrolments",
                      .body_bytes_max = kEnrolBytesMax,
                      .content_types = {"application/json"},
                      .handle = [api](const Request& request) { return enrol(api, request); }});
    routes.push_back({.method = "POST",
                      .pattern = "/v1/devices/{dev}/incarnations",
                      .body_bytes_max = kIncarnationBytesMax,
                      .content_types = {"application/json"},
                      .handle = [api](const Request& request) { return incarnation(api, request); }});
    routes.push_back({.method = "POST",
                      .pattern = "/v1/devices/{dev}/certificate",
                      .body_bytes_max = kRenewalBytesMax,
                      .content_types = {"application/json"},
                      .handle = [api](const Request& request) { return renew(api, request); }});
    routes.push_back({.method = "PUT",
                      .pattern = "/v1/devices/{dev}/evidence/{sha256}",
                      .body_bytes_max = wire::kSealedPhotoBytesMax,
                      .admit = [api](const RequestHead& head) { return admit_photo(api, head); },
                      .handle = [api](const Request& request) { return photo(api, request); }});
    return routes;
}

}  // namespace hadir::central
