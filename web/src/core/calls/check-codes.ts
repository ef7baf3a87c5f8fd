import type { PopcertCore } from '../../../../wasm/popcert-core'
import { isAbsent, takeList, takeOptionalOctets, takeOrigin, takeService, takeText } from '../arguments'
import type { Call } from '../call'
import { clock } from '../dates'
import type { LoadedCore } from '../load'
import type { Bytes, CodeCheck, Origin, ServiceId } from '../protocol'

export interface CodesInput {
    readonly verificationCodes: readonly string[]
    readonly codeOrigin?: Origin | undefined
    readonly service?: ServiceId | undefined
    /** As in `CheckInput`: a code that is a thumbprint of one of these certificates is none. */
    readonly caCertificate?: Bytes | undefined
}

/** Codes by themselves, in their order; empty where that could not be found out. */
export const checkCodes: Call<CodesInput, readonly CodeCheck[]> = { name: 'checkCodes', files: {}, touchesKey: false, refused: () => [] }

export function runCheckCodes(core: LoadedCore, { verificationCodes, codeOrigin, service, caCertificate }: CodesInput): readonly CodeCheck[] {
    return core.run(checkCodes.refused, (raw) => {
        const origin = isAbsent(codeOrigin) ? undefined : takeOrigin(codeOrigin, 'codeOrigin', 'verificationCode')
        const codes = takeList(verificationCodes, 'verificationCodes', 'verificationCode', (code) =>
            takeText(code, 'Each of verificationCodes', 'verificationCode'))
        const checks = raw.checkCodes(codes, origin, takeService(service))
        const ca = takeOptionalOctets(caCertificate, 'caCertificate', 'caCertificate')
        return ca === undefined || ca.length === 0 ? checks : withoutThumbprints(raw, checks, ca)
    })
}

/** The core is asked with the CA only where the digits agree: of a thousand codes it need not read the certificates each time. */
function withoutThumbprints(raw: PopcertCore, checks: readonly CodeCheck[], caCertificate: Bytes): readonly CodeCheck[] {
    const found = raw.inspect({ octets: caCertificate, wanted: 'caCertificate' })
    const thumbprints = new Set(found.ok ? found.value.items.flatMap((item) => item.kind === 'certificate' ? [item.sha1, item.sha256] : []) : [])
    return checks.map((check) => {
        if (!thumbprints.has(check.verificationCode.replaceAll(/[^\da-f]/gi, '').toLowerCase())) return check
        const { findings, verificationCode, service, services, needsConfirmation } =
            raw.check({ verificationCode: check.verificationCode, caCertificate, keys: [], now: clock() })
        const finding = findings.find(({ id }) => id === 'code')
        return finding === undefined ? check : { finding, verificationCode, service, services, needsConfirmation }
    })
}
