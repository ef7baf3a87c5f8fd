#!/usr/bin/env python3
"""Writes rsa_keys.h: RSA keys made for these tests only, each with the signature that OpenSSL makes with it.

    python3 make_rsa_keys.py > rsa_keys.h && clang-format -i rsa_keys.h      (Python 3.9, OpenSSL 3.0)

OpenSSL makes the primes (`openssl prime -generate`) and the signature (`openssl dgst -sha256 -sign`), Python's integers
the rest. Every run makes other keys. The keys are public: never use one for anything.
"""
import math
import subprocess
import sys
import tempfile

MESSAGE = b"popcert test message"

# name, bits of p, bits of q, e, order of p and q, modulus for d
WANTED = [
    ("1024 bits", 512, 512, 65537, ">", "phi"),
    ("2046 bits", 1023, 1023, 65537, ">", "phi"),
    ("2047 bits", 1024, 1023, 65537, ">", "phi"),
    ("2048 bits", 1024, 1024, 65537, ">", "phi"),
    ("2048 bits, e = 3", 1024, 1024, 3, ">", "phi"),
    ("2048 bits, e of 32 bits", 1024, 1024, 0xFFFFFFFB, ">", "phi"),
    ("2048 bits, p < q", 1024, 1024, 65537, "<", "phi"),
    ("2048 bits, d modulo lambda", 1024, 1024, 65537, ">", "lambda"),
    ("2049 bits", 1025, 1024, 65537, ">", "phi"),
    ("2048 bits, p of 700", 700, 1348, 65537, "", "phi"),
    ("2048 bits, q of 64", 1984, 64, 65537, "", "phi"),
    ("3072 bits", 1536, 1536, 65537, ">", "phi"),
    ("4096 bits", 2048, 2048, 65537, ">", "phi"),
    ("4096 bits, p of 2816", 2816, 1280, 65537, "", "phi"),
]
# Sound keys that are refused: too small, and with a factor that BearSSL has no room for. No signature.
REFUSED = [
    ("512 bits", 256, 256, 65537, ">", "phi"),
    ("4096 bits, q of 2824", 1272, 2824, 65537, "", "phi"),
]


def openssl(*arguments, stdin=None):
    return subprocess.run(["openssl", *arguments], input=stdin, capture_output=True, check=True).stdout


def prime(bits, e):
    while True:
        p = int(openssl("prime", "-generate", "-bits", str(bits)))
        if math.gcd(p - 1, e) == 1:
            return p


def der(tag, content):
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def der_integer(n):
    return der(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def hexadecimal(n):
    digits = f"{n:x}"
    return digits.zfill(len(digits) + len(digits) % 2)


def make(name, p_bits, q_bits, e, order, modulus, sign):
    bits = int(name.split()[0])
    while True:
        p, q = prime(p_bits, e), prime(q_bits, e)
        if order and (p > q) != (order == ">"):
            p, q = (q, p) if p_bits == q_bits else (p, q)
        if (p * q).bit_length() == bits and p != q:
            break
    phi = (p - 1) * (q - 1)
    if modulus == "lambda":
        phi //= math.gcd(p - 1, q - 1)
    d = pow(e, -1, phi)
    numbers = [p * q, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p)]
    with tempfile.NamedTemporaryFile() as key:
        key.write(der(0x30, der_integer(0) + b"".join(map(der_integer, numbers))))
        key.flush()
        openssl("rsa", "-inform", "DER", "-in", key.name, "-check", "-noout")
        signature = openssl("dgst", "-sha256", "-keyform", "DER", "-sign", key.name, stdin=MESSAGE) if sign else b""
    fields = [hexadecimal(n) for n in numbers] + [signature.hex()]
    print("    {" + ",\n     ".join(f'"{field}"' for field in [name, *fields]) + "},")


def main():
    print("// Written by make_rsa_keys.py; do not edit. Keys for tests only: they are public.")
    print("#pragma once\n\n#include <string_view>\n\nnamespace popcert::test {\n")
    print(f'inline constexpr std::string_view kRsaMessage = "{MESSAGE.decode()}";\n')
    print("/// The numbers of an RSAPrivateKey in hexadecimal, and the signature over kRsaMessage with SHA-256.")
    print("struct RsaKey {\n  std::string_view name, n, e, d, p, q, dp, dq, qinv, signature;\n};\n")
    for array, keys in (("kRsaKeys", WANTED), ("kRsaKeysRefused", REFUSED)):
        print(f"inline constexpr RsaKey {array}[] = {{")
        for key in keys:
            make(*key, sign=array == "kRsaKeys")
            print(key[0], file=sys.stderr)
        print("};\n")
    print("}  // namespace popcert::test")


main()
