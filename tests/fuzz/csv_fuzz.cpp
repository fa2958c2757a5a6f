// Tables from other offices.
#include "tests/fuzz/fuzz.h"
#include "wire/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hadir;
    const auto rows = wire::parse_csv(fuzz::text_of(data, size), {"nip", "nama", "opd", "unit", "kantor"});
    if (!rows) return 0;
    for (const wire::CsvRow& row : *rows) {
        fuzz::require(row.fields.size() == 5, "a row has the columns of the header");
        std::string text = "nip,nama,opd,unit,kantor\n";
        text += wire::csv_row({row.fields[0], row.fields[1], row.fields[2], row.fields[3], row.fields[4]});
        const auto again = wire::parse_csv(text, {"nip", "nama", "opd", "unit", "kantor"});
        fuzz::require(again && again->size() == 1 && again->front().fields == row.fields,
                      "a row that is written reads back");
    }
    return 0;
}
