// What officers' pages may ask of the `web` listener (docs/api.md, docs/openapi.json).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "central/case_terms.h"
#include "central/database_pool.h"
#include "central/documents.h"
#include "central/figures_cache.h"
#include "central/live_feed.h"
#include "central/mirror.h"
#include "central/paper_rules.h"
#include "central/photos.h"
#include "central/sessions.h"
#include "core/clock.h"
#include "httpd/site.h"
#include "rules/rule_book.h"
#include "wire/crypto.h"

namespace hadir::central {

constexpr int kPageRowsMax = 500;
constexpr int kPageRows = 50;

// Everything outlives the routes.
struct WebApi {
    DatabasePool& pool;
    Random& random;
    const Clock& clock;
    LiveFeed& feed;
    WebTransport transport = WebTransport::http;
    Zone zone = Zone::wib;  // of the province's day
    bool demo = false;
    const wire::SigningKey* ledger_key = nullptr;  // of central's own records; none: nothing is decided here
    const Mirror* mirror = nullptr;                // gets each decision before it is answered
    const PhotoStore* photos = nullptr;            // none: no photograph is opened here
    const rules::RuleBook* book = nullptr;         // none: a verdict's why has no sentences
    PaperTerms papers{};                           // of closing months and of deciding
    const DocumentShelf* documents = nullptr;      // none: no document is taken here
    FiguresCache* figures = nullptr;               // none: each request reckons them
    CaseTerms cases{};                             // of cases and their papers
};

[[nodiscard]] std::vector<httpd::Route> web_routes(const WebApi& api);
[[nodiscard]] httpd::EventRoute web_events(const WebApi& api);

// docs/openapi.json as built in.
[[nodiscard]] std::string_view openapi_document();

}  // namespace hadir::central
