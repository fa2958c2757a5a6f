// Reads a spreadsheet that central has written, by other means than those that wrote it: unzip, and Boost's
// XML.
#pragma once

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/temporary_folder.h"

namespace hadir::central::tests {

struct XlsxCell {
    std::string text;  // of a number as the file has it
    bool is_text = false;
    bool is_formula = false;
};
struct XlsxSheet {
    std::string name;
    std::string xml;
    std::vector<std::map<std::string, XlsxCell>> rows;  // by the column's letters

    // By the header in the first row.
    [[nodiscard]] XlsxCell at(std::size_t row, const std::string& header) const {
        for (const auto& [column, cell] : rows.at(0)) {
            if (cell.text != header) continue;
            const auto found = rows.at(row).find(column);
            return found == rows.at(row).end() ? XlsxCell{} : found->second;
        }
        throw std::runtime_error("no column " + header);
    }
};

class XlsxReader {
public:
    explicit XlsxReader(const std::string& bytes) {
        std::ofstream(folder_ / "book.xlsx", std::ios::binary) << bytes;
        read_strings();
        const auto workbook = tree(member("xl/workbook.xml"));
        int number = 0;
        for (const auto& [tag, sheet] : workbook.get_child("workbook.sheets")) {
            const std::string xml = member("xl/worksheets/sheet" + std::to_string(++number) + ".xml");
            sheets.push_back({sheet.get<std::string>("<xmlattr>.name"), xml, rows_of(xml)});
        }
    }

    std::vector<XlsxSheet> sheets;

private:
    using Tree = boost::property_tree::ptree;

    std::string member(const std::string& name) const {
        const std::string command = "unzip -p '" + (folder_ / "book.xlsx").string() + "' " + name;
        std::FILE* pipe = ::popen(command.c_str(), "r");
        if (pipe == nullptr) throw std::runtime_error("no unzip");
        std::string out;
        char part[4096];
        for (std::size_t got = 0; (got = std::fread(part, 1, sizeof part, pipe)) > 0;)
            out.append(part, got);
        if (::pclose(pipe) != 0) throw std::runtime_error("unzip refuses " + name);
        return out;
    }
    static Tree tree(const std::string& xml) {
        std::istringstream in(xml);
        Tree read;
        boost::property_tree::read_xml(in, read);
        return read;
    }
    void read_strings() {
        const Tree table = tree(member("xl/sharedStrings.xml"));
        for (const auto& [tag, item] : table.get_child("sst")) {
            if (tag == "si") strings_.push_back(item.get<std::string>("t"));
        }
    }
    std::vector<std::map<std::string, XlsxCell>> rows_of(const std::string& xml) const {
        std::vector<std::map<std::string, XlsxCell>> rows;
        const Tree sheet = tree(xml);
        for (const auto& [row_tag, row] : sheet.get_child("worksheet.sheetData")) {
            auto& cells = rows.emplace_back();
            for (const auto& [tag, cell] : row) {
                if (tag != "c") continue;
                std::string column = cell.get<std::string>("<xmlattr>.r");
                column.erase(column.find_first_of("0123456789"));
                const bool is_text = cell.get<std::string>("<xmlattr>.t", "") == "s";
                const std::string value = cell.get<std::string>("v", "");
                cells[column] = {is_text ? strings_.at(std::stoul(value)) : value, is_text,
                                 cell.get_child_optional("f").has_value()};
            }
        }
        return rows;
    }

    hadir::tests::TemporaryFolder folder_;
    std::vector<std::string> strings_;
};

}  // namespace hadir::central::tests
