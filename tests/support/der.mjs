/** Just enough DER to cut a certificate into its parts; OpenSSL judges the parts. */

/** The element at `at`. tlv: the whole of it; value: without tag and length. */
export function element(octets, at = 0) {
    let length = octets[at + 1]
    let start = at + 2
    if (length >= 0x80) {
        const count = length & 0x7f
        length = 0
        for (let i = 0; i < count; i++) length = length * 256 + octets[start++]
    }
    const end = start + length
    if (!(end <= octets.length)) throw new Error('DER ends too early')
    return { tag: octets[at], tlv: octets.subarray(at, end), value: octets.subarray(start, end), end }
}

export function children(value) {
    const found = []
    for (let at = 0; at < value.length; ) {
        const next = element(value, at)
        found.push(next)
        at = next.end
    }
    return found
}

/** RFC 5280 4.1: the parts of a certificate, as they stand. */
export function certificateParts(der) {
    const [tbs, algorithm, signature] = children(element(der).value)
    const fields = children(tbs.value)
    if (fields[0].tag !== 0xa0) fields.unshift(undefined)
    const [version, serial, innerAlgorithm, issuer, validity, subject, spki, ...rest] = fields
    return {
        tbs: tbs.tlv,
        version: version?.tlv,
        serial: serial.value,
        algorithm: algorithm.tlv,
        innerAlgorithm: innerAlgorithm.tlv,
        issuer: issuer.tlv,
        validity: validity.tlv,
        subject: subject.tlv,
        spki: spki.tlv,
        extensions: rest.find((field) => field.tag === 0xa3)?.value,
        /** Without the octet that counts unused bits. */
        signature: signature.value.subarray(1),
    }
}

export const hex = (octets) => Buffer.from(octets).toString('hex')
