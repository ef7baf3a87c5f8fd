import { access, open, writeFile } from 'node:fs/promises'
import { exits } from './exit'
import { Failure } from './failure'

/** The core refuses larger files, too; nothing endless is read into memory first. */
const mostOctets = 16 * 1024 * 1024

/** `-` is the standard input, which can be read once. */
let standardInputWasRead = false

/** The octets are the caller's to wipe. what: for people, such as `the key`. */
export async function readOctets(path: string, what: string): Promise<Uint8Array> {
    try {
        if (path === '-') return await readStandardInput(what)
        const file = await open(path, 'r')
        try {
            return await readAll(file.createReadStream({ autoClose: false, highWaterMark: 65_536 }), what)
        } finally {
            await file.close()
        }
    } catch (error) {
        if (error instanceof Failure) throw error
        throw unreadable(path, what, error)
    }
}

function readStandardInput(what: string): Promise<Uint8Array> {
    if (standardInputWasRead) {
        throw new Failure(exits.usage, { code: 'USAGE', message: 'Only one file can come from the standard input.', hint: 'Name the others by their paths.' })
    }
    standardInputWasRead = true
    return readAll(process.stdin, what)
}

async function readAll(stream: AsyncIterable<Buffer>, what: string): Promise<Uint8Array> {
    const pieces: Buffer[] = []
    let octets = 0
    try {
        for await (const piece of stream) {
            pieces.push(piece)
            octets += piece.length
            if (octets > mostOctets) {
                throw new Failure(exits.file, { code: 'FILE_TOO_LARGE', message: `The file for ${what} is larger than 16 MB.`, hint: 'No key and no chain is that large: check the path.' })
            }
        }
        const whole = new Uint8Array(octets)
        let at = 0
        for (const piece of pieces) {
            whole.set(piece, at)
            at += piece.length
        }
        return whole
    } finally {
        for (const piece of pieces) piece.fill(0)
    }
}

const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'There is no such file', EACCES: 'This user may not read it', EPERM: 'This user may not read it', EISDIR: 'It is a folder',
}

function unreadable(path: string, what: string, error: unknown): Failure {
    const reason = reasons[codeOf(error)] ?? `The system says ${codeOf(error)}`
    return new Failure(exits.file, { code: 'FILE_UNREADABLE', message: `The file for ${what} cannot be read: ${path}. ${reason}.`, hint: 'Check the path.' })
}

/** Before the first of several files is written. */
export async function refuseExisting(paths: readonly string[]): Promise<void> {
    for (const path of paths) if (await access(path).then(() => true, () => false)) throw existing(path)
}

function existing(path: string): Failure {
    return new Failure(exits.file, { code: 'FILE_EXISTS', message: `There is a file already: ${path}.`, hint: 'Name another one, or add --force to write over it.' })
}

/** Nothing that exists is written over, unless that is wanted. */
export async function writeOctets(path: string, octets: Uint8Array | string, replace: boolean): Promise<void> {
    try {
        await writeFile(path, octets, { flag: replace ? 'w' : 'wx' })
    } catch (error) {
        const code = codeOf(error)
        if (code === 'EEXIST') throw existing(path)
        throw new Failure(exits.file, { code: 'FILE_NOT_WRITTEN', message: `The file cannot be written: ${path}. The system says ${code}.`, hint: 'Check the path and its folder.' })
    }
}

function codeOf(error: unknown): string {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
    return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'nothing more'
}
