/* Given with -include to the files of BearSSL that compute with keys (src/int, src/ec, src/rsa, src/codec; C, not C++).
 *
 * BearSSL chooses between two values by arithmetic on a condition of 0 or 1. clang proves that it is 0 or 1 and makes a
 * branch or a `select` of it again: the window lookup of br_i31_modpow_opt and lookup_Gwin show it on x86 at -Os
 * already. Here each condition and each result of a comparison passes through an empty asm statement, of which the
 * compiler knows nothing but that it may have changed the value. It costs no instruction.
 *
 * tests/constant_time checks the result; without this file the check fails with clang. */
#ifndef POPCERT_CONSTANT_TIME_SHIM_H
#define POPCERT_CONSTANT_TIME_SHIM_H

#define NOT bearssl_NOT
#define MUX bearssl_MUX
#define EQ bearssl_EQ
#define NEQ bearssl_NEQ
#define GT bearssl_GT
#define CMP bearssl_CMP
#define EQ0 bearssl_EQ0
#define GT0 bearssl_GT0
#define GE0 bearssl_GE0
#define LT0 bearssl_LT0
#define LE0 bearssl_LE0
#define BIT_LENGTH bearssl_BIT_LENGTH
#define MIN bearssl_MIN
#define MAX bearssl_MAX
#include "inner.h"
#undef NOT
#undef MUX
#undef EQ
#undef NEQ
#undef GT
#undef CMP
#undef EQ0
#undef GT0
#undef GE0
#undef LT0
#undef LE0
#undef BIT_LENGTH
#undef MIN
#undef MAX

static inline uint32_t popcert_opaque(uint32_t x) {
  __asm__("" : "+r"(x));
  return x;
}

/* GE, LT and LE are macros on these. */
static inline uint32_t NOT(uint32_t ctl) { return bearssl_NOT(popcert_opaque(ctl)); }
static inline uint32_t MUX(uint32_t ctl, uint32_t x, uint32_t y) { return bearssl_MUX(popcert_opaque(ctl), x, y); }
static inline uint32_t EQ(uint32_t x, uint32_t y) { return popcert_opaque(bearssl_EQ(x, y)); }
static inline uint32_t NEQ(uint32_t x, uint32_t y) { return popcert_opaque(bearssl_NEQ(x, y)); }
static inline uint32_t GT(uint32_t x, uint32_t y) { return popcert_opaque(bearssl_GT(x, y)); }
static inline int32_t CMP(uint32_t x, uint32_t y) { return (int32_t)GT(x, y) | -(int32_t)GT(y, x); }
static inline uint32_t EQ0(int32_t x) { return popcert_opaque(bearssl_EQ0(x)); }
static inline uint32_t GT0(int32_t x) { return popcert_opaque(bearssl_GT0(x)); }
static inline uint32_t GE0(int32_t x) { return popcert_opaque(bearssl_GE0(x)); }
static inline uint32_t LT0(int32_t x) { return popcert_opaque(bearssl_LT0(x)); }
static inline uint32_t LE0(int32_t x) { return popcert_opaque(bearssl_LE0(x)); }
static inline uint32_t MIN(uint32_t x, uint32_t y) { return MUX(GT(x, y), y, x); }
static inline uint32_t MAX(uint32_t x, uint32_t y) { return MUX(GT(x, y), x, y); }

static inline uint32_t BIT_LENGTH(uint32_t x) {
  uint32_t k = NEQ(x, 0);
  for (int shift = 16; shift != 0; shift >>= 1) {
    const uint32_t wide = NEQ(x >> shift, 0);
    x = MUX(wide, x >> shift, x);
    k += wide * (uint32_t)shift;
  }
  return k;
}

#endif
