import createPopcertDevPki, { type PlainDates, type PopcertDevPki } from '../../../wasm/popcert-devpki'
import type { Bytes } from '../core/protocol'
import { keyTypes, kinds, pfxForms } from './choices'
import { devError } from './error'
import type {
    CertificateFacts, DevError, DevInput, DevPki, DevResult, KeyType, MadeFiles, MakeInput, OpenInput, Period, RenewInput, Subject,
} from './protocol'
import { usualDays } from './usual'

/** kWrappingRandomOctets, and kMakeRandomOctets with kWrapRandomOctets, of core/devpki. */
const openRandomOctets = 32
const makeRandomOctets = 128

const daySeconds = 86_400

class Refused extends Error {
    constructor(readonly error: DevError) {
        super(error.message)
    }
}

const crashed = () => devError('CORE_CRASHED', 'The core stopped unexpectedly, so nothing was made.', 'Try again. If it happens again, please report the steps that led here.', null, 'internal')

function refuse(message: string, input: DevInput | null = null): never {
    throw new Refused(devError('INVALID_ARGUMENT', message, 'See the types of the package.', input))
}

/** The module, compiled; each worker makes an instance of its own. */
export async function loadDevPki(module: WebAssembly.Module): Promise<DevPki> {
    const instance = () => createPopcertDevPki({
        instantiateWasm: (imports, use) => {
            void WebAssembly.instantiate(module, imports).then((made) => use(made, module))
            return {}
        },
        locateFile: (file) => file,
    })
    return new LoadedDevPki(await instance(), instance)
}

class LoadedDevPki implements DevPki {
    readonly version: string
    #raw: PopcertDevPki | null

    constructor(raw: PopcertDevPki, private readonly another: () => Promise<PopcertDevPki>) {
        this.#raw = raw
        this.version = raw.version()
    }

    checkIds(ids: readonly string[]): readonly DevError[] {
        const result = this.#run<readonly DevError[]>((raw) => ({ ok: true, value: raw.checkIds(ids.map((id) => text(id, 'Each id', 'ids'))) }))
        return result.ok ? result.value : [result.error]
    }

    folderName(id: string): string {
        const result = this.#run((raw) => ({ ok: true, value: raw.folderName(text(id, 'id', 'ids')) }))
        return result.ok ? result.value : '_'
    }

    open(input: OpenInput): DevResult<{ readonly chain: readonly CertificateFacts[] }> {
        return this.#run((raw) => withOctets([input.issuerPassword, input.password], ([issuerPassword, password]) => {
            const result = withRandom(openRandomOctets, (random) => raw.open({
                issuerCertificate: octets(input.issuerCertificate, 'issuerCertificate', 'issuer'), issuerKey: octets(input.issuerKey, 'issuerKey', 'issuer'),
                issuerPassword, password, pfx: oneOf(input.pfx ?? 'none', pfxForms, 'pfx'), now: clock(), random,
            }))
            return result.ok ? { ok: true, value: { chain: result.value.chain.map(dated) } } : result
        }))
    }

    make(input: MakeInput): DevResult<MadeFiles> {
        return this.#run((raw) => {
            const kind = oneOf(input.kind, kinds, 'kind')
            return filesOf(withRandom(makeRandomOctets, (random) => raw.make({
                kind, keyType: keyTypeOf(input.keyType), subject: subjectOf(input.subject),
                serverNames: (input.serverNames ?? []).map((name) => text(name, 'Each server name', 'serverNames')),
                ...secondsOf(input, usualDays[kind]), pathLength: pathLengthOf(input.pathLength), random,
            })))
        })
    }

    renew(input: RenewInput): DevResult<MadeFiles> {
        return this.#run((raw) => withOctets([input.keyPassword], ([keyPassword]) => filesOf(withRandom(makeRandomOctets, (random) => raw.renew({
            certificate: octets(input.certificate, 'certificate', 'certificate') ?? refuse('certificate is missing.', 'certificate'),
            key: octets(input.key, 'key', 'certificate'), keyPassword, keyType: keyTypeOf(input.keyType), ...secondsOf(input, usualDays.device), random,
        })))))
    }

    close(): void {
        this.#run((raw) => ({ ok: true, value: raw.close(undefined) }))
    }

    /** An instance that trapped is never used again. */
    #run<T>(job: (raw: PopcertDevPki) => DevResult<T>): DevResult<T> {
        if (this.#raw === null) return { ok: false, error: crashed() }
        try {
            return job(this.#raw)
        } catch (error) {
            if (error instanceof Refused) return { ok: false, error: error.error }
            this.#raw = null
            void this.another().then((raw) => { this.#raw = raw }, () => {})
            return { ok: false, error: crashed() }
        }
    }
}

function clock(): number {
    return Math.floor(Date.now() / 1000)
}

function dated<T extends { readonly notBefore: number; readonly notAfter: number }>(facts: T) {
    return { ...facts, notBefore: new Date(facts.notBefore * 1000), notAfter: new Date(facts.notAfter * 1000) }
}

function filesOf(result: PlainDates<DevResult<MadeFiles>>): DevResult<MadeFiles> {
    return result.ok ? { ok: true, value: dated(result.value) } : result
}

/** Lends octets that are wiped afterwards; a source that fails gives none, and then the core refuses. */
function withRandom<T>(size: number, use: (random: Bytes) => T): T {
    let random = new Uint8Array(size)
    try {
        globalThis.crypto.getRandomValues(random)
    } catch {
        random = new Uint8Array(0)
    }
    try {
        return use(random)
    } finally {
        random.fill(0)
    }
}

/** Passwords as UTF-8, wiped afterwards. The strings themselves nobody can wipe. */
function withOctets<T>(passwords: readonly (string | undefined)[], use: (octets: readonly (Bytes | undefined)[]) => T): T {
    const all = passwords.map((password) => {
        if (password === undefined) return undefined
        if (typeof password !== 'string') refuse('A password must be a string.', 'password')
        return new TextEncoder().encode(password)
    })
    try {
        return use(all)
    } finally {
        for (const each of all) each?.fill(0)
    }
}

function text(value: unknown, name: string, input: DevInput): string {
    if (typeof value !== 'string') refuse(`${name} must be a string.`, input)
    // Half a surrogate pair becomes U+FFFD, which is told of; Embind would join it with what follows.
    return /[\ud800-\udfff]/.test(value) ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(value)) : value
}

function octets(value: unknown, name: string, input: DevInput): Bytes | undefined {
    if (value === undefined || value === null) return undefined
    if (!ArrayBuffer.isView(value) || Object.prototype.toString.call(value) !== '[object Uint8Array]') refuse(`${name} must be a Uint8Array.`, input)
    return value as Bytes
}

function oneOf<T extends string>(value: unknown, choices: readonly T[], name: string): T {
    return choices.find((each) => each === value) ?? refuse(`${name} must be one of: ${choices.join(', ')}.`)
}

function keyTypeOf(value: unknown): KeyType {
    return value === undefined ? 'P-256' : oneOf(value, keyTypes, 'keyType')
}

function subjectOf(subject: Subject): Required<Subject> {
    const field = (value: unknown, name: string): string => text(value ?? '', name, 'subject')
    return {
        commonName: field(subject.commonName, 'commonName'), organization: field(subject.organization ?? 'Development only', 'organization'),
        organizationalUnit: field(subject.organizationalUnit, 'organizationalUnit'), locality: field(subject.locality, 'locality'),
        state: field(subject.state, 'state'), country: field(subject.country, 'country'),
    }
}

function pathLengthOf(value: unknown): number | undefined {
    if (value === undefined) return undefined
    if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 100) refuse('pathLength must be a whole number from 0 to 100.')
    return value as number
}

/** A day back, since clocks of devices are wrong. */
function secondsOf({ days, notBefore }: Period, usual: number): { readonly notBefore: number; readonly notAfter: number } {
    if (days !== undefined && (!Number.isInteger(days) || days < 1 || days > 36_500)) {
        throw new Refused(devError('VALIDITY_UNUSABLE', 'The number of days is not a whole number from 1 to 36500.', 'Such as 90.', 'validity'))
    }
    if (notBefore !== undefined && !(notBefore instanceof Date && Number.isFinite(notBefore.getTime()))) refuse('notBefore must be a valid Date.', 'validity')
    const from = notBefore === undefined ? clock() : Math.floor(notBefore.getTime() / 1000)
    return { notBefore: notBefore === undefined ? from - daySeconds : from, notAfter: from + (days ?? usual) * daySeconds }
}
