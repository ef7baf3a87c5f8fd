import type { LoadedCore } from '../core/load'
import type { Bytes, Origin, CreateAllInput, Result } from '../core/protocol'
import { alsoAnswer } from '../core/worker'
import { decodeRequestFile } from '../requests/decode'
import { refusedCalls, type CodeCheck, type FileField, type SignerCalls } from './calls'

/** The worker of this page: what the core's does, and what takes long or touches files that may be keys. */

interface File {
    readonly octets: Bytes
}

/** Whether `"popcert"` stands in it, in UTF-8 or UTF-16: each request and response file has it. */
function namesPopcert(octets: Bytes): boolean {
    const word = [...'"popcert"'].map((letter) => letter.charCodeAt(0))
    return [1, 2].some((width) => octets.some((_, at) => word.every((letter, index) => octets[at + index * width] === letter)))
}

/** Said of a file that wants to be a request or response file; other errors leave open what it is. */
const ofRequestFiles = /^(FILE_|TOO_MANY_|DUPLICATE_)/

function sort(core: LoadedCore, { octets }: File): FileField | null {
    // A key is never made a string: what may be one is not decoded as a request file to find out.
    if (namesPopcert(octets)) {
        const requests = decodeRequestFile(octets)
        if (requests.ok || ofRequestFiles.test(requests.error.code)) return 'requests'
    }
    const found = core.inspect(octets)
    if (!found.ok) return found.error.category === 'password-required' || found.error.category === 'wrong-password' ? 'key' : null
    if (found.value.items.some(({ kind }) => kind === 'privateKey')) return 'key'
    return found.value.items.some(({ kind }) => kind === 'certificate') ? 'ca' : null
}

interface Codes {
    readonly verificationCodes: readonly string[]
    readonly codeOrigin: Origin
}

function checkCodes(core: LoadedCore, { verificationCodes, codeOrigin }: Codes): readonly CodeCheck[] {
    const none = new Uint8Array(0)
    return verificationCodes.flatMap((verificationCode) => {
        const { findings, needsConfirmation } = core.check({ verificationCode, codeOrigin, caCertificate: none, keys: [] })
        return findings.filter(({ id }) => id === 'code').map((finding) => ({ finding, needsConfirmation }))
    })
}

function signAll(core: LoadedCore, input: CreateAllInput, report: (part: SignerCalls['signAll']['part']) => void): Result<null> {
    const all = core.createEach(input, report)
    return all.ok ? { ok: true, value: null } : all
}

alsoAnswer({
    sort: { run: sort, refused: refusedCalls.sort },
    readRequests: { run: (_, { octets }: File) => decodeRequestFile(octets), refused: refusedCalls.readRequests },
    checkCodes: { run: checkCodes, refused: refusedCalls.checkCodes },
    signAll: { run: signAll, refused: refusedCalls.signAll },
})
