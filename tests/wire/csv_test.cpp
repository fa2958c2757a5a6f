#include "wire/csv.h"

#include <gtest/gtest.h>

namespace hadir::wire {
namespace {

TEST(Csv, ReadsWhatSpreadsheetsWrite) {
    const auto rows =
        parse_csv("\xef\xbb\xbfnip,nama\r\n1,\"Sari, \"\"Ayu\"\"\"\r\n\r\n2,Budi", {"nip", "nama"});
    ASSERT_TRUE(rows) << rows.error().message;
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ((*rows)[0].fields[1], "Sari, \"Ayu\"");
    EXPECT_EQ((*rows)[1].line, 4U);
    EXPECT_EQ(csv_row({"1", "Sari, \"Ayu\""}), "1,\"Sari, \"\"Ayu\"\"\"\n");
}

TEST(Csv, NamesTheLineAtFault) {
    struct Row {
        std::string text;
        ErrorCode code;
        std::uint64_t line;
    };
    const std::vector<Row> rows{{"", ErrorCode::malformed, 1},
                                {"nama,nip\n", ErrorCode::malformed, 1},
                                {"nip\n", ErrorCode::malformed, 1},
                                {"nip,nama\n1\n", ErrorCode::malformed, 2},
                                {"nip,nama\n1,a\n1,a,b\n", ErrorCode::malformed, 3},
                                {"nip,nama\n1,\"a\n\n", ErrorCode::malformed, 2},
                                {"nip,nama\n1,a\"b\n", ErrorCode::malformed, 2},
                                {"nip,nama\n1,\"a\"b\n", ErrorCode::malformed, 2},
                                {"nip,nama\n1,caf\xe9\n", ErrorCode::malformed, 2},
                                {"nip,nama\n1,\xed\xa0\x80\n", ErrorCode::malformed, 2},
                                {std::string("nip,nama\n1,a\0\n", 14), ErrorCode::malformed, 2},
                                {"nip,nama\n1," + std::string(1025, 'x') + "\n", ErrorCode::too_large, 2}};
    for (const Row& row : rows) {
        const auto parsed = parse_csv(row.text, {"nip", "nama"});
        ASSERT_FALSE(parsed) << row.text.substr(0, 40);
        EXPECT_EQ(parsed.error().code, row.code) << row.text.substr(0, 40);
        EXPECT_EQ(parsed.error().line, row.line) << row.text.substr(0, 40);
    }
}

}  // namespace
}  // namespace hadir::wire
