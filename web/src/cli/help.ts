import type { Command } from './command'
import { exitTexts } from './exit'

const width = 100

/** Words into lines of at most `width`, each behind `indent`. */
function wrapped(text: string, indent: string): string {
    const lines: string[] = []
    let line = ''
    for (const word of text.split(' ')) {
        if (line !== '' && indent.length + line.length + 1 + word.length > width) {
            lines.push(line)
            line = ''
        }
        line = line === '' ? word : `${line} ${word}`
    }
    return [...lines, line].map((each, place) => (place === 0 ? each : indent + each)).join('\n')
}

function table(rows: readonly (readonly [string, string])[]): string {
    const left = Math.max(...rows.map(([name]) => name.length)) + 4
    return rows.map(([name, text]) => `  ${name.padEnd(left - 2)}${wrapped(text, ' '.repeat(left))}\n`).join('')
}

export function overview(commands: readonly Command[], version: string): string {
    return `popcert ${version}: proves to a provisioning service that you hold a CA’s private key

A service such as Azure DPS shows a verification code for a CA that was uploaded. popcert signs a certificate
for that code with the CA’s key; uploaded, it turns the CA to Verified. The key stays on this machine.

${table(commands.map(({ name, summary }) => [`popcert ${name}`, summary]))}
  popcert COMMAND --help    what it takes, with examples

Passwords are asked for, or taken from POPCERT_PASSWORD, --password-env or --password-fd, never from the command line.

Exit codes
${table(exitTexts.map(([exit, text]) => [String(exit), text]))}`
}

export function helpOf({ name, summary, usage, help, examples, options }: Command): string {
    const rows = [
        ...options.map(({ name: option, value, text }) => [`--${option}${value === undefined ? '' : ` ${value}`}`, text] as const),
        ['--help', 'this text'] as const,
    ]
    return `popcert ${name}: ${summary}

  popcert ${name} ${usage}

${wrapped(help, '')}

${table(rows)}
Examples
${examples.map((example) => `  ${example}\n`).join('')}`
}
