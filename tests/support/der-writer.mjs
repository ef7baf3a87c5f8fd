/** Just enough DER to write what no tool writes. */

export function tlv(tag, ...parts) {
    const value = Buffer.concat(parts.map((part) => Buffer.from(part)))
    const size = value.length
    const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : size < 0x10000 ? [0x82, size >> 8, size & 255]
        : [0x83, size >> 16, size >> 8 & 255, size & 255]
    return Buffer.concat([Buffer.from([tag, ...length]), value])
}
export const sequence = (...parts) => tlv(0x30, ...parts)
export const octets = (...parts) => tlv(0x04, ...parts)
export const oid = (hex) => tlv(0x06, Buffer.from(hex, 'hex'))
export function integer(number) {
    let hex = number.toString(16)
    if (hex.length % 2) hex = `0${hex}`
    if (Number.parseInt(hex.slice(0, 2), 16) >= 0x80) hex = `00${hex}`
    return tlv(0x02, Buffer.from(hex, 'hex'))
}

export const pem = (label, der) => `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`
