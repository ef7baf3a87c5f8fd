/** Files that ask for much work, made by Node's own crypto (OpenSSL), some of which the OpenSSL program would not write. */
import { createCipheriv, createPrivateKey, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'

function tlv(tag, ...contents) {
    const body = Buffer.concat(contents)
    const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255]
    return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...contents) => tlv(0x30, ...contents)
const octetString = (octets) => tlv(0x04, octets)
const oid = (hex) => tlv(0x06, Buffer.from(hex, 'hex'))
function integer(value) {
    const hex = value.toString(16)
    const octets = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
    return tlv(0x02, octets[0] & 0x80 ? Buffer.concat([Buffer.from([0]), octets]) : octets)
}

/** EncryptedPrivateKeyInfo with AES-256-CBC; `derivation`: the AlgorithmIdentifier and the key. */
function encrypted(pem, derivation) {
    const iv = randomBytes(16)
    const cipher = createCipheriv('aes-256-cbc', derivation.key, iv)
    const plain = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })
    return sequence(
        sequence(oid('2a864886f70d01050d'), sequence(derivation.algorithm, sequence(oid('60864801650304012a'), octetString(iv)))),
        octetString(Buffer.concat([cipher.update(plain), cipher.final()])))
}

export function withPbkdf2(pem, password, rounds) {
    const salt = randomBytes(16)
    const prf = sequence(oid('2a864886f70d0209'), Buffer.from([5, 0]))
    return encrypted(pem, {
        key: pbkdf2Sync(password, salt, rounds, 32, 'sha256'),
        algorithm: sequence(oid('2a864886f70d01050c'), sequence(octetString(salt), integer(rounds), prf)),
    })
}

export function withScrypt(pem, password, n, r = 8, p = 1) {
    const salt = randomBytes(16)
    return encrypted(pem, {
        key: scryptSync(password, salt, 32, { N: n, r, p, maxmem: 1 << 30 }),
        algorithm: sequence(oid('2b06010401da47040b'), sequence(octetString(salt), integer(n), integer(r), integer(p))),
    })
}
