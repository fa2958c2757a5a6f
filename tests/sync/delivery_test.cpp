// Whatever happens on the way: in the end every record is at central exactly once.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/sync/terminal.h"

namespace hadir::sync {
namespace {

using tests::Fault;
using tests::problem_answer;
using tests::Terminal;

// One thing that happens between or during rounds.
enum class Event : std::uint8_t {
    record,
    round,
    no_connection,
    lost_answer,
    sent_twice,
    cut_answer,
    busy,
    internal,
    gap,
    bad_chain,
    refused,
    restart_sync,
    reboot,
    restore_central,
    jump_clock,
    end_,
};

void happen(Terminal& terminal, Event event, int size) {
    switch (event) {
        case Event::record:
            return terminal.record(size);
        case Event::round:
            terminal.clock.advance(std::chrono::minutes(size));
            terminal.round(terminal.network);
            return;
        case Event::no_connection:
            return terminal.network.expect(Fault::no_connection);
        case Event::lost_answer:
            return terminal.network.expect(Fault::lost_answer);
        case Event::sent_twice:
            return terminal.network.expect(Fault::sent_twice);
        case Event::cut_answer:
            return terminal.network.expect(Fault::cut_answer);
        case Event::busy:
            return terminal.network.expect(problem_answer(429, "RATE"));
        case Event::internal:
            return terminal.network.expect(problem_answer(500, "INTERNAL"));
        case Event::gap:
            return terminal.network.expect(
                problem_answer(409, "GAP", "\"expect_from\":" + std::to_string(size)));
        case Event::bad_chain:
            return terminal.network.expect(problem_answer(422, "BAD_CHAIN", "\"line\":1"));
        case Event::refused:
            return terminal.network.expect(problem_answer(403, "REVOKED"));
        case Event::restart_sync:
            return terminal.start();
        case Event::reboot:
            terminal.clock.reboot();
            return terminal.start();
        case Event::restore_central:
            return terminal.central.restore_to(
                std::min<std::size_t>(terminal.central.lines().size(), static_cast<std::size_t>(size)));
        case Event::jump_clock:
            return terminal.clock.jump_wall(UnixMs{static_cast<std::int64_t>(size) * 100'000'000'000});
        case Event::end_:
            return;
    }
}

RC_GTEST_PROP(Delivery, AnyFaultsEndWithEveryRecordThereOnce, ()) {
    Terminal terminal;
    terminal.record(1);
    const auto count = *rc::gen::inRange(1, 25);
    for (int i = 0; i < count; ++i) {
        const auto event = static_cast<Event>(*rc::gen::inRange(0, static_cast<int>(Event::end_)));
        happen(terminal, event, *rc::gen::inRange(1, 30));
    }
    // The faults are over: within two days at most all is there.
    terminal.clock.jump_wall(tests::FakeClock::kStart);
    Rest rest;
    for (int i = 0; i < 400 && !rest.complete; ++i) {
        rest = terminal.round(terminal.network);
        if (!rest.complete) terminal.clock.advance(rest.span);
    }
    RC_ASSERT(rest.complete);
    const auto own = terminal.rows();
    RC_ASSERT(terminal.central.lines().size() == own.size());
    for (std::size_t i = 0; i < own.size(); ++i)
        RC_ASSERT(terminal.central.lines()[i].line == own[i].line);
    RC_ASSERT(terminal.uploader->reach()->acked == own.size());
}

}  // namespace
}  // namespace hadir::sync
