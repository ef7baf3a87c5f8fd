import { isAbsent, takeFlag, takeList, takeObject, takeOctets, takeOptionalOctets, takeOrigin, takeSeconds, takeService, takeText, takeThumbprint } from '../arguments'
import type { Call } from '../call'
import { clock, dateOrNull } from '../dates'
import type { LoadedCore } from '../load'
import type { Checked, CheckInput } from '../protocol'
import { findingOf } from '../refusal'

/** Everything that is known without a secret. */
export const check: Call<CheckInput, Checked> = {
    name: 'check',
    files: { caCertificate: 'caCertificate' },
    touchesKey: false,
    refused: (error) => ({
        ready: false, readyButForCode: false, findings: [findingOf(error)], caIndex: -1, keyIndex: -1, candidates: [], verificationCode: '', service: null, services: [],
        needsConfirmation: false, notBefore: null, notAfter: null,
    }),
}

/** now: absent where the clock of this machine counts. */
export function runCheck(core: LoadedCore, input: Omit<CheckInput, 'now'> & { readonly now?: Date | undefined }): Checked {
    return core.run(check.refused, (raw) => {
        const given = takeObject(input, 'check')
        const checked = raw.check({
            verificationCode: isAbsent(given.verificationCode) ? undefined : takeText(given.verificationCode, 'verificationCode', 'verificationCode'),
            service: takeService(given.service),
            codeOrigin: takeOrigin(given.codeOrigin, 'codeOrigin', 'verificationCode'),
            caCertificate: takeOptionalOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
            caOrigin: takeOrigin(given.caOrigin, 'caOrigin', 'caCertificate'),
            caSha1: takeThumbprint(given.caSha1, 'caSha1', 'caCertificate'),
            keyFileCertificates: takeOptionalOctets(given.keyFileCertificates, 'keyFileCertificates', 'privateKey'),
            keys: takeList(given.keys, 'keys', 'privateKey', (key) => takeOctets(key, 'Each of keys', 'privateKey')),
            now: takeSeconds(given.now, 'now', 'now') ?? clock(),
            notBefore: takeSeconds(given.notBefore, 'notBefore', 'validity'),
            notAfter: takeSeconds(given.notAfter, 'notAfter', 'validity'),
            allowLongValidity: takeFlag(given.allowLongValidity, 'allowLongValidity', 'validity'),
        })
        return { ...checked, notBefore: dateOrNull(checked.notBefore), notAfter: dateOrNull(checked.notAfter) }
    })
}
