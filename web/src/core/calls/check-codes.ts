import { isAbsent, takeList, takeOptionalOctets, takeOrigin, takeService, takeText } from '../arguments'
import type { Call } from '../call'
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
        return raw.checkCodes(codes, origin, takeService(service), takeOptionalOctets(caCertificate, 'caCertificate', 'caCertificate'))
    })
}
