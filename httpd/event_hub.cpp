#include "httpd/event_hub.h"

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>

namespace hadir::httpd {
namespace {

using Text = std::shared_ptr<const std::string>;

// Lines end at CR, LF or CR LF in an event stream: each must begin with its own `data:`.
std::string event_text(std::string_view text) {
    std::string out = "data: ";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (text[i] == '\n' || text[i] == '\r')
            out += "\ndata: ";
        else
            out += text[i];
    }
    return out + "\n\n";
}

}  // namespace

// One page. A read stands all the time, only to learn that the page is gone.
class EventHub::Reader : public std::enable_shared_from_this<Reader> {
public:
    Reader(boost::asio::io_context& network, std::shared_ptr<Transport> transport,
           const EventHubOptions& options, EventTopic topic, std::move_only_function<void()> done)
        : transport_(std::move(transport)),
          options_(options),
          topic_(std::move(topic)),
          timer_(network),
          ends_(std::chrono::steady_clock::now() + options.life_ms),
          done_(std::move(done)) {}

    void start(Text opening) {
        watch();
        send(std::move(opening));
    }

    [[nodiscard]] bool hears(const std::string& topic) const { return !topic_ || *topic_ == topic; }

    void send(Text text) {
        if (ended_) return;
        waiting_bytes_ += text->size();
        waiting_.push_back(std::move(text));
        if (waiting_bytes_ > options_.waiting_bytes_max)
            end();
        else if (!writing_)
            write();
    }

private:
    void watch() {
        ++pending_;
        transport_->read_some(ignored_, [self = shared_from_this()](IoEnd, std::size_t) {
            self->end();  // a page has nothing to say here
            self->finish_one();
        });
    }

    void write() {
        writing_ = true;
        set_timer(options_.write_ms);
        ++pending_;
        const auto rest = as_bytes(*waiting_.front()).subspan(written_);
        transport_->write_some(rest, [self = shared_from_this()](IoEnd ended, std::size_t bytes) {
            self->wrote(ended, bytes);
            self->finish_one();
        });
    }

    void wrote(IoEnd ended, std::size_t bytes) {
        writing_ = false;
        if (ended != IoEnd::ok || ended_) return end();
        written_ += bytes;
        if (written_ == waiting_.front()->size()) {
            waiting_bytes_ -= written_;
            written_ = 0;
            waiting_.pop_front();
        }
        if (!waiting_.empty()) return write();
        if (std::chrono::steady_clock::now() >= ends_) return end();
        set_timer(options_.heartbeat_ms);
    }

    void set_timer(std::chrono::milliseconds span) {
        timer_.expires_after(span);
        timer_.async_wait([self = shared_from_this(), number = ++timer_number_](const auto& error) {
            if (error || number != self->timer_number_) return;
            if (self->writing_) return self->end();
            self->send(std::make_shared<const std::string>(":\n\n"));
        });
    }

    void end() {
        if (ended_) return;
        ended_ = true;
        ++timer_number_;
        timer_.cancel();
        transport_->cancel();
    }

    // The connection takes its transport back once no operation is under way.
    void finish_one() {
        if (--pending_ > 0) return;
        auto done = std::move(done_);
        done();
    }

    std::shared_ptr<Transport> transport_;
    const EventHubOptions options_;
    const EventTopic topic_;
    boost::asio::steady_timer timer_;
    std::uint64_t timer_number_ = 0;
    std::chrono::steady_clock::time_point ends_;
    std::move_only_function<void()> done_;
    std::deque<Text> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::size_t written_ = 0;  // of the first one waiting
    bool writing_ = false;
    bool ended_ = false;
    int pending_ = 0;
    std::array<std::uint8_t, 64> ignored_{};
};

EventHub::EventHub(EventHubOptions options) : options_(options) {}
EventHub::~EventHub() = default;

void EventHub::publish(const std::string& topic, std::string_view text) {
    auto message = std::make_shared<const std::string>(event_text(text));
    link_.post([self = shared_from_this(), topic, message = std::move(message)] {
        for (const auto& reader : self->readers_) {
            if (reader->hears(topic)) reader->send(message);
        }
    });
}

void EventHub::serve(boost::asio::io_context& network, std::shared_ptr<Transport> transport, std::string head,
                     EventTopic topic, std::move_only_function<void()> done) {
    const auto place = std::make_shared<std::weak_ptr<Reader>>();
    auto reader =
        std::make_shared<Reader>(network, std::move(transport), options_, std::move(topic),
                                 [self = shared_from_this(), place, done = std::move(done)]() mutable {
                                     std::erase(self->readers_, place->lock());
                                     done();
                                 });
    *place = reader;
    readers_.push_back(reader);
    reader->start(std::make_shared<const std::string>(std::move(head) + "retry: 2000\n\n"));
}

}  // namespace hadir::httpd
