/**
 * Unpacks what the build packed with LZMA ("LZMA alone": properties, size, range coder), and nothing else: the octets stand in
 * the script, whose hash the page's policy holds. Browsers unpack deflate by themselves, which is a sixth larger.
 * Source: the LZMA specification of the public LZMA SDK.
 */

/** Where each group of probabilities begins. */
const isMatch = 0
const isRep = 192
const isRepG0 = 204
const isRepG1 = 216
const isRepG2 = 228
const isRep0Long = 240
const distanceSlot = 432
const distanceSpecial = 688
const distanceAlign = 816
const matchLength = 832
const repLength = 1346
const literal = 1860

export function unpackLzma(base64: string): Uint8Array<ArrayBuffer> {
    const input = new DataView(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer)
    const properties = input.getUint8(0)
    const literalContext = properties % 9
    const literalPosition = Math.floor(properties / 9) % 5
    const positionMask = (1 << Math.floor(properties / 45)) - 1
    const output = new Uint8Array(input.getUint32(5, true))
    const probabilities = new Uint16Array(literal + (0x300 << (literalContext + literalPosition))).fill(1024)
    let range = 0xffffffff
    let code = input.getUint32(14)
    let next = 18
    let at = 0
    let state = 0
    const distances = [1, 1, 1, 1]

    const normalize = () => {
        if (range >= 0x1000000) return
        range = (range << 8) >>> 0
        code = ((code << 8) | input.getUint8(next++)) >>> 0
    }
    const bit = (index: number): number => {
        const probability = probabilities[index] ?? 0
        const bound = (range >>> 11) * probability
        const one = code >= bound
        if (one) {
            range -= bound
            code -= bound
            probabilities[index] = probability - (probability >> 5)
        } else {
            range = bound
            probabilities[index] = probability + ((2048 - probability) >> 5)
        }
        normalize()
        return +one
    }
    const tree = (base: number, bits: number): number => {
        let node = 1
        for (let i = 0; i < bits; i++) node = node * 2 + bit(base + node)
        return node - (1 << bits)
    }
    const reverseTree = (base: number, bits: number): number => {
        let node = 1
        let value = 0
        for (let i = 0; i < bits; i++) {
            const one = bit(base + node)
            node = node * 2 + one
            value |= one << i
        }
        return value
    }
    const lengthOf = (base: number, position: number): number => {
        if (!bit(base)) return 2 + tree(base + 2 + position * 8, 3)
        return bit(base + 1) ? 18 + tree(base + 258, 8) : 10 + tree(base + 130 + position * 8, 3)
    }
    const distanceOf = (length: number): number => {
        const slot = tree(distanceSlot + Math.min(length - 2, 3) * 64, 6)
        if (slot < 4) return slot + 1
        const bits = (slot >> 1) - 1
        const high = (2 | (slot & 1)) << bits
        if (slot < 14) return high + reverseTree(distanceSpecial + high - slot, bits) + 1
        let middle = 0
        for (let i = bits - 4; i > 0; i--) {
            range >>>= 1
            const one = code >= range
            if (one) code -= range
            middle = middle * 2 + +one
            normalize()
        }
        return high + middle * 16 + reverseTree(distanceAlign, 4) + 1
    }
    const literalOf = (): number => {
        const context = ((at & ((1 << literalPosition) - 1)) << literalContext) + ((output[at - 1] ?? 0) >> (8 - literalContext))
        const base = literal + 0x300 * context
        let symbol = 1
        if (state >= 7) {
            let matched = output[at - (distances[0] ?? 1)] ?? 0
            while (symbol < 0x100) {
                const expected = (matched >> 7) & 1
                matched <<= 1
                const one = bit(base + ((1 + expected) << 8) + symbol)
                symbol = symbol * 2 + one
                if (one !== expected) break
            }
        }
        while (symbol < 0x100) symbol = symbol * 2 + bit(base + symbol)
        return symbol
    }

    while (at < output.length) {
        const position = at & positionMask
        if (!bit(isMatch + state * 16 + position)) {
            output[at] = literalOf()
            at++
            state = state < 4 ? 0 : state - (state < 10 ? 3 : 6)
            continue
        }
        let length = 1
        if (!bit(isRep + state)) {
            length = lengthOf(matchLength, position)
            distances.unshift(distanceOf(length))
            distances.pop()
            state = state < 7 ? 7 : 10
        } else {
            const again = !bit(isRepG0 + state) ? 0 : !bit(isRepG1 + state) ? 1 : 2 + bit(isRepG2 + state)
            if (again > 0 || bit(isRep0Long + state * 16 + position)) {
                distances.unshift(...distances.splice(again, 1))
                length = lengthOf(repLength, position)
                state = state < 7 ? 8 : 11
            } else {
                state = state < 7 ? 9 : 11
            }
        }
        for (const distance = distances[0] ?? 1; length > 0; length--) output[at] = output[at++ - distance] ?? 0
    }
    return output
}
