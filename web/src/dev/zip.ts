import { Zip, ZipPassThrough } from 'fflate'
import type { Output } from './run'
import type { TreeFile } from './tree'

/** Where a ZIP goes as it grows. */
export interface Sink {
    write(octets: Uint8Array): Promise<void>
    /** Only now is it a whole file, under its name. */
    close(): Promise<void>
    abort(): Promise<void>
}

/** name: without ending. */
export function zipName(name: string, part: number, parts: number): string {
    return parts === 1 ? `${name}.zip` : `${name}-${String(part + 1).padStart(String(parts).length, '0')}-of-${parts}.zip`
}

/** One ZIP for each part of a run, none of which is held in memory but by its sink. What is in them is too random to be compressed. */
export class ZipOutput implements Output {
    readonly #name: string
    readonly #open: (name: string) => Promise<Sink>
    #zip: Zip | null = null
    #sink: Sink | null = null
    #chunks: Uint8Array[] = []
    #failed: Error | null = null

    /** name: without ending. */
    constructor(name: string, open: (name: string) => Promise<Sink>) {
        this.#name = name
        this.#open = open
    }

    async begin(part: number, parts: number): Promise<void> {
        this.#sink = await this.#open(zipName(this.#name, part, parts))
        this.#chunks = []
        this.#zip = new Zip((error, chunk) => {
            if (error !== null) this.#failed = error
            else this.#chunks.push(chunk)
        })
    }

    async put(files: readonly TreeFile[]): Promise<void> {
        for (const { path, octets } of files) {
            const file = new ZipPassThrough(path)
            this.#zip?.add(file)
            file.push(octets, true)
        }
        await this.#flush()
    }

    async end(): Promise<void> {
        this.#zip?.end()
        await this.#flush()
        await this.#sink?.close()
        this.#sink = null
    }

    async abandon(): Promise<void> {
        const sink = this.#sink
        this.#sink = null
        this.#chunks = []
        await sink?.abort()
    }

    async #flush(): Promise<void> {
        if (this.#failed !== null) throw this.#failed
        const chunks = this.#chunks
        this.#chunks = []
        const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
        let at = 0
        for (const chunk of chunks) {
            whole.set(chunk, at)
            at += chunk.length
        }
        await this.#sink?.write(whole)
        whole.fill(0)
    }
}
