import { createWriteStream } from 'node:fs'
import { access, mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Output, Sink, TreeFile } from '../dev/index'

/**
 * A folder of folders. That of a device comes under its name only when all its files are there, so that what a crash leaves never looks
 * whole. Private keys are readable for this user only.
 */
export class FolderOutput implements Output {
    readonly #folder: string

    constructor(folder: string) {
        this.#folder = folder
    }

    async begin(): Promise<void> {
        await mkdir(this.#folder, { recursive: true })
    }

    async put(files: readonly TreeFile[]): Promise<void> {
        const byFolder = new Map<string, TreeFile[]>()
        for (const file of files) byFolder.set(dirname(file.path), [...(byFolder.get(dirname(file.path)) ?? []), file])
        for (const [folder, all] of byFolder) {
            if (folder.includes('/')) await this.#whole(folder, all)
            else await this.#singly(folder, all)
        }
    }

    async end(): Promise<void> {}
    async abandon(): Promise<void> {}

    async #whole(folder: string, files: readonly TreeFile[]): Promise<void> {
        const partial = join(this.#folder, dirname(folder), `.partial-${folder.slice(folder.lastIndexOf('/') + 1)}`)
        await rm(partial, { recursive: true, force: true })
        await mkdir(partial, { recursive: true })
        for (const { path, octets } of files) await writeFile(join(partial, path.slice(folder.length + 1)), octets, { flag: 'wx', mode: modeOf(path) })
        await rename(partial, join(this.#folder, folder))
    }

    /** A CA, a README: what is there is not written over, but for the manifest, which says how far the run came. */
    async #singly(folder: string, files: readonly TreeFile[]): Promise<void> {
        await mkdir(join(this.#folder, folder), { recursive: true })
        for (const { path, octets } of files) {
            if (path !== 'manifest.json') {
                await writeFile(join(this.#folder, path), octets, { flag: 'wx', mode: modeOf(path) })
                continue
            }
            await replaceFile(join(this.#folder, path), octets)
        }
    }
}

/** Whole, or as it was before: whatever ends the command in between. */
export async function replaceFile(path: string, octets: Uint8Array): Promise<void> {
    await writeFile(`${path}.partial`, octets)
    await rename(`${path}.partial`, path)
}

const modeOf = (path: string): number => /\.(key\.pem|pfx)$/.test(path) ? 0o600 : 0o644

/** A file that has its name only when it is whole. */
export async function fileSink(path: string): Promise<Sink> {
    if (await exists(path)) throw Object.assign(new Error('There is a file already.'), { code: 'EEXIST' })
    const partial = `${path}.partial`
    const stream = createWriteStream(partial, { mode: 0o600 })
    await new Promise<void>((resolve, reject) => { stream.once('open', () => resolve()).once('error', reject) })
    // What goes wrong is told by the write that it befell.
    stream.on('error', () => {})
    return {
        write: (octets) => new Promise((resolve, reject) => { stream.write(octets, (error) => { if (error) reject(error); else resolve() }) }),
        close: async () => {
            await new Promise<void>((resolve, reject) => { stream.once('error', reject).end(resolve) })
            const file = await open(partial, 'r+')
            await file.sync().finally(() => file.close())
            await rename(partial, path)
        },
        abort: async () => {
            stream.destroy()
            await rm(partial, { force: true })
        },
    }
}

export async function exists(path: string): Promise<boolean> {
    return access(path).then(() => true, () => false)
}
