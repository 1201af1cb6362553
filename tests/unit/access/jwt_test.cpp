#include "server/access/jwt.hpp"

#include <sodium.h>

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "server/access/credentials.hpp"
#include "server/access/jwt_keys.hpp"
#include "server/limits.hpp"

namespace plenary::server {
namespace {

constexpr Timestamp kNow{1'763'805'600'000};
const std::string kIssuer = "https://app.example";

std::string base64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  text.pop_back();  // the zero that ends it
  return text;
}

std::string hs256(std::string_view text, const std::string& key) {
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()),
                              key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
  return mac;
}

/// Replaces ' by ".
std::string json(std::string text) {
  for (char& c : text) {
    c = c == '\'' ? '"' : c;
  }
  return text;
}

const std::string kGoodClaims =
    "'iss':'https://app.example','aud':'plenary','sub':'u1','exp':1763805700";

class JwtTest : public ::testing::Test {
 protected:
  JwtTest() {
    EXPECT_GE(sodium_init(), 0);
    std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
    std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
    crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_key.data()), secret_.data(),
                             seed.data());
    hs_ = {{kIssuer, "plenary", JwtAlgorithm::kHs256, std::string(32, 'k')}};
    ed_ = {{kIssuer, "plenary", JwtAlgorithm::kEdDsa, public_key}};
    EXPECT_TRUE(check_issuer(hs_[0]));
    EXPECT_TRUE(check_issuer(ed_[0]));
  }

  std::string sign_hs(const std::string& claims, const std::string& header = "{'alg':'HS256'}",
                      const std::string& key = std::string(32, 'k')) {
    const std::string text = base64(json(header)) + "." + base64(json("{" + claims + "}"));
    return text + "." + base64(hs256(text, key));
  }
  std::string sign_ed(const std::string& claims, const std::string& header = "{'alg':'EdDSA'}") {
    const std::string text = base64(json(header)) + "." + base64(json("{" + claims + "}"));
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         secret_.data());
    return text + "." + base64(signature);
  }
  static bool holds(const std::string& token, const std::vector<JwtIssuer>& issuers) {
    const auto who = verify_jwt(token, issuers, kNow);
    EXPECT_TRUE(who || who.error() == (Error{Errc::kRejected, "the token is not valid"}));
    return who.has_value();
  }

  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_{};
  std::vector<JwtIssuer> hs_;
  std::vector<JwtIssuer> ed_;
};

TEST_F(JwtTest, VouchesForAPersonAndTheirRoles) {
  const std::string claims = kGoodClaims +
                             ",'name':'Ann','papers':{'dc':'editor','*':{'role':'reader',"
                             "'history':true}},'other':[1]";
  for (const auto& [token, issuers] : {std::pair(sign_hs(claims), hs_), {sign_ed(claims), ed_}}) {
    const auto who = verify_jwt(token, issuers, kNow);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->kind, Identity::Kind::kVouched);
    EXPECT_EQ(who->name.substr(0, 2), "j-");
    EXPECT_EQ(who->display_name, "Ann");
    EXPECT_EQ(who->vouched,
              (std::vector<VouchedRole>{{"*", Role::kReader, true}, {"dc", Role::kEditor, false}}));
    EXPECT_EQ(who->expires_at, (Timestamp{1763805760000}));
  }
  const auto one = verify_jwt(sign_hs(kGoodClaims), hs_, kNow)->name;
  EXPECT_EQ(one, verify_jwt(sign_hs(kGoodClaims + ",'name':'Else'"), hs_, kNow)->name);
  const std::string other =
      "'iss':'https://app.example','aud':'plenary','sub':'u2','exp':1763805700";
  EXPECT_NE(one, verify_jwt(sign_hs(other), hs_, kNow)->name);
}

TEST_F(JwtTest, OfAnotherAlgorithmOrKeyIsRefused) {
  EXPECT_TRUE(holds(sign_hs(kGoodClaims), hs_));
  EXPECT_TRUE(holds(sign_ed(kGoodClaims), ed_));
  EXPECT_FALSE(holds(sign_hs(kGoodClaims), ed_));
  EXPECT_FALSE(holds(sign_ed(kGoodClaims), hs_));
  EXPECT_FALSE(holds(sign_hs(kGoodClaims, "{'alg':'HS256'}", std::string(32, 'x')), hs_));
  EXPECT_FALSE(holds(sign_hs(kGoodClaims, "{'alg':'HS256'}", ed_[0].key), ed_))
      << "the public key is no secret";
  EXPECT_FALSE(holds(sign_hs(kGoodClaims, "{'alg':'EdDSA'}", ed_[0].key), ed_));
  for (const char* header :
       {"{'alg':'none'}", "{'alg':'None'}", "{'alg':'hs256'}", "{'alg':'HS512'}", "{'alg':null}",
        "{'alg':['HS256']}", "{}", "[]", "'HS256'", "{'alg':'HS256','crit':['exp']}",
        "{'alg':'HS256','alg':'HS256'}", "{'alg':'HS256'}x", ""}) {
    EXPECT_FALSE(holds(sign_hs(kGoodClaims, header), hs_)) << header;
  }
  const std::string text =
      base64(json("{'alg':'none'}")) + "." + base64(json("{" + kGoodClaims + "}"));
  EXPECT_FALSE(holds(text + ".", hs_));
  EXPECT_FALSE(holds(text, hs_));
  EXPECT_TRUE(holds(sign_hs(kGoodClaims, "{'typ':'JWT','alg':'HS256','kid':'x'}"), hs_));
  EXPECT_FALSE(holds(sign_hs(kGoodClaims), {}));
}

TEST_F(JwtTest, WithAnyByteChangedOrCutIsRefused) {
  for (const auto& [token, issuers] :
       {std::pair(sign_hs(kGoodClaims), hs_), {sign_ed(kGoodClaims), ed_}}) {
    for (std::size_t i = 0; i < token.size(); ++i) {
      std::string changed = token;
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      EXPECT_FALSE(holds(changed, issuers)) << i;
      EXPECT_FALSE(holds(token.substr(0, i), issuers)) << i;
    }
    EXPECT_FALSE(holds(token + "=", issuers));
    EXPECT_FALSE(holds(token + "A", issuers));
    EXPECT_FALSE(holds(" " + token, issuers));
    EXPECT_FALSE(holds(token + ".", issuers));
    EXPECT_FALSE(holds("." + token, issuers));
  }
}

TEST_F(JwtTest, HoldsForItsTimeItsIssuerAndItsAudienceOnly) {
  struct Case {
    const char* claims;
    bool holds;
  };
  const Case cases[] = {
      {"'iss':'https://app.example','aud':'plenary','sub':'u1'", false},
      {"'iss':'https://app.example','aud':'plenary','exp':1763805700", false},
      {"'iss':'https://app.example','aud':'plenary','sub':'','exp':1763805700", false},
      {"'iss':'https://app.example','aud':'plenary','sub':7,'exp':1763805700", false},
      {"'iss':'https://app.example','sub':'u1','exp':1763805700", false},
      {"'aud':'plenary','sub':'u1','exp':1763805700", false},
      {"'iss':'https://evil.example','aud':'plenary','sub':'u1','exp':1763805700", false},
      {"'iss':'https://app.example','aud':'else','sub':'u1','exp':1763805700", false},
      {"'iss':'https://app.example','aud':[],'sub':'u1','exp':1763805700", false},
      {"'iss':'https://app.example','aud':['else',1],'sub':'u1','exp':1763805700", false},
      {"'iss':'https://app.example','aud':['else','plenary'],'sub':'u1','exp':1763805700", true},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':'1763805700'", false},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':-1", false},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':1e300", false},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':1763805540", false},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':1763805540.001", true},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':1763805700,'exp':1763805700",
       false},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':1763805700,'nbf':1763805660",
       true},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':1763805700,'nbf':1763805661",
       false},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':1763805700,'iat':1763805661",
       false},
      {"'iss':'https://app.example','aud':'plenary','sub':'u1','exp':1763805700,'iat':null", false},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(holds(sign_hs(one.claims), hs_), one.holds) << one.claims;
  }
}

TEST_F(JwtTest, WithRolesThatCannotBeUnderstoodIsRefusedWhole) {
  for (const char* papers :
       {"'all'", "[]", "{'dc':'admin'}", "{'dc':7}", "{'dc':{}}", "{'dc':{'role':7}}",
        "{'dc':{'role':'reader','history':1}}", "{'dc':'reader','dc':'owner'}",
        "{'dc':'reader','d':null}", "{'dc':'Reader'}"}) {
    EXPECT_FALSE(holds(sign_hs(kGoodClaims + ",'papers':" + papers), hs_)) << papers;
  }
  std::string many;
  for (std::size_t i = 0; i <= kJwtPapersMax; ++i) {
    EXPECT_EQ(holds(sign_hs(kGoodClaims + ",'papers':{" + many + "}"), hs_), i <= kJwtPapersMax);
    many += (i == 0 ? "'" : ",'") + std::to_string(i) + "':'reader'";
  }
  EXPECT_FALSE(holds(sign_hs(kGoodClaims + ",'papers':{" + many + "}"), hs_));
}

TEST_F(JwtTest, HasALimitOfSize) {
  const auto padded = [&](std::size_t bytes) {
    return sign_hs(kGoodClaims + ",'x':'" + std::string(bytes, 'x') + "'");
  };
  std::size_t bytes = kJwtBytesMax / 4 * 3 - 200;
  while (padded(bytes).size() <= kJwtBytesMax) {
    ++bytes;
  }
  EXPECT_TRUE(holds(padded(bytes - 1), hs_));
  EXPECT_FALSE(holds(padded(bytes), hs_));
}

TEST_F(JwtTest, NameThatIsNoLineIsLeftOut) {
  EXPECT_EQ(verify_jwt(sign_hs(kGoodClaims + ",'name':'a\\nb'"), hs_, kNow)->display_name, "");
  EXPECT_EQ(verify_jwt(sign_hs(kGoodClaims + ",'name':7"), hs_, kNow)->display_name, "");
}

TEST_F(JwtTest, IssuersNeedKeysThatCannotBeGuessed) {
  EXPECT_FALSE(check_issuer({kIssuer, "plenary", JwtAlgorithm::kHs256, std::string(31, 'k')}));
  EXPECT_FALSE(check_issuer({kIssuer, "plenary", JwtAlgorithm::kEdDsa, std::string(31, 'k')}));
  EXPECT_FALSE(check_issuer({"", "plenary", JwtAlgorithm::kHs256, std::string(32, 'k')}));
  EXPECT_FALSE(check_issuer({kIssuer, "", JwtAlgorithm::kHs256, std::string(32, 'k')}));
}

TEST_F(JwtTest, KeyOfAFileSaysWhichAlgorithmHolds) {
  const auto hs = issuer_of_key(kIssuer, "plenary", std::string(32, 'k') + "\r\n");
  ASSERT_TRUE(hs);
  EXPECT_EQ(hs->algorithm, JwtAlgorithm::kHs256);
  EXPECT_TRUE(holds(sign_hs(kGoodClaims), {*hs}));
  // The public key of the first test vector of RFC 8032, as openssl prints it.
  const std::string pem =
      "-----BEGIN PUBLIC KEY-----\n"
      "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
      "-----END PUBLIC KEY-----\n";
  const auto ed = issuer_of_key(kIssuer, "plenary", pem);
  ASSERT_TRUE(ed);
  EXPECT_EQ(ed->algorithm, JwtAlgorithm::kEdDsa);
  EXPECT_EQ(ed->key.substr(0, 4), "\xd7\x5a\x98\x01");
  EXPECT_EQ(ed->key.size(), 32u);
  for (const std::string& bad :
       {std::string(), std::string(31, 'k'), pem.substr(0, 60), "-----BEGIN PRIVATE" + pem,
        std::string("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")}) {
    EXPECT_FALSE(issuer_of_key(kIssuer, "plenary", bad)) << bad;
  }
  EXPECT_FALSE(issuer_of_key_file(kIssuer, "plenary", "/no/such/file"));
}

TEST(Credentials, AreReadFromCookieAndAuthorizationAndNothingElse) {
  const auto read = [](const char* cookie, const char* authorization) {
    const Credentials all = read_credentials(cookie, authorization);
    return all.session + "|" + all.bearer;
  };
  EXPECT_EQ(read("", ""), "|");
  EXPECT_EQ(read("plenary_session=abc", "Bearer xyz"), "abc|xyz");
  EXPECT_EQ(read("a=b; plenary_session=abc ;c=d", "bEARER  xyz "), "abc|xyz");
  EXPECT_EQ(read("plenary_session=first; plenary_session=second", "Bearer"), "first|");
  EXPECT_EQ(read("xplenary_session=abc; plenary_sessionx=abc; plenary_session", "Basic xyz"), "|");
  EXPECT_EQ(read(";;=;plenary_session=", "Bearerxyz"), "|");
}

}  // namespace
}  // namespace plenary::server
