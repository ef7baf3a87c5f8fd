import type { RefusedBy } from '../core/client'
import type { WithSources } from '../core/messages'
import type { Bytes, Origin, CreateAllInput, CreatedCertificate, Finding, Result } from '../core/protocol'
import type { DecodedRequestFile } from '../requests/decode'

/** Where something that was dropped or pasted belongs. */
export type FileField = 'key' | 'ca' | 'requests'

/** What there is to say of one code. */
export interface CodeCheck {
    readonly finding: Finding
    readonly needsConfirmation: boolean
}

/** What the worker of this page does besides the core's calls. */
export interface SignerCalls {
    /** null: of use nowhere. */
    sort: { input: WithSources<{ readonly octets: Bytes }>; output: FileField | null }
    /** The file may be a key that was chosen by mistake: only what was decoded leaves the worker. */
    readRequests: { input: WithSources<{ readonly octets: Bytes }>; output: Result<DecodedRequestFile> }
    /** What there is to say of each code by itself, in their order; empty where that could not be found out. */
    checkCodes: { input: { readonly verificationCodes: readonly string[]; readonly codeOrigin: Origin }; output: readonly CodeCheck[] }
    /** Results come one by one, in the order of the codes; an error of the call means that there were none. */
    signAll: { input: WithSources<CreateAllInput>; output: Result<null>; part: Result<CreatedCertificate> }
}

export const refusedCalls: RefusedBy<SignerCalls> = {
    sort: () => null,
    readRequests: (error) => ({ ok: false, error }),
    checkCodes: () => [],
    signAll: (error) => ({ ok: false, error }),
}
