import type { Call } from '../../core/call'
import { runInspect } from '../../core/calls/inspect'
import type { LoadedCore } from '../../core/load'
import type { Bytes, Item } from '../../core/protocol'
import { decodeRequestFile } from '../../requests/decode'

/** Where something that was dropped or pasted belongs. */
export type FileField = 'key' | 'ca' | 'requests'

interface File {
    readonly octets: Bytes
}

/** Where a file belongs, null for nowhere, and what is in it. */
export interface Sorted {
    readonly field: FileField | null
    readonly items: readonly Item[]
}

export const sort: Call<File, Sorted> = { name: 'sort', files: { octets: null }, touchesKey: true, refused: () => ({ field: null, items: [] }) }

/** Said of a file that wants to be a request or response file; other errors leave open what it is. */
const ofRequestFiles = /^(FILE_|TOO_MANY_|DUPLICATE_)/

export function runSort(core: LoadedCore, { octets }: File): Sorted {
    // A key is never made a string: what may be one is not decoded as a request file to find out.
    if (namesPopcert(octets)) {
        const requests = decodeRequestFile(octets)
        if (requests.ok || ofRequestFiles.test(requests.error.code)) return { field: 'requests', items: [] }
    }
    const found = runInspect(core, { octets })
    if (!found.ok) return { field: found.error.category === 'password-required' || found.error.category === 'wrong-password' ? 'key' : null, items: [] }
    const { items } = found.value
    const holds = (wanted: Item['kind']) => items.some(({ kind }) => kind === wanted)
    return { field: holds('privateKey') ? 'key' : holds('certificate') ? 'ca' : null, items }
}

/** Whether `"popcert"` stands in it, in UTF-8 or UTF-16: each request and response file has it. */
function namesPopcert(octets: Bytes): boolean {
    const word = [...'"popcert"'].map((letter) => letter.charCodeAt(0))
    return [1, 2].some((width) => octets.some((_, at) => word.every((letter, index) => octets[at + index * width] === letter)))
}
