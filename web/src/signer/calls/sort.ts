import type { Call } from '../../core/call'
import { runInspect } from '../../core/calls/inspect'
import type { LoadedCore } from '../../core/load'
import type { Bytes } from '../../core/protocol'
import { decodeRequestFile } from '../../requests/decode'

/** Where something that was dropped or pasted belongs. */
export type FileField = 'key' | 'ca' | 'requests'

interface File {
    readonly octets: Bytes
}

/** null: of use nowhere. */
export const sort: Call<File, FileField | null> = { name: 'sort', files: { octets: null }, touchesKey: true, refused: () => null }

/** Said of a file that wants to be a request or response file; other errors leave open what it is. */
const ofRequestFiles = /^(FILE_|TOO_MANY_|DUPLICATE_)/

export function runSort(core: LoadedCore, { octets }: File): FileField | null {
    // A key is never made a string: what may be one is not decoded as a request file to find out.
    if (namesPopcert(octets)) {
        const requests = decodeRequestFile(octets)
        if (requests.ok || ofRequestFiles.test(requests.error.code)) return 'requests'
    }
    const found = runInspect(core, { octets })
    if (!found.ok) return found.error.category === 'password-required' || found.error.category === 'wrong-password' ? 'key' : null
    if (found.value.items.some(({ kind }) => kind === 'privateKey')) return 'key'
    return found.value.items.some(({ kind }) => kind === 'certificate') ? 'ca' : null
}

/** Whether `"popcert"` stands in it, in UTF-8 or UTF-16: each request and response file has it. */
function namesPopcert(octets: Bytes): boolean {
    const word = [...'"popcert"'].map((letter) => letter.charCodeAt(0))
    return [1, 2].some((width) => octets.some((_, at) => word.every((letter, index) => octets[at + index * width] === letter)))
}
