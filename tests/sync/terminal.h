// A terminal for the uploader's tests: a real ledger, a real sync.db, a fake clock, and the loop that an app
// makes around the step function.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "store/identity.h"
#include "store/ledger.h"
#include "store/sync_store.h"
#include "sync/uploader.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_http.h"
#include "tests/fakes/fake_random.h"
#include "tests/sync/fake_central.h"
#include "tests/temporary_folder.h"

namespace hadir::tests {

class Terminal {
public:
    explicit Terminal(std::uint64_t seed = 1) : random_(seed) { start(); }

    // Makes check-ins, as the kiosk would.
    void record(int count) {
        for (int i = 0; i < count; ++i)
            record("checkpoint", "{\"note\":\"n\"}");
    }
    void record(const std::string& kind, const std::string& body) {
        if (!ledger_)
            ledger_.emplace(*store::Ledger::open(ledger_path, identity.dev, 1, identity.ledger_key, random_));
        const auto done =
            ledger_->append({kind, clock.wall(), clock.boot(), clock.since_boot().count(), {}, body});
        ASSERT_TRUE(done) << done.error().message;
    }
    // hadir-sync was killed and starts again.
    void start() {
        uploader.reset();
        store_.reset();
        store_.emplace(*store::SyncStore::open(folder / "sync.db", store::Access::write));
        auto opened = sync::Uploader::open(identity, ledger_path, *store_, random_, {}, clock.wall());
        ASSERT_TRUE(opened) << opened.error().message;
        uploader.emplace(std::move(*opened));
    }
    // One round to its end, over this network.
    sync::Rest round(sync::HttpClient& over, sync::Occasion occasion = sync::Occasion::routine) {
        sync::Action action = uploader->begin(sync::now_of(clock), occasion);
        for (int requests = 0; requests < 1000; ++requests) {
            auto* request = std::get_if<sync::HttpRequest>(&action);
            if (request == nullptr) return std::get<sync::Rest>(action);
            const auto answer = over.send(*request);
            clock.advance(std::chrono::milliseconds(40));
            action = uploader->step(sync::now_of(clock), answer);
        }
        ADD_FAILURE() << "the round does not end";
        return {};
    }
    [[nodiscard]] std::vector<wire::SignedLine> rows() const {
        return *store::LedgerReader::open(ledger_path)->rows(1, 1, 1'000'000);
    }
    [[nodiscard]] store::Contact contact() const { return *store_->contact(); }
    [[nodiscard]] store::SyncStore& store() { return *store_; }
    void close_ledger() { ledger_.reset(); }

    TemporaryFolder folder;
    FakeClock clock;
    std::string ledger_path = folder / "ledger.db";

private:
    FakeRandom random_;
    wire::SigningKey ledger_key_ = *wire::SigningKey::from_seed(Bytes(32, 0x11));

public:
    DeviceId dev = random_.make<DeviceId>();
    FakeCentral central{dev, ledger_key_.public_key(), clock};
    FakeHttp network{[this](const sync::HttpRequest& request) { return central.handle(request); }};
    store::Identity identity{dev, 1,  ledger_key_, central.root(),      "https://central.example",
                             "",  "", "",          central.keys_file(4)};
    std::optional<sync::Uploader> uploader;

private:
    std::optional<store::SyncStore> store_;
    std::optional<store::Ledger> ledger_;
};

// Central holds every row of the ledger, byte for byte, once and in order.
inline void expect_all_delivered(Terminal& terminal) {
    const auto own = terminal.rows();
    const auto& there = terminal.central.lines();
    ASSERT_EQ(there.size(), own.size());
    for (std::size_t i = 0; i < own.size(); ++i)
        ASSERT_EQ(there[i].line, own[i].line) << "record " << i + 1;
    const auto far = terminal.uploader->reach();
    ASSERT_TRUE(far);
    EXPECT_EQ(far->acked, own.size());
}

}  // namespace hadir::tests
