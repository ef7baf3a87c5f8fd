import { isAbsent, takeList, takeOrigin, takeService, takeText } from '../arguments'
import type { Call } from '../call'
import type { LoadedCore } from '../load'
import type { CodeCheck, Origin, ServiceId } from '../protocol'

export interface CodesInput {
    readonly verificationCodes: readonly string[]
    readonly codeOrigin?: Origin | undefined
    readonly service?: ServiceId | undefined
}

/** Codes by themselves, in their order; empty where that could not be found out. */
export const checkCodes: Call<CodesInput, readonly CodeCheck[]> = { name: 'checkCodes', files: {}, touchesKey: false, refused: () => [] }

export function runCheckCodes(core: LoadedCore, { verificationCodes, codeOrigin, service }: CodesInput): readonly CodeCheck[] {
    return core.run(checkCodes.refused, (raw) => raw.checkCodes(
        takeList(verificationCodes, 'verificationCodes', 'verificationCode', (code) => takeText(code, 'Each of verificationCodes', 'verificationCode')),
        isAbsent(codeOrigin) ? undefined : takeOrigin(codeOrigin, 'codeOrigin', 'verificationCode'),
        takeService(service),
    ))
}
