import { byId, element, icon } from '../../page/elements'
import { devError } from '../error'
import type { DevError, DevInput, DevResult, KeyType, LeafKind, PfxForm, Subject } from '../protocol'

/** What stands in the form, and what is said beside it. */

export const field = (id: string): HTMLInputElement => byId(id, HTMLInputElement)
export const choice = (id: string): HTMLSelectElement => byId(id, HTMLSelectElement)
export const idsField = byId('ids', HTMLTextAreaElement)
export const button = (id: string): HTMLButtonElement => byId(id, HTMLButtonElement)
export const box = (id: string): HTMLElement => byId(id, HTMLElement)

export function isLoaded(): boolean {
    return field('ca-load').checked
}

export const kind = (): LeafKind => choice('kind').value as LeafKind
export const keyType = (): KeyType => choice('key-type').value as KeyType
export const pfx = (): PfxForm => field('plain').checked ? 'none' : choice('pfx').value as PfxForm
export const password = (): string | undefined => field('plain').checked ? undefined : field('password').value

export function subject(): Omit<Subject, 'commonName'> {
    return {
        organization: field('organization').value.trim(), organizationalUnit: field('unit').value.trim(),
        country: field('country').value.trim().toUpperCase(),
    }
}

export function serverNames(): readonly string[] {
    return field('server-names').value.split(/[\s,;]+/).filter((each) => each !== '')
}

/** undefined where nothing is typed. */
export function numberIn(id: string, most: number, input: DevInput): DevResult<number | undefined> {
    const text = field(id).value.trim()
    if (text === '' && field(id).validity.valid) return { ok: true, value: undefined }
    const least = id === 'path-length' ? 0 : 1
    if (/^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= most) return { ok: true, value: Number(text) }
    return { ok: false, error: devError('NUMBER_UNUSABLE', `This is no whole number from ${least} to ${most}.`, '', input) }
}

export interface LoadedCa {
    readonly issuerKey: Blob
    readonly issuerCertificate: Blob | undefined
    readonly issuerPassword: string | undefined
}

export function loadedCa(): DevResult<LoadedCa> {
    const key = field('ca-key').files?.[0]
    if (key === undefined) return { ok: false, error: devError('ISSUER_MISSING', 'There is no CA that could sign.', 'Choose its private key and certificate.', 'issuer', 'empty-input') }
    const typed = field('ca-password').value
    return { ok: true, value: { issuerKey: key, issuerCertificate: field('ca-certificate').files?.[0], issuerPassword: typed === '' ? undefined : typed } }
}

const places: Readonly<Record<DevInput, { readonly error: string; readonly field: string }>> = {
    ids: { error: 'ids-error', field: 'ids' }, subject: { error: 'subject-error', field: 'root-name' }, serverNames: { error: 'names-error', field: 'server-names' },
    validity: { error: 'days-error', field: 'days' }, issuer: { error: 'ca-error', field: 'ca-key' }, issuerPassword: { error: 'ca-error', field: 'ca-password' },
    password: { error: 'password-error', field: 'password' }, certificate: { error: 'renew-error', field: 'renew-certificate' },
}
const allPlaces = [...new Set([...Object.values(places).map(({ error }) => error), 'form-error', 'code-error', 'manifest-error'])]

export function clearErrors(): void {
    for (const id of allPlaces) box(id).replaceChildren()
    for (const { field: id } of Object.values(places)) box(id).removeAttribute('aria-invalid')
}

/** elsewhere: where an error stands that belongs to no field of the form, or to none of its own. */
export function showErrors(errors: readonly DevError[], elsewhere = 'form-error'): void {
    const [first] = errors
    if (first === undefined) return
    const place = elsewhere === 'form-error' && first.input !== null ? places[first.input] : null
    const lines = errors.slice(0, 5).map(({ message, hint }) => element('p', '', icon('fail'), element('span', '', element('strong', '', message), ` ${hint}`)))
    if (errors.length > 5) lines.push(element('p', '', icon('fail'), element('span', '', `There are ${errors.length - 5} more.`)))
    box(place?.error ?? elsewhere).replaceChildren(...lines)
    if (place === null) return
    const wrong = box(place.field)
    wrong.setAttribute('aria-invalid', 'true')
    if (wrong.checkVisibility()) wrong.focus()
    else box(place.error).scrollIntoView({ block: 'center' })
}
