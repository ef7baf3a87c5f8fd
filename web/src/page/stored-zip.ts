/** A ZIP of small files, stored as they are: certificates are too random to be compressed. fflate's writer is four times as long. */

/** CRC-32 of ISO 3309, bit by bit: these are a few hundred octets each. */
function crcOf(octets: Uint8Array): number {
    let crc = ~0
    for (const octet of octets) {
        crc ^= octet
        for (let bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0)
    }
    return ~crc
}

/** A number of 32 bits, as `record` takes it. */
function wide(value: number): readonly [number, number] {
    return [value, value >>> 16]
}

/** Numbers of 16 bits, little endian as every machine is that browsers run on. */
function record(...numbers: readonly number[]): Uint8Array<ArrayBuffer> {
    return new Uint8Array(new Uint16Array(numbers).buffer)
}

/** names: of ASCII; the format has other rules for others. Source: APPNOTE.TXT 6.3.10, 4.3.7, 4.3.12 and 4.3.16. */
export function storedZip(files: readonly (readonly [name: string, octets: Uint8Array<ArrayBuffer>])[]): Blob {
    const now = new Date()
    const time = now.getHours() << 11 | now.getMinutes() << 5 | now.getSeconds() >> 1
    const day = now.getFullYear() - 1980 << 9 | now.getMonth() + 1 << 5 | now.getDate()
    const central: BlobPart[] = []
    const local: BlobPart[] = []
    let offset = 0
    for (const [name, octets] of files) {
        // Version 1.0, no flags, stored; no extra field.
        const both = [10, 0, 0, time, day, ...wide(crcOf(octets)), ...wide(octets.length), ...wide(octets.length), name.length, 0]
        // Made by version 1.0 for FAT; no comment, on the first disk, no attributes.
        central.push(record(0x4b50, 0x0201, 10, ...both, 0, 0, 0, 0, 0, ...wide(offset)), name)
        local.push(record(0x4b50, 0x0403, ...both), name, octets)
        offset += 30 + name.length + octets.length
    }
    const directory = new Blob(central)
    return new Blob([...local, directory, record(0x4b50, 0x0605, 0, 0, files.length, files.length, ...wide(directory.size), ...wide(offset), 0)])
}
