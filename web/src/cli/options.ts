import { parseArgs } from 'node:util'
import { usage } from './failure'

/** One option of a command; the help, the parser and the completion are made of it. */
export interface OptionText {
    readonly name: string
    /** What stands for its value in the help; absent for a flag. */
    readonly value?: string
    readonly many?: boolean
    readonly text: string
    /** What a shell may complete: files, or these words. */
    readonly complete?: 'file' | 'folder' | readonly string[]
}

/** What was given. Every option may stand once, but those that are `many`. */
export class Options {
    readonly #values: ReadonlyMap<string, readonly (string | true)[]>
    readonly rest: readonly string[]

    constructor(values: ReadonlyMap<string, readonly (string | true)[]>, rest: readonly string[]) {
        this.#values = values
        this.rest = rest
    }

    has(name: string): boolean {
        return this.#values.has(name)
    }

    one(name: string): string | undefined {
        return this.all(name)[0]
    }

    all(name: string): readonly string[] {
        return (this.#values.get(name) ?? []).filter((value) => value !== true)
    }

    /** hint: how it looks. */
    needed(name: string, hint: string): string {
        const value = this.one(name)
        if (value === undefined) throw usage(`--${name} is missing.`, hint)
        return value
    }
}

/** Secrets that people try to give, because other tools take them so. */
const secrets = ['password', 'pass', 'passin', 'passphrase', 'token', 'secret']

export function parseOptions(args: readonly string[], texts: readonly OptionText[], mostRest: number): Options {
    const known = new Map(texts.map((each) => [each.name, each]))
    const { tokens } = parseArgs({
        args: [...args], strict: false, allowPositionals: true, tokens: true,
        options: Object.fromEntries(texts.map(({ name, value }) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const)),
    })
    const values = new Map<string, (string | true)[]>()
    const rest: string[] = []
    for (const token of tokens) {
        if (token.kind === 'positional') rest.push(token.value)
        if (token.kind !== 'option') continue
        if (secrets.includes(token.name) && !known.has(token.name)) throw secretOnCommandLine(token.name)
        const text = known.get(token.name)
        if (text === undefined) throw usage(`There is no option ${token.rawName}.`, 'The command’s --help names all.')
        if (text.value !== undefined && token.value === undefined) throw usage(`--${token.name} wants a value.`, `--${token.name} ${text.value}: ${text.text}`)
        if (text.value === undefined && token.value !== undefined) throw usage(`--${token.name} takes no value.`, text.text)
        const before = values.get(token.name) ?? []
        if (before.length !== 0 && text.many !== true) throw usage(`--${token.name} is there twice.`, 'Give it once.')
        values.set(token.name, [...before, token.value ?? true])
    }
    if (rest.length > mostRest) throw usage(`There is one argument too many: ${String(rest[mostRest])}`, 'The command’s --help says what it takes.')
    return new Options(values, rest)
}

/** Its value is not repeated. */
function secretOnCommandLine(name: string): Error {
    return usage(`--${name} is not taken: every process on this machine can read a command line, and shells keep it.`,
        name === 'token' ? 'Sign in with `az login`, or put it into the variable POPCERT_TOKEN.'
            : 'Leave it out to be asked, or use POPCERT_PASSWORD, --password-env NAME or --password-fd NUMBER.')
}
