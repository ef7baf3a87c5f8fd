/** The command `popcert`, as the build made it, in a process of its own. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

import { dist } from './fixtures.mjs'

export const program = join(dist, 'popcert', 'cli.js')

/**
 * Never rejects for an exit.
 * @param {{ env?: Record<string, string>, input?: string | Uint8Array, folder?: string }} options env: besides PATH, and nothing else
 * @returns {Promise<{ exit: number | null, stdout: string, stderr: string, octets: Buffer, said: string }>} said: both streams
 */
export function popcert(args, { env = {}, input = '', folder } = {}) {
    const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env.PATH, ...env }, cwd: folder })
    const pieces = { stdout: [], stderr: [] }
    for (const [name, list] of Object.entries(pieces)) child[name].on('data', (piece) => list.push(piece))
    child.stdin.on('error', () => {})  // a command that ends early does not read it
    child.stdin.end(input)
    return new Promise((resolve, reject) => {
        child.on('error', reject)
        child.on('close', (exit) => {
            const [octets, stderr] = [Buffer.concat(pieces.stdout), Buffer.concat(pieces.stderr).toString()]
            resolve({ exit, stdout: octets.toString(), stderr, octets, said: octets.toString() + stderr })
        })
    })
}
