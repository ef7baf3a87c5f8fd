import type { Call } from '../../core/call'
import { runCheckCodes } from '../../core/calls/check-codes'
import { runInspect } from '../../core/calls/inspect'
import { maxCodeTextOctets } from '../../core/limits'
import type { LoadedCore } from '../../core/load'
import { needsPassword } from '../../core/refusal'
import type { Bytes, Item } from '../../core/protocol'
import { decodeRequestFile } from '../../requests/decode'
import { resultOf, textOf } from '../../requests/text'
import { codesOf } from '../codes'

/** Where something that was dropped or pasted belongs. */
export type FileField = 'key' | 'ca' | 'requests' | 'code'

interface File {
    readonly octets: Bytes
}

/** Where a file belongs, null for nowhere, and what is in it. */
export interface Sorted {
    readonly field: FileField | null
    readonly items: readonly Item[]
    /** Those of a service's form, where it is a text that holds nothing else. */
    readonly codes: readonly string[]
}

const nowhere: Sorted = { field: null, items: [], codes: [] }

export const sort: Call<File, Sorted> = { name: 'sort', files: { octets: null }, touchesKey: true, refused: () => nowhere }

/** Said of a file that wants to be a request or response file; other errors leave open what it is. */
const ofRequestFiles = /^(FILE_|TOO_MANY_|DUPLICATE_)/

export function runSort(core: LoadedCore, { octets }: File): Sorted {
    // A key is never made a string: what may be one is not decoded as a request file to find out.
    if (namesPopcert(octets)) {
        const requests = decodeRequestFile(octets)
        if (requests.ok || ofRequestFiles.test(requests.error.code)) return { ...nowhere, field: 'requests' }
    }
    const found = runInspect(core, { octets })
    if (!found.ok) {
        // What is damaged may be a key.
        const codes = found.error.category === 'not-recognized' ? codesIn(core, octets) : []
        return { ...nowhere, field: needsPassword(found.error) ? 'key' : codes.length !== 0 ? 'code' : null, codes }
    }
    const { items } = found.value
    const holds = (wanted: Item['kind']) => items.some(({ kind }) => kind === wanted)
    return { ...nowhere, field: holds('privateKey') ? 'key' : holds('certificate') ? 'ca' : null, items }
}

function codesIn(core: LoadedCore, octets: Bytes): readonly string[] {
    const text = octets.length <= maxCodeTextOctets ? resultOf(() => textOf(octets)) : null
    return text?.ok ? codesOf(runCheckCodes(core, { verificationCodes: [text.value], codeOrigin: 'person' })) : []
}

/** Whether `"popcert"` stands in it, in UTF-8 or UTF-16: each request and response file has it. */
function namesPopcert(octets: Bytes): boolean {
    const word = [...'"popcert"'].map((letter) => letter.charCodeAt(0))
    return [1, 2].some((width) => octets.some((_, at) => word.every((letter, index) => octets[at + index * width] === letter)))
}
