/** The files that ask for the most work: for tests/bench/worst.mjs, which takes their time, and tests/wasm/work.test.mjs. */
import { createCipheriv, generateKeyPairSync, pbkdf2Sync, randomBytes } from 'node:crypto'

import { integer, octets, oid, pem, sequence, tlv } from './der-writer.mjs'
import { fixture, PASSWORD } from './fixtures.mjs'

const PBES2 = '2a864886f70d01050d', PBKDF2 = '2a864886f70d01050c', SCRYPT = '2b06010401da47040b', AES256 = '60864801650304012a'
const HMAC_SHA256 = '2a864886f70d0209', DATA = '2a864886f70d010701', ENCRYPTED_DATA = '2a864886f70d010706', SHA256 = '608648016503040201'

const pbes2 = (kdf, iv = Buffer.alloc(16)) => sequence(oid(PBES2), sequence(kdf, sequence(oid(AES256), octets(iv))))
const pbkdf2 = (rounds, salt = Buffer.alloc(8)) =>
    sequence(oid(PBKDF2), sequence(octets(salt), integer(rounds), sequence(oid(HMAC_SHA256), tlv(0x05))))
const scrypt = (n, r, p) => sequence(oid(SCRYPT), sequence(octets(Buffer.alloc(8)), integer(n), integer(r), integer(p)))

/** An EncryptedPrivateKeyInfo that no password opens. */
const encryptedKey = (kdf) => sequence(pbes2(kdf), octets(Buffer.alloc(32)))

/** kdfs: of its encrypted parts. mac: rounds of its MAC, which no password fits. */
function pfx(kdfs, mac = 0) {
    const parts = kdfs.map((kdf) => sequence(oid(ENCRYPTED_DATA), tlv(0xa0, sequence(integer(0),
        sequence(oid(DATA), pbes2(kdf), tlv(0x80, Buffer.alloc(32)))))))
    const macData = mac === 0 ? [] : [sequence(sequence(sequence(oid(SHA256)), octets(Buffer.alloc(32))), octets(Buffer.alloc(8)), integer(mac))]
    return sequence(integer(3), sequence(oid(DATA), tlv(0xa0, octets(sequence(...parts)))), ...macData)
}

/** With the MAC's derivation, and each of two parts under PBKDF2, as careful tools write it; this one opens. */
export function honestPfx(rounds) {
    const key = fixture('keys/p256-pkcs8.der'), certificate = fixture('certs/ca-p256.der')
    const bag = (type, value) => sequence(oid(type), tlv(0xa0, value))
    const encrypted = (contents) => {
        const salt = randomBytes(16), iv = randomBytes(16)
        const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(PASSWORD, salt, rounds, 32, 'sha256'), iv)
        const ciphertext = Buffer.concat([cipher.update(sequence(contents)), cipher.final()])
        return sequence(oid(ENCRYPTED_DATA), tlv(0xa0, sequence(integer(0), sequence(oid(DATA), pbes2(pbkdf2(rounds, salt), iv), tlv(0x80, ciphertext)))))
    }
    const certificateBag = bag('2a864886f70d010c0a0103', sequence(oid('2a864886f70d01091601'), tlv(0xa0, octets(certificate))))
    const parts = [encrypted(bag('2a864886f70d010c0a0101', key)), encrypted(certificateBag), encrypted(certificateBag)]
    return sequence(integer(3), sequence(oid(DATA), tlv(0xa0, octets(sequence(...parts)))))
}

const many = (count, make) => Buffer.from(Array.from({ length: count }, (_, i) => make(i)).join(''))
const spread = (total, blocks) => Math.floor(total / blocks)

/** The smallest sound certificate; no valid signature is needed. */
function certificate(spki, { extensions = [], name = 'x' } = {}) {
    const subject = sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(name)))))
    const algorithm = sequence(oid('2a8648ce3d040304'))
    const time = (text) => tlv(0x17, Buffer.from(text))
    const tbs = sequence(...(extensions.length > 0 ? [tlv(0xa0, integer(2))] : []), integer(1), algorithm, subject,
        sequence(time('200101000000Z'), time('491231000000Z')), subject, spki,
        ...(extensions.length > 0 ? [tlv(0xa3, sequence(...extensions))] : []))
    return sequence(tbs, algorithm, tlv(0x03, [0], sequence(integer(1), integer(1))))
}
const ec = (named) => generateKeyPairSync('ec', { namedCurve: named })
function compressed(publicKey) {
    const der = publicKey.export({ format: 'der', type: 'spki' })
    const point = der.subarray(der.length - 133)
    return sequence(sequence(oid('2a8648ce3d0201'), oid('2b81040023')), tlv(0x03, [0], [2 + (point[132] & 1)], point.subarray(1, 67)))
}
const compressedPoint = () => compressed(ec('P-521').publicKey)
const pkcs7 = (certificates) => sequence(oid('2a864886f70d010702'), tlv(0xa0, sequence(integer(1), tlv(0x31), sequence(oid(DATA)),
    tlv(0xa0, ...certificates))))
const secretKey = () => {
    const scalar = ec('P-521').privateKey.export({ format: 'jwk' }).d
    return sequence(integer(1), octets(Buffer.from(scalar, 'base64url')), tlv(0xa0, oid('2b81040023')))
}
const smallest = () => certificate(compressedPoint())

/** Each with the password that is given for it, if any; the octets are made only when asked for. */
export const worstFiles = [
    ['one PFX, scrypt of N = 2^17, r = 8, p = 8', () => pfx([scrypt(2 ** 17, 8, 8)])],
    ['1,024 of these', () => many(1024, () => pem('PKCS12', pfx([scrypt(2 ** 17, 8, 8)])))],
    ['1,024 PFX, scrypt of N = 2^14, r = 8, p = 1', () => many(1024, () => pem('PKCS12', pfx([scrypt(2 ** 14, 8, 1)])))],
    ['1,024 PFX, a MAC of 99,999 rounds', () => many(1024, () => pem('PKCS12', pfx([], 99_999)))],
    ['1,024 PFX, a MAC of 97 rounds', () => many(1024, () => pem('PKCS12', pfx([], 97)))],
    ['1,024 keys on P-521', () => { const key = secretKey(); return many(1024, () => pem('EC PRIVATE KEY', key)) }],
    ['50 keys on P-521', () => { const key = secretKey(); return many(50, () => pem('EC PRIVATE KEY', key)) }],
    ['50 keys of RSA 4096', () => many(50, () => pem('PRIVATE KEY', fixture('keys/rsa4096-pkcs8.der')))],
    ['15,000 certificates with compressed points on P-521', () => { const one = smallest(); return many(1000, () => pem('PKCS7', pkcs7(Array(15).fill(one)))) }],
    ['500 of these', () => { const one = smallest(); return many(500, () => pem('CERTIFICATE', one)) }],
    ['500 certificates of 200 extensions', () => {
        const extensions = Array.from({ length: 200 }, (_, i) => sequence(oid(`2a03${i < 100 ? '81' : '82'}${(i % 100).toString(16).padStart(2, '0')}`), octets()))
        const one = certificate(compressedPoint(), { extensions })
        return many(500, () => pem('CERTIFICATE', one))
    }],
    ['certificates with names of 4 MB together', () => { const one = certificate(compressedPoint(), { name: '\u0301'.repeat(3400) }); return many(220, () => pem('CERTIFICATE', one)) }],
    ['50 keys on P-521, 500 certificates, and MACs', () => {
        const key = secretKey(), one = smallest()
        return Buffer.concat([many(50, () => pem('EC PRIVATE KEY', key)), many(500, () => pem('CERTIFICATE', one)), many(400, () => pem('PKCS12', pfx([], 249)))])
    }],
    ['JSON, 4 MB of members', () => Buffer.from(`{${Array.from({ length: 200_000 }, (_, i) => `"a${i}":[{}]`).join()}}`)],
    ['JSON, a string of 4 MB 15 objects deep', () => Buffer.from(`${'{"a":'.repeat(15)}"${'A'.repeat(4_190_000)}"${'}'.repeat(15)}`)],
    ['JSON of 100,000 strings', () => Buffer.from(`[${Array(90_000).fill(`"${'x'.repeat(40)}"`).join()}]`)],
    ['base64 of base64, 4 MB', () => Buffer.from(Buffer.from(Buffer.from('x'.repeat(2_300_000)).toString('base64')).toString('base64'))],
    ['40,000 short SEQUENCEs in base64', () => Buffer.from(`MEwA${'A'.repeat(100)}`.repeat(40_000))],
    ['a million octets in hexadecimal digits', () => Buffer.from('30 '.repeat(1_390_000))],
    ['200,000 lines of a dump', () => Buffer.from('00000000: 3082 0100\n'.repeat(200_000))],
    ['200,000 BEGIN lines', () => Buffer.from('-----BEGIN X-----"\n'.repeat(200_000))],
    ['140,000 RSAParameters', () => Buffer.from('<RSAParameters></RSAParameters>'.repeat(135_000))],
    ['one block, PBKDF2 of 6,000,000 rounds', () => Buffer.from(pem('ENCRYPTED PRIVATE KEY', encryptedKey(pbkdf2(6_000_000)))), 'x'],
    ['1,024 of these', () => many(1024, () => pem('ENCRYPTED PRIVATE KEY', encryptedKey(pbkdf2(6_000_000)))), 'x'],
    ['1,024 blocks, PBKDF2 of 5,859 rounds', () => many(1024, () => pem('ENCRYPTED PRIVATE KEY', encryptedKey(pbkdf2(spread(6_000_000, 1024))))), 'x'],
    ['1,024 blocks, scrypt of N = 512, r = 8, p = 1', () => many(1024, () => pem('ENCRYPTED PRIVATE KEY', encryptedKey(scrypt(512, 8, 1)))), 'x'],
    ['8 blocks, PBKDF2 of 300,000 rounds, in all forms of a password', () => many(8, () => pem('ENCRYPTED PRIVATE KEY', encryptedKey(pbkdf2(300_000)))), 'x'],
    ['one block, scrypt of N = 2^18, r = 8, p = 2', () => Buffer.from(pem('ENCRYPTED PRIVATE KEY', encryptedKey(scrypt(2 ** 18, 8, 2)))), 'x'],
    ['one block, scrypt of N = 2^17, r = 8, p = 5', () => Buffer.from(pem('ENCRYPTED PRIVATE KEY', encryptedKey(scrypt(2 ** 17, 8, 5)))), 'x'],
    ['one block, scrypt of N = 4, r = 1, p = 8192', () => Buffer.from(pem('ENCRYPTED PRIVATE KEY', encryptedKey(scrypt(4, 1, 8192)))), 'x'],
    ['PFX, two forms of the empty password, MAC of 6,000,000 rounds', () => pfx([], 6_000_000), ''],
    ['PFX, two forms of the empty password, parts of scrypt and PBKDF2', () => pfx([pbkdf2(1_500_000), scrypt(2 ** 17, 8, 1)], 900_000), ''],
    ['50 keys on P-521, 500 certificates, and 5,999,000 rounds', () => {
        const key = secretKey(), one = smallest()
        return Buffer.concat([many(50, () => pem('EC PRIVATE KEY', key)), many(500, () => pem('CERTIFICATE', one)),
            Buffer.from(pem('ENCRYPTED PRIVATE KEY', encryptedKey(pbkdf2(5_999_000))))])
    }, 'x'],
].map(([name, make, password]) => ({ name, password, octets: () => new Uint8Array(make()) }))

/** Files that careful tools write, and that have to open. */
export const honestFiles = [
    ['PFX, three derivations of 600,000 rounds', () => honestPfx(600_000), PASSWORD],
    ['a bundle of 200 CA certificates', () => many(200, () => pem('CERTIFICATE', fixture('certs/ca-rsa4096.der'))), undefined],
].map(([name, make, password]) => ({ name, password, octets: () => new Uint8Array(make()) }))

/** For checkChain: certificates of one name, none of which signed another. */
export function tangle(count) {
    const makers = Array.from({ length: 20 }, () => ec('P-521').publicKey.export({ format: 'der', type: 'spki' }))
    const pieces = Array.from({ length: count }, (_, i) => {
        const one = certificate(makers[i % makers.length], { extensions: [sequence(oid('551d13'), octets(sequence(tlv(0x01, [0xff]))))] })
        one[one.length - 1] = i & 0x7f | 1
        return pem('CERTIFICATE', one)
    })
    return { certificates: new Uint8Array(Buffer.from(pieces.slice(0, 60).join(''))), known: [new Uint8Array(Buffer.from(pieces.slice(60).join('')))] }
}
