import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { exits } from './exit'
import { Failure, usage } from './failure'
import type { Options } from './options'

/**
 * Where a password comes from. Never from the command line, which every process of the machine can read and shells keep: from a
 * file descriptor, an environment variable, or a person at a terminal, and only when a file turns out to want one.
 */
export class Password {
    readonly #options: Options
    #value: string | null | undefined

    constructor(options: Options) {
        this.#options = options
    }

    /** undefined: none was given beforehand. */
    given(): string | undefined {
        if (this.#value !== undefined) return this.#value ?? undefined
        const name = this.#options.one('password-env')
        const descriptor = this.#options.one('password-fd')
        if (name !== undefined && descriptor !== undefined) throw usage('--password-env and --password-fd are both there.', 'Give one of them.')
        if (descriptor !== undefined) this.#value = fromDescriptor(descriptor)
        else if (name !== undefined) this.#value = fromEnvironment(name)
        else this.#value = process.env['POPCERT_PASSWORD'] ?? null
        return this.#value ?? undefined
    }

    /** What a person types. file: its path, for the question. */
    async asked(file: string): Promise<string> {
        if (!process.stdin.isTTY || file === '-') {
            throw new Failure(exits.password, {
                code: 'PASSWORD_REQUIRED', message: 'The file of the key is protected by a password, and nobody can be asked here.',
                hint: 'Put it into the variable POPCERT_PASSWORD, name another with --password-env, or hand it over with --password-fd.',
            })
        }
        this.#value = await typed(`Password of ${file}: `)
        return this.#value
    }
}

function fromEnvironment(name: string): string {
    const value = process.env[name]
    if (value === undefined) throw usage('The variable that --password-env names is not set.', 'Export it, or leave the option out to be asked.')
    return value
}

/** The first line; a password of several lines is of no use to any tool. */
export function fromDescriptor(text: string, option = '--password-fd'): string {
    if (!/^\d{1,4}$/.test(text)) throw usage(`${option} wants the number of an open file descriptor.`, `Such as: ${option} 3 3< password.txt`)
    try {
        const octets = readFileSync(Number(text))
        const value = octets.toString('utf8').split(/\r?\n/, 1)[0] ?? ''
        octets.fill(0)
        return value
    } catch {
        throw usage(`The file descriptor ${text} cannot be read.`, `Such as: ${option} 3 3< password.txt`)
    }
}

function typed(question: string): Promise<string> {
    // readline shows what is typed on its output, which goes nowhere.
    const nowhere = new Writable({ write: (_piece, _encoding, done) => { done() } })
    const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 })
    // Only now does the terminal not show any more what is typed.
    process.stderr.write(question)
    return new Promise((resolve, reject) => {
        const end = (): void => {
            process.stderr.write('\n')
            lines.close()
        }
        lines.once('line', (line) => { resolve(line); end() })
        lines.once('SIGINT', () => { reject(new Failure(exits.interrupted, { code: 'CANCELLED', message: 'No password was given.', hint: '' })); end() })
        lines.once('close', () => reject(new Failure(exits.password, { code: 'PASSWORD_REQUIRED', message: 'No password was given.', hint: '' })))
    })
}
