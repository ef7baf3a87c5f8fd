import type { Call } from '../../core/call'
import { runCheck } from '../../core/calls/check'
import type { LoadedCore } from '../../core/load'
import type { Finding, Origin } from '../../core/protocol'

/** What there is to say of one code. */
export interface CodeCheck {
    readonly finding: Finding
    readonly needsConfirmation: boolean
}

interface Codes {
    readonly verificationCodes: readonly string[]
    readonly codeOrigin: Origin
}

/** What there is to say of each code by itself, in their order; empty where that could not be found out. */
export const checkCodes: Call<Codes, readonly CodeCheck[]> = { name: 'checkCodes', files: {}, touchesKey: false, refused: () => [] }

export function runCheckCodes(core: LoadedCore, { verificationCodes, codeOrigin }: Codes): readonly CodeCheck[] {
    const none = new Uint8Array(0)
    return verificationCodes.flatMap((verificationCode) => {
        const { findings, needsConfirmation } = runCheck(core, { verificationCode, codeOrigin, caCertificate: none, keys: [] })
        return findings.filter(({ id }) => id === 'code').map((finding) => ({ finding, needsConfirmation }))
    })
}
