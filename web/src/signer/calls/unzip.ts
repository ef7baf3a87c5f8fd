import { unzipSync } from 'fflate'
import type { Call } from '../../core/call'
import type { Bytes } from '../../core/protocol'

/** Octets and count; what signs is small, and an archive may claim anything. Packed as a whole, since entries may overlap. */
const most = { files: 200, each: 1 << 20, packed: 1 << 20, total: 16 << 20 }

/** The files of a ZIP; null where it is none. They may be keys: what leaves the worker are handles, as if each had been chosen by itself. */
export const unzip: Call<{ readonly octets: Bytes }, readonly File[] | null> = {
    name: 'unzip', files: { octets: null }, touchesKey: true, refused: () => null,
}

export function runUnzip(_: unknown, { octets }: { readonly octets: Bytes }): readonly File[] | null {
    if (![0x50, 0x4b, 3, 4].every((octet, at) => octets[at] === octet)) return null
    const sum = { files: 0, packed: 0, total: 0 }
    try {
        const found = unzipSync(octets, {
            filter: ({ name, size, originalSize }) => {
                if (/\/$|^__MACOSX\//.test(name) || originalSize > most.each) return false
                const next = { files: sum.files + 1, packed: sum.packed + size, total: sum.total + originalSize }
                if (next.files > most.files || next.packed > most.packed || next.total > most.total) return false
                Object.assign(sum, next)
                return true
            },
        })
        return Object.entries(found).map(([path, unpacked]) => {
            const file = new File([unpacked as Uint8Array<ArrayBuffer>], path.replace(/.*\//, ''))
            unpacked.fill(0)
            return file
        })
    } catch {
        return []  // damaged, or packed in a way that nobody uses
    }
}
