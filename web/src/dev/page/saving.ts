import { download } from '../../page/hand-out'
import type { Sink } from '../zip'

/** Where a run's ZIP files go: into a folder, as they grow, where the browser can; else each as a download, when it is whole. */

interface Writable {
    write(octets: Uint8Array): Promise<void>
    close(): Promise<void>
    abort(): Promise<void>
}
interface FileHandle {
    getFile(): Promise<File>
    createWritable(): Promise<Writable>
}
export interface DirectoryHandle {
    getFileHandle(name: string, options?: { readonly create: boolean }): Promise<FileHandle>
    removeEntry(name: string): Promise<void>
}

const picker = (): ((options: object) => Promise<DirectoryHandle>) | undefined =>
    (window as { readonly showDirectoryPicker?: (options: object) => Promise<DirectoryHandle> }).showDirectoryPicker

export const canSaveIntoFolder = (): boolean => picker() !== undefined

/** null where the person chose none. */
export async function chooseFolder(): Promise<DirectoryHandle | null> {
    try {
        return await picker()?.call(window, { id: 'popcert', mode: 'readwrite' }) ?? null
    } catch {
        return null
    }
}

/** The browser writes into a file of its own, and puts it in place at the end. */
export async function folderSink(folder: DirectoryHandle, name: string): Promise<Sink> {
    const there = await folder.getFileHandle(name).then((handle) => handle.getFile(), () => null)
    // What a crash left has no octet.
    if (there !== null && there.size > 0) throw Object.assign(new Error('There is a file already.'), { code: 'EEXIST' })
    const file = await (await folder.getFileHandle(name, { create: true })).createWritable()
    return {
        write: (octets) => file.write(octets),
        close: () => file.close(),
        abort: async () => {
            await file.abort().catch(() => {})
            await folder.removeEntry(name).catch(() => {})
        },
    }
}

export async function writeFile(folder: DirectoryHandle, name: string, octets: Uint8Array): Promise<void> {
    const file = await (await folder.getFileHandle(name, { create: true })).createWritable()
    await file.write(octets)
    await file.close()
}

/** Pieces as Blobs: a browser may put those aside, and the page's own memory stays flat. */
export function downloadSink(name: string): Promise<Sink> {
    let pieces: Blob[] = []
    return Promise.resolve({
        write: (octets) => {
            pieces.push(new Blob([octets as Uint8Array<ArrayBuffer>]))
            return Promise.resolve()
        },
        close: () => {
            download(name, 'application/zip', new Blob(pieces))
            pieces = []
            return Promise.resolve()
        },
        abort: () => {
            pieces = []
            return Promise.resolve()
        },
    })
}
