import { keyTypes } from '../dev/choices'
import type { KeyType, PfxForm, Subject } from '../dev/index'
import { newPasswordOptions } from './dev-password'
import { usage } from './failure'
import type { Options, OptionText } from './options'

/** What the commands under `popcert dev` are given: the options that several have, and what they mean. */

export const outOption: OptionText = { name: 'out', value: 'PATH', text: 'a folder, or a file that ends in .zip', complete: 'file' }
export const keyTypeOption: OptionText = { name: 'key-type', value: 'TYPE', text: `${keyTypes.join(', ')}; P-256 where absent`, complete: keyTypes }
export const daysOption: OptionText = { name: 'days', value: 'NUMBER', text: 'how long it is valid from now on: 365 for a CA, 90 for all others; never longer than the CA' }
export const subjectOptions: readonly OptionText[] = [
    { name: 'organization', value: 'TEXT', text: 'of the subject; “Development only” where absent' },
    { name: 'unit', value: 'TEXT', text: 'organizational unit of the subject' },
    { name: 'country', value: 'CODE', text: 'of the subject, two letters' },
]
export const protectionOptions: readonly OptionText[] = [
    { name: 'pfx', value: 'FORM', text: 'also a PFX: modern (AES-256), or old (3DES, for Windows before 10)', complete: ['modern', 'old'] },
    { name: 'plain', text: 'keys without encryption; whoever has the files is the device' },
    ...newPasswordOptions,
]

export function keyTypeOf(options: Options): KeyType {
    const given = options.one('key-type') ?? 'P-256'
    const found = keyTypes.find((each) => each.toLowerCase() === given.toLowerCase())
    if (found === undefined) throw usage(`--key-type is none of ${keyTypes.join(', ')}.`, 'Such as: --key-type P-256')
    return found
}

export function pfxOf(options: Options): PfxForm {
    const given = options.one('pfx') ?? 'none'
    if (given !== 'none' && given !== 'modern' && given !== 'old') throw usage('--pfx is neither modern nor old.', 'Such as: --pfx modern')
    if (given !== 'none' && options.has('plain')) throw usage('--pfx and --plain exclude each other: a PFX has a password.', 'Leave one of them out.')
    return given
}

export function numberOf(options: Options, name: string): number | undefined {
    const given = options.one(name)
    if (given === undefined) return undefined
    if (!/^\d{1,6}$/.test(given) || (given === '0' && name !== 'path-length') || Number(given) > 100_000) throw usage(`--${name} wants a whole number.`, `Such as: --${name} 90`)
    return Number(given)
}

export function subjectOf(options: Options): Omit<Subject, 'commonName'> {
    return { organization: options.one('organization'), organizationalUnit: options.one('unit'), country: options.one('country') }
}
