#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "tests/wire/vectors.h"
#include "wire/checkpoint.h"
#include "wire/encodings.h"
#include "wire/merkle.h"
#include "wire/record_proof.h"
#include "wire/tlog_proof.h"
#include "wire/tree.h"

namespace hadir::wire {
namespace {

// A tree that keeps every complete subtree and counts how often it is asked.
struct KeptTree {
    std::map<TreeNode, Hash> nodes;
    std::uint64_t size = 0;
    mutable int reads = 0;

    [[nodiscard]] TreeSource source() const {
        return [this](const TreeNode& node) -> Result<Hash> {
            ++reads;
            const auto found = nodes.find(node);
            if (found == nodes.end()) return fail(ErrorCode::internal, "an incomplete subtree was asked for");
            return found->second;
        };
    }
    void grow(const std::vector<Hash>& leaves) {
        auto grower = *TreeGrower::open(size, source());
        for (const Hash& leaf : leaves) {
            for (const auto& [node, hash] : grower.add(leaf))
                nodes[node] = hash;
        }
        size = grower.size();
    }
    [[nodiscard]] TreeHead head(std::uint64_t at) const { return {at, *tree_root(at, source())}; }
};

std::vector<Hash> hashes_at(const boost::json::object& row, std::string_view key) {
    std::vector<Hash> hashes;
    for (const auto& item : row.at(key).as_array())
        hashes.push_back(Hash::parse_hex(std::string(item.as_string())).value());
    return hashes;
}

Hash nth_leaf(std::uint64_t index) {
    return leaf_hash("line " + std::to_string(index));
}

KeptTree tree_of(std::uint64_t size) {
    KeptTree tree;
    std::vector<Hash> leaves;
    for (std::uint64_t i = 0; i < size; ++i)
        leaves.push_back(nth_leaf(i));
    tree.grow(leaves);
    return tree;
}

TEST(Merkle, GivesTheRootsAndProofsOfTheVectors) {
    const auto& file = vectors("merkle");
    KeptTree tree;
    tree.grow(hashes_at(file, "leaves"));
    EXPECT_EQ(nth_leaf(3), hashes_at(file, "leaves")[3]);
    EXPECT_EQ(empty_tree_root(), fixed_at<Hash>(file, "empty"));
    for (const auto& item : file.at("roots").as_array()) {
        const auto& row = item.as_object();
        EXPECT_EQ(tree.head(row.at("size").to_number<std::uint64_t>()).root, fixed_at<Hash>(row, "root"));
    }
    for (const auto& item : file.at("inclusion").as_array()) {
        const auto& row = item.as_object();
        const auto index = row.at("index").to_number<std::uint64_t>();
        const auto size = row.at("size").to_number<std::uint64_t>();
        const auto proof = inclusion_proof(index, size, tree.source());
        ASSERT_TRUE(proof) << proof.error().message;
        EXPECT_EQ(*proof, hashes_at(row, "proof")) << index << " of " << size;
        EXPECT_TRUE(verify_inclusion(nth_leaf(index), {index, size}, *proof, tree.head(size).root));
    }
    for (const auto& item : file.at("consistency").as_array()) {
        const auto& row = item.as_object();
        const TreeSizes sizes{row.at("from").to_number<std::uint64_t>(),
                              row.at("to").to_number<std::uint64_t>()};
        const auto proof = consistency_proof(sizes, tree.source());
        ASSERT_TRUE(proof) << proof.error().message;
        EXPECT_EQ(*proof, hashes_at(row, "proof")) << sizes.from << " to " << sizes.to;
        EXPECT_TRUE(verify_consistency(tree.head(sizes.from), tree.head(sizes.to), *proof));
    }
}

TEST(Merkle, RefusesProofsOutsideTheTree) {
    const KeptTree tree = tree_of(5);
    EXPECT_FALSE(inclusion_proof(5, 5, tree.source()));
    EXPECT_FALSE(inclusion_proof(0, 0, tree.source()));
    EXPECT_FALSE(consistency_proof({6, 5}, tree.source()));
    EXPECT_FALSE(verify_consistency(tree.head(5), tree.head(4), {}));
}

RC_GTEST_PROP(Merkle, EveryLeafOfEveryTreeIsProvedAndNoOther, ()) {
    const auto size = *rc::gen::inRange<std::uint64_t>(1, 300);
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const KeptTree tree = tree_of(size);
    const auto proof = *inclusion_proof(index, size, tree.source());
    const Hash root = tree.head(size).root;
    RC_ASSERT(verify_inclusion(nth_leaf(index), {index, size}, proof, root));
    RC_ASSERT(!verify_inclusion(nth_leaf(index + 1), {index, size}, proof, root));
    const auto elsewhere = *rc::gen::inRange<std::uint64_t>(0, size + 2);
    RC_ASSERT(elsewhere == index || !verify_inclusion(nth_leaf(index), {elsewhere, size}, proof, root));
    auto longer = proof;
    longer.push_back(root);
    RC_ASSERT(!verify_inclusion(nth_leaf(index), {index, size}, longer, root));
    if (!proof.empty()) {
        auto changed = proof;
        changed[*rc::gen::inRange<std::size_t>(0, changed.size())].bytes[7] ^= 1;
        RC_ASSERT(!verify_inclusion(nth_leaf(index), {index, size}, changed, root));
    }
}

RC_GTEST_PROP(Merkle, EveryTreeIsProvedToGrowOutOfEveryEarlierOneAndNoOther, ()) {
    const auto to = *rc::gen::inRange<std::uint64_t>(2, 300);
    const auto from = *rc::gen::inRange<std::uint64_t>(1, to);
    const KeptTree tree = tree_of(to);
    const auto proof = *consistency_proof({from, to}, tree.source());
    RC_ASSERT(verify_consistency(tree.head(from), tree.head(to), proof));
    TreeHead rewritten = tree.head(from);
    rewritten.root.bytes[0] ^= 1;
    RC_ASSERT(!verify_consistency(rewritten, tree.head(to), proof));
    TreeHead other_end = tree.head(to);
    other_end.root.bytes[0] ^= 1;
    RC_ASSERT(!verify_consistency(tree.head(from), other_end, proof));
    RC_ASSERT(!verify_consistency({from - 1, tree.head(from).root}, tree.head(to), proof));
    auto shorter = proof;
    shorter.pop_back();
    RC_ASSERT(!verify_consistency(tree.head(from), tree.head(to), shorter));
}

RC_GTEST_PROP(Merkle, GrownInStepsIsTheTreeGrownAtOnce, ()) {
    KeptTree tree;
    const auto steps = *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::inRange<std::uint8_t>(0, 20));
    for (const std::uint8_t step : steps) {
        std::vector<Hash> leaves;
        for (std::uint64_t i = 0; i < step; ++i)
            leaves.push_back(nth_leaf(tree.size + i));
        tree.grow(leaves);
    }
    RC_ASSERT(tree.nodes == tree_of(tree.size).nodes);
}

TEST(Merkle, AProofCostsAsManyReadsAsTheTreeIsHigh) {
    const KeptTree tree = tree_of(100'003);
    for (const std::uint64_t index : {0ULL, 65'535ULL, 65'536ULL, 99'999ULL, 100'002ULL}) {
        tree.reads = 0;
        ASSERT_TRUE(inclusion_proof(index, tree.size, tree.source()));
        EXPECT_LE(tree.reads, 2 * 17) << index;
        tree.reads = 0;
        ASSERT_TRUE(consistency_proof({index + 1, tree.size}, tree.source()));
        EXPECT_LE(tree.reads, 2 * 17) << index;
    }
    tree.reads = 0;
    ASSERT_TRUE(TreeGrower::open(tree.size, tree.source()));
    EXPECT_LE(tree.reads, 17);
}

TEST(Checkpoint, IsWrittenAndReadAsTheVectorsSay) {
    const auto& file = vectors("checkpoint");
    const auto pub = fixed_at<PublicKey>(file, "pub");
    const auto key = SigningKey::from_seed(hex_at(file, "seed")).value();
    for (const auto& item : file.at("good").as_array()) {
        const auto& row = item.as_object();
        const auto read = open_checkpoint(text_at(row, "text"), pub);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(read->origin, text_at(row, "origin"));
        EXPECT_EQ(read->head.size, row.at("size").to_number<std::uint64_t>());
        EXPECT_EQ(read->head.root, fixed_at<Hash>(row, "root"));
        EXPECT_EQ(sign_checkpoint(*read, key), text_at(row, "text"));
        EXPECT_EQ(note_key_id(read->origin, pub), fixed_at<KeyId>(file, "note_key_id"));
    }
    for (const auto& item : file.at("read").as_array())
        EXPECT_TRUE(open_checkpoint(text_of(item.as_object()), pub)) << item.at("reason");
    for (const auto& item : file.at("bad").as_array())
        EXPECT_FALSE(open_checkpoint(text_of(item.as_object()), pub)) << item.at("reason");
}

TEST(Checkpoint, TooLongANoteIsNotEvenSplit) {
    const auto read = read_checkpoint(std::string(kNoteBytesMax + 1, 'a'));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::too_large);
}

TEST(Checkpoint, EveryChangedByteIsRefused) {
    const auto& file = vectors("checkpoint");
    const auto pub = fixed_at<PublicKey>(file, "pub");
    const std::string note = text_at(file.at("good").as_array()[0].as_object(), "text");
    for (std::size_t at = 0; at < note.size(); ++at) {
        std::string changed = note;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(open_checkpoint(changed, pub)) << at;
    }
}

KeysFile listed_keys() {
    const auto& file = vectors("keys");
    return *open_keys_file(text_at(file, "text"), fixed_at<PublicKey>(file, "pub"));
}

TEST(Checkpoint, ANewOriginIsBelievedOnlyFromTheKeysFile) {
    const auto& file = vectors("checkpoint");
    const auto key = SigningKey::from_seed(hex_at(file, "seed")).value();
    EXPECT_TRUE(open_checkpoint(sign_checkpoint({"hadir/contoh/1", {}}, key), listed_keys()));
    const auto unknown = open_checkpoint(sign_checkpoint({"hadir/contoh/7", {}}, key), listed_keys());
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
    const auto next = open_checkpoint(sign_checkpoint({"hadir/contoh/2", {}}, key), listed_keys());
    ASSERT_FALSE(next) << "the key of one epoch has signed for the other";
    EXPECT_EQ(next.error().code, ErrorCode::bad_signature);
}

TEST(RecordProof, IsJudgedAsTheVectorsSay) {
    const auto& file = vectors("proof");
    const KeysFile keys = listed_keys();
    for (const auto& item : file.at("good").as_array()) {
        const auto& row = item.as_object();
        const std::string text = text_at(row, "text");
        const auto finding = judge_proof(text, keys);
        ASSERT_TRUE(finding) << row.at("reason") << ": " << finding.error().message;
        EXPECT_EQ(name_of(finding->verdict), text_at(row, "verdict")) << row.at("reason");
        EXPECT_EQ(finding->why.empty(), finding->verdict == ProofVerdict::valid);
        EXPECT_EQ(write_tlog_proof(*parse_tlog_proof(text)), text);
        EXPECT_EQ(write_evidence(finding->evidence), parse_tlog_proof(text)->extra);
    }
    for (const auto& item : file.at("bad").as_array())
        EXPECT_FALSE(judge_proof(text_of(item.as_object()), keys)) << item.at("reason");
    EXPECT_FALSE(judge_proof(std::string(kProofBytesMax + 1, 'a'), keys));
}

// Whatever is changed in a proof, it must not stay VALID unless it says the same of the same record.
TEST(RecordProof, NoChangedByteLeavesItValid) {
    const KeysFile keys = listed_keys();
    const std::string text = text_at(vectors("proof").at("good").as_array()[0].as_object(), "text");
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        const auto finding = judge_proof(changed, keys);
        EXPECT_FALSE(finding && finding->verdict == ProofVerdict::valid) << at;
    }
    EXPECT_EQ(judge_proof(text, keys)->verdict, ProofVerdict::valid) << "the control";
}

// Found by the fuzzer: a line without data is not how anybody writes a proof without.
TEST(TlogProof, IsReadInOneFormOnly) {
    TlogProof proof;
    proof.checkpoint = "note\n";
    const std::string text = write_tlog_proof(proof);
    ASSERT_TRUE(parse_tlog_proof(text));
    const std::size_t second_line = text.find('\n') + 1;
    EXPECT_FALSE(parse_tlog_proof(std::string(text).insert(second_line, "extra \n")));
}

TEST(RecordProof, CodesAreReadAsPeopleTypeThem) {
    const auto& file = vectors("proof");
    const std::string code = text_at(file, "code");
    EXPECT_EQ(proof_code(fixed_at<Hash>(file, "leaf")), code);
    EXPECT_EQ(code.size(), 16U);
    std::string typed;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (i % 4 == 0 && i != 0) typed += i == 4 ? "-" : " ";
        typed += static_cast<char>(std::tolower(static_cast<unsigned char>(code[i])));
    }
    EXPECT_EQ(read_proof_code(typed), code);
    EXPECT_FALSE(read_proof_code(code.substr(1)));
    EXPECT_FALSE(read_proof_code(code + code));
    EXPECT_FALSE(read_proof_code(code.substr(1) + "U"));
    EXPECT_FALSE(read_proof_code(std::string(1000, ' ')));
}

}  // namespace
}  // namespace hadir::wire
