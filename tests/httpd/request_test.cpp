#include "httpd/request.h"

#include "httpd/body.h"

namespace hadir::httpd {
namespace {

constexpr std::string_view kGood = "GET / HTTP/1.1\r\nHost: a\r\n";

TEST(RequestHead, IsReadWithItsQueryAndHeaders) {
    const auto parsed = parse_head(
        "POST /v1/a%20b?x=1&x=2&y=a%26b+c&flag HTTP/1.1\r\nHost: a:1\r\nhadir-NONCE: \t n \r\n"
        "Content-Length: 12\r\nExpect: 100-continue\r\n\r\n");
    ASSERT_TRUE(parsed) << parsed.error().message;
    const auto& head = parsed->request;
    EXPECT_EQ(head.method, "POST");
    EXPECT_EQ(head.path, "/v1/a%20b");
    const std::vector<std::pair<std::string, std::string>> query{
        {"x", "1"}, {"x", "2"}, {"y", "a&b c"}, {"flag", ""}};
    EXPECT_EQ(head.query, query);
    EXPECT_EQ(head.header("Hadir-Nonce"), "n");
    EXPECT_EQ(head.header("Absent"), std::nullopt);
    EXPECT_EQ(parsed->body_bytes, 12U);
    EXPECT_TRUE(parsed->expects_continue);
    EXPECT_TRUE(parsed->keep_alive);
}

TEST(RequestHead, TakesWhatIsWellFormed) {
    for (const std::string_view more :
         {"", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: Chunked\r\n",
          "Accept: a\r\nAccept: b\r\n", "X:\r\n", "Connection: close\r\n"}) {
        EXPECT_TRUE(parse_head(std::string(kGood) + std::string(more) + "\r\n")) << more;
    }
    EXPECT_TRUE(parse_head("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_FALSE(parse_head("GET / HTTP/1.0\r\n\r\n")->keep_alive);
    EXPECT_FALSE(parse_head("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")->keep_alive);
}

TEST(RequestHead, RefusesWhatCouldBeReadInTwoWays) {
    for (const std::string_view more : {
             "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
             "Content-Length: 1\r\nContent-Length: 1\r\n",
             "Content-Length: 1, 1\r\n",
             "Content-Length: +1\r\n",
             "Content-Length: -1\r\n",
             "Content-Length: 0x1\r\n",
             "Content-Length: 1 1\r\n",
             "Content-Length:\r\n",
             "Content-Length: 99999999999999999999\r\n",
             "Transfer-Encoding: gzip\r\n",
             "Transfer-Encoding: gzip, chunked\r\n",
             "Transfer-Encoding: identity\r\n",
             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
             "X: a\r\n b\r\n",
             "X: a\r\n\tb\r\n",
             "X : a\r\n",
             "X\r\n",
             ": a\r\n",
             "X: a\nY: b\r\n",
             "X: a\rb\r\n",
             "X: \x01\r\n",
             "Host: b\r\n",
             "Origin: http://a\r\nOrigin: http://b\r\n",
             "Content-Type: a/b\r\nContent-Type: c/d\r\n",
             "Expect: 200-ok\r\n",
         }) {
        const auto parsed = parse_head(std::string(kGood) + std::string(more) + "\r\n");
        ASSERT_FALSE(parsed) << more;
        EXPECT_EQ(parsed.error().code, ErrorCode::malformed);
    }
    using namespace std::string_literals;
    for (const auto& head :
         {"GET / HTTP/1.1\r\n\r\n"s, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"s, "GET /\r\nHost: a\r\n\r\n"s,
          "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"s, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"s,
          "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"s, " / HTTP/1.1\r\nHost: a\r\n\r\n"s,
          "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"s, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"s,
          "GET /%2 HTTP/1.1\r\nHost: a\r\n\r\n"s, "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"s,
          "GET /?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n"s, "GET /\x80 HTTP/1.1\r\nHost: a\r\n\r\n"s,
          "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"s,
          "\r\n\r\n"s, "garbage\r\n\r\n"s}) {
        EXPECT_FALSE(parse_head(head)) << head;
    }
}

// The body that comes out when the bytes arrive one at a time, or the failure's name.
std::string body_of(const ParsedHead& head, std::size_t bytes_max, std::string_view bytes) {
    BodyReader reader(head, bytes_max);
    std::string input;
    for (std::size_t i = 0; i <= bytes.size(); ++i) {
        const auto done = reader.take(input);
        if (!done) return name_of(done.error().code);
        if (*done) return reader.body() + "|" + input + std::string(bytes.substr(i));
        if (i < bytes.size()) input += bytes[i];
    }
    return "more";
}

TEST(BodyReader, TakesExactlyTheBody) {
    const ParsedHead none;
    const ParsedHead five{.request = {}, .body_bytes = 5};
    const ParsedHead chunked{.request = {}, .chunked = true};
    EXPECT_EQ(body_of(none, 0, "GET"), "|GET");
    EXPECT_EQ(body_of(five, 5, "helloGET"), "hello|GET");
    EXPECT_EQ(body_of(five, 5, "hell"), "more");
    EXPECT_EQ(body_of(five, 4, ""), "TOO_LARGE");
    EXPECT_EQ(body_of(chunked, 5, "5\r\nhello\r\n0\r\n\r\nGET"), "hello|GET");
    EXPECT_EQ(body_of(chunked, 5, "2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nT: 1\r\n\r\n"), "hello|");
    EXPECT_EQ(body_of(chunked, 10, "A\r\n0123456789\r\n000\r\n\r\n"), "0123456789|");
    EXPECT_EQ(body_of(chunked, 4, "5\r\nhello\r\n0\r\n\r\n"), "TOO_LARGE");
    EXPECT_EQ(body_of(chunked, 4, "2\r\nhe\r\n3\r\nllo\r\n"), "TOO_LARGE");
    EXPECT_EQ(body_of(chunked, 4, "ffffffffffffffff\r\n"), "TOO_LARGE");
}

TEST(BodyReader, RefusesBrokenChunks) {
    const ParsedHead chunked{.request = {}, .chunked = true};
    for (const std::string_view bytes :
         {"x\r\n", "\r\n", "-1\r\n", "0x5\r\nhello\r\n", "5 5\n", "5\nhello\r\n", "5\r\nhello!\r\n",
          "5\r\nhelloGET\r\n", "10000000000000000\r\n"}) {
        EXPECT_EQ(body_of(chunked, 100, bytes), "MALFORMED") << bytes;
    }
    EXPECT_EQ(body_of(chunked, 100, "5;" + std::string(2000, 'x')), "MALFORMED");
}

}  // namespace
}  // namespace hadir::httpd
