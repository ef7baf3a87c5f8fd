import type { Finding } from '../core/protocol'
import { Failure, type Told } from './failure'

/**
 * Names in certificates and answers of services are other people's texts: what would move the cursor, recolour or reverse the
 * terminal is written out instead.
 */
export function visible(text: string): string {
    return text.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`)
}

/** stdout: what was asked for, to be piped on. stderr: what is said about it. */
export interface Output {
    /** Text that is ours, such as PEM. */
    write(text: string): void
    /** A line for people on stderr. */
    say(line: string): void
}

export const terminal: Output = {
    write: (text) => { process.stdout.write(text) },
    say: (line) => { process.stderr.write(`${line}\n`) },
}

const signs = { pass: 'ok  ', warn: 'WARN', fail: 'FAIL' } as const

export function findingLines(findings: readonly Finding[]): readonly string[] {
    return findings.flatMap(({ status, message, hint }) => [
        `${signs[status]}  ${visible(message)}`, ...(status === 'pass' || hint === '' ? [] : [`      ${visible(hint)}`]),
    ])
}

/** Passes are of use only to who asks for the checklist. */
export function sayWarnings(output: Output, findings: readonly Finding[]): void {
    for (const line of findingLines(findings.filter(({ status }) => status === 'warn'))) output.say(line)
}

export function sayFailure(output: Output, { told, findings }: Failure): void {
    for (const line of toldLines(told)) output.say(line)
    const others = findings.filter(({ status, code }) => status !== 'pass' && code !== told.code)
    for (const line of findingLines(others)) output.say(line)
}

export function toldLines({ code, message, hint, serviceCode, serviceMessage }: Told): readonly string[] {
    const words = [serviceCode, serviceMessage].filter((each) => each !== null && each !== undefined && each !== '').join(': ')
    return [
        `${code}: ${visible(message)}`, ...(hint === '' ? [] : [`  ${visible(hint)}`]), ...(words === '' ? [] : [`  The service’s words: ${visible(words)}`]),
    ]
}

/** One line of JSON, ASCII but for what JSON.stringify leaves: octets become base64, dates ISO 8601. */
export function json(value: unknown): string {
    const text = JSON.stringify(value, (_, member: unknown) => member instanceof Uint8Array ? Buffer.from(member).toString('base64') : member)
    return `${text.replaceAll(/[\u007f-\u009f\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}
