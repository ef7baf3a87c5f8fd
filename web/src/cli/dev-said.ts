import type { CertificateFacts, DevError, DevResult, Output } from '../dev/index'
import { FolderOutput } from './dev-output'
import { exitOf, exits } from './exit'
import { Failure } from './failure'
import type { Options } from './options'
import { json, type Output as Terminal } from './output'

/** What the commands under `popcert dev` end with: files, what is said of them, or a failure. */

/** The value, or the exit that belongs to the error. */
export function ok<T>(result: DevResult<T>): T {
    if (!result.ok) throw failureOf(result.error)
    return result.value
}

export const toldOf = ({ code, message, hint }: DevError) => ({ code, message, hint })

export function failureOf(error: DevError): Failure {
    const exit = error.input === 'ids' ? exits.code : error.code === 'DISK_FULL' || error.code.startsWith('FILE_') ? exits.file
        : error.input === 'password' ? exits.password : exitOf({ category: error.category, field: null })
    return new Failure(exit, toldOf(error))
}

export async function write(out: string, files: Parameters<Output['put']>[0]): Promise<void> {
    const folder = new FolderOutput(out)
    try {
        await folder.begin()
        await folder.put(files)
    } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (/EEXIST|ENOTEMPTY/.test(code)) throw new Failure(exits.file, { code: 'FILE_EXISTS', message: `There is such a file in ${out} already, and none is written over.`, hint: 'Name another folder.' })
        throw unwritable(out)
    }
}

export function unwritable(out: string): Failure {
    return new Failure(exits.file, { code: 'FILE_NOT_WRITTEN', message: `This cannot be written: ${out}.`, hint: 'Check the path, and whether there is room.' })
}

interface Said {
    readonly chain: readonly CertificateFacts[]
    readonly made: number
    readonly out: string
    readonly password: string | undefined
}

export function tell(output: Terminal, options: Options, { chain, made, out, password }: Said, line: string): void {
    if (options.has('json')) {
        output.write(json({ ok: true, out, made, issuer: chain[0] ?? null, ...(password === undefined ? {} : { password }) }))
        return
    }
    output.say(line)
    if (password !== undefined) sayPassword(output, password)
}

/** The one time that it is shown. */
export function sayPassword(output: Terminal, password: string | undefined): void {
    output.say(`Password of the keys, shown this once: ${password ?? ''}`)
}
