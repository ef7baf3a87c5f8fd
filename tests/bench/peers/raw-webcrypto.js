/**
 * The least that anybody would write by hand: WebCrypto, and DER for this one certificate. PKCS #8 in PEM, RSA or P-256; nothing is
 * checked, and what was made is not verified. What everything else is compared with.
 */
const joined = (parts) => {
    const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
        all.set(part, at)
        at += part.length
    }
    return all
}
const tlv = (tag, ...parts) => {
    const body = joined(parts)
    const { length } = body
    const head = length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255]
    return joined([head, body])
}
const hex = (digits) => Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16))
const oid = (digits) => tlv(0x06, hex(digits))
const sequence = (...parts) => tlv(0x30, ...parts)

/** The elements of a constructed one. */
function elements(body) {
    const found = []
    for (let at = 0; at < body.length;) {
        let length = body[at + 1]
        let head = 2
        if (length > 127) {
            head += length & 127
            length = 0
            for (let i = at + 2; i < at + head; i++) length = length * 256 + body[i]
        }
        found.push({ tag: body[at], body: body.subarray(at + head, at + head + length), whole: body.subarray(at, at + head + length) })
        at += head + length
    }
    return found
}
const inside = (octets) => elements(elements(octets)[0].body)

const fromPem = (pem) => Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, '')), (letter) => letter.charCodeAt(0))
const toPem = (der) => `-----BEGIN CERTIFICATE-----\n${btoa(String.fromCharCode(...der)).replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`

/** Subject, and subject key identifier where there is one. */
function readCa(der) {
    const fields = elements(inside(der)[0].body)
    const first = fields[0].tag === 0xa0 ? 1 : 0
    const extensions = fields.find(({ tag }) => tag === 0xa3)
    const all = extensions === undefined ? [] : inside(extensions.body).map(({ body }) => elements(body))
    const identifier = all.find(([id]) => id.body.join() === '85,29,14')
    return { subject: fields[first + 4].whole, keyIdentifier: identifier && elements(identifier.at(-1).body)[0].body }
}

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export async function open(keyPem, caPem) {
    const pkcs8 = fromPem(keyPem)
    const isRsa = elements(inside(pkcs8)[1].body)[0].body.length === 9  // 1.2.840.113549.1.1.1; of an EC key there are 7 octets
    const algorithm = isRsa ? RSA : P256
    return { isRsa, algorithm, key: await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']), ...readCa(fromPem(caPem)) }
}

const integerOf = (octets) => {
    let first = 0
    while (first < octets.length - 1 && octets[first] === 0) first++
    return tlv(0x02, octets[first] > 127 ? [0] : [], octets.subarray(first))
}
const time = (date) => tlv(0x17, new TextEncoder().encode(date.toISOString().replace(/[-:T]|\..*/g, '').slice(2) + 'Z'))
const extension = (id, isCritical, value) => sequence(oid(id), isCritical ? [1, 1, 255] : [], tlv(0x04, value))

export async function make({ isRsa, algorithm, key, subject, keyIdentifier }, code) {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
    const point = elements(elements(spki)[0].body)[1].body.subarray(1)
    const ownIdentifier = new Uint8Array(await crypto.subtle.digest('SHA-1', point))
    const serial = crypto.getRandomValues(new Uint8Array(16))
    serial[0] = (serial[0] & 0x3f) | 0x40
    const signedWith = isRsa ? sequence(oid('2a864886f70d01010b'), [5, 0]) : sequence(oid('2a8648ce3d040302'))
    const now = Date.now()
    const tbs = sequence(
        tlv(0xa0, [2, 1, 2]), tlv(0x02, serial), signedWith, subject,
        sequence(time(new Date(now - 3 * 864e5)), time(new Date(now + 30 * 864e5))),
        sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, new TextEncoder().encode(code))))),
        spki,
        tlv(0xa3, sequence(
            extension('551d13', true, sequence()),
            extension('551d0f', true, [3, 2, 7, 0x80]),
            extension('551d25', false, sequence(oid('2b06010505070302'))),
            extension('551d0e', false, tlv(0x04, ownIdentifier)),
            keyIdentifier === undefined ? [] : extension('551d23', false, sequence(tlv(0x80, keyIdentifier))))))
    const raw = new Uint8Array(await crypto.subtle.sign(algorithm, key, tbs))
    const signature = isRsa ? raw : sequence(integerOf(raw.subarray(0, 32)), integerOf(raw.subarray(32)))
    return toPem(sequence(tbs, signedWith, tlv(0x03, [0], signature)))
}
