import { octetsOf } from '../core/octets'
import { devError } from './error'
import type { Maker } from './maker'
import type { Manifest } from './manifest'
import type { CertificateFacts, DevError, KeyType, MakeInput } from './protocol'
import { filesOf, type TreeFile } from './tree'

/** Where a run's files go, part by part. Nothing of a part counts before its end. */
export interface Output {
    begin(part: number, parts: number): Promise<void>
    /** The files of one certificate. */
    put(files: readonly TreeFile[]): Promise<void>
    end(): Promise<void>
    abandon(): Promise<void>
}

export interface Progress {
    readonly made: number
    readonly of: number
    /** Of this run alone, without pauses. */
    readonly perSecond: number
    readonly secondsLeft: number
    readonly isPaused: boolean
}

export interface RunOptions {
    /** Opened with the CA and password of the run. */
    readonly makers: readonly Maker[]
    readonly manifest: Manifest
    /** Those above what is made, from the issuer on. */
    readonly chain: readonly CertificateFacts[]
    /** What stands in the first part besides: the CAs, a README. */
    readonly extras: readonly TreeFile[]
    readonly output: Output
    /** A part is whole: how far the run came, to be kept somewhere. */
    readonly onPart?: ((manifest: Manifest) => Promise<void>) | undefined
    readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** manifest: how far it came; what is whole stays, whatever happened then. */
export type RunResult = { readonly manifest: Manifest; readonly made: number } & (
    { readonly ok: true } | { readonly ok: false; readonly error: DevError })

/** Certificates that a worker makes at one go: often enough to be paused, seldom enough to be quick. */
const batchSizes: Readonly<Record<KeyType, number>> = { 'P-256': 32, 'P-384': 8, 'RSA-2048': 1, 'RSA-3072': 1, 'RSA-4096': 1 }

/** Makes a certificate for each id of a manifest, on all makers. */
export class Run {
    readonly result: Promise<RunResult>
    readonly #options: RunOptions
    #manifest: Manifest
    #error: DevError | null = null
    #made = 0
    #working = 0
    #since = performance.now()
    #gate: Promise<void> = Promise.resolve()
    #openGate: (() => void) | null = null

    constructor(options: RunOptions) {
        this.#options = options
        this.#manifest = options.manifest
        this.result = this.#all()
    }

    pause(): void {
        if (this.#openGate !== null) return
        this.#working += performance.now() - this.#since
        this.#gate = new Promise((resolve) => { this.#openGate = resolve })
        this.#report()
    }

    goOn(): void {
        this.#since = performance.now()
        this.#openGate?.()
        this.#openGate = null
        this.#report()
    }

    /** The part at hand is given up; those before it are whole. */
    cancel(): void {
        this.#stop(devError('CANCELLED', 'This was cancelled. What was made before is whole.', ''))
    }

    #stop(error: DevError): void {
        this.#error ??= error
        this.#openGate?.()
        this.#openGate = null
    }

    async #all(): Promise<RunResult> {
        const { ids, partSize } = this.#manifest
        const parts = Math.ceil(ids.length / partSize)
        try {
            while (this.#error === null && this.#manifest.partsDone < parts) {
                const part = this.#manifest.partsDone
                await this.#part(part, parts, ids.slice(part * partSize, (part + 1) * partSize))
            }
        } catch (error) {
            this.#stop(writeError(error))
            await this.#options.output.abandon().catch(() => {})
        }
        const outcome = { manifest: this.#manifest, made: this.#made }
        return this.#error === null ? { ...outcome, ok: true } : { ...outcome, ok: false, error: this.#error }
    }

    async #part(part: number, parts: number, ids: readonly string[]): Promise<void> {
        const { output, makers, extras } = this.#options
        await output.begin(part, parts)
        if (part === 0) await output.put(extras)
        let next = 0
        let writing: Promise<void> = Promise.resolve()
        const batch = batchSizes[this.#manifest.keyType]
        await Promise.all(makers.map(async (maker) => {
            while (next < ids.length) {
                await this.#gate
                if (this.#error !== null) return
                const mine = ids.slice(next, next + batch)
                next += mine.length
                const items = await maker.make(mine.map((id) => this.#inputOf(id)))
                if (this.#error !== null) return
                writing = writing.then(async () => {
                    for (const { folder, result } of items) {
                        if (!result.ok) return this.#stop(result.error)
                        await output.put(filesOf(this.#manifest.kind, folder, result.value, this.#options.chain))
                        result.value.key?.fill(0)
                        this.#made++
                    }
                    this.#report()
                })
                // Nobody makes faster than is written: that is what keeps memory flat.
                await writing
            }
        }))
        if (this.#error !== null) {
            await output.abandon()
            return
        }
        const manifest = { ...this.#manifest, partsDone: part + 1 }
        await output.put([{ path: 'manifest.json', octets: octetsOf(`${JSON.stringify(manifest, null, 1)}\n`) }])
        await output.end()
        this.#manifest = manifest
        await this.#options.onPart?.(manifest)
    }

    #inputOf(id: string): MakeInput {
        const { kind, keyType, days, subject, serverNames } = this.#manifest
        return {
            kind, keyType, days, subject: { ...subject, commonName: id }, serverNames: kind === 'server' ? [id, ...serverNames] : [],
        }
    }

    #report(): void {
        const isPaused = this.#openGate !== null
        const seconds = (this.#working + (isPaused ? 0 : performance.now() - this.#since)) / 1000
        const perSecond = seconds > 0 ? this.#made / seconds : 0
        const { ids, partSize } = this.#manifest
        const before = Math.min(this.#options.manifest.partsDone * partSize, ids.length)
        const left = ids.length - before - this.#made
        this.#options.onProgress?.({
            made: before + this.#made, of: ids.length, perSecond, secondsLeft: perSecond > 0 ? left / perSecond : Infinity, isPaused,
        })
    }
}

/** What a disk or a browser says when it cannot take more. */
export function writeError(error: unknown): DevError {
    const name = error instanceof Error ? `${error.name} ${'code' in error ? String(error.code) : ''}` : ''
    if (/QuotaExceeded|ENOSPC|EDQUOT/.test(name)) {
        return devError('DISK_FULL', 'There is no room left for the files, so the part at hand was given up.', 'Make room, and go on with this run: what was made before is whole.', null, 'limit')
    }
    if (/EEXIST|ENOTEMPTY/.test(name)) return devError('FILE_EXISTS', 'There is a file of this name already, and none is written over.', 'Name another place, or go on with the run that is there.')
    if (/NotAllowed|EACCES|EPERM|EROFS/.test(name)) return devError('FILE_NOT_WRITTEN', 'The files may not be written there.', 'Choose another folder.')
    return devError('FILE_NOT_WRITTEN', 'The files could not be written, so the part at hand was given up.', 'Check that the place is still there, and go on with this run.')
}
